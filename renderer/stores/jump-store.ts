/** Where somebody wants to go in a session: asked for by search, find and the inspector, done by its transcript. */
import { create } from 'zustand';

export interface JumpPlace {
  turn: string;
  /** A block of the turn; without it the turn's request. */
  block?: string;
  /** UTF-16 offset in that text. */
  at?: number;
}

export interface Jump extends JumpPlace {
  session: string;
  /** Counts the asks: the same place twice is two jumps. */
  asked: number;
}

export const useJump = create<{ jump?: Jump }>()(() => ({}));

export function jumpTo(session: string, place: JumpPlace): void {
  useJump.setState(({ jump }) => ({
    jump: { ...place, session, asked: (jump?.asked ?? 0) + 1 },
  }));
}

/** For tests: a page that was just opened goes nowhere. */
export function forgetJump(): void {
  useJump.setState({}, true);
}
