/**
 * A place in a session that a person wants to see: a hit of a search, a step of the inspector. Whoever asks puts
 * it here; the transcript of that session loads what is needed, goes there and takes it away.
 */
import { create } from 'zustand';
import { showSession, useUi } from './ui-store';

export interface Place {
  turn: string;
  /** A block of that turn, or the output of one; without it the turn itself, its request first. */
  block?: string | undefined;
  /** UTF-16 offset in the block's text, or in the request where no block is named. */
  at?: number | undefined;
}

export interface JumpOptions {
  /** The focus stays where it is, as in the find bar; by default it goes to the turn. */
  keepFocus?: boolean;
  /** What was looked for: the place of it nearest to `at` is brought into sight. */
  words?: string;
}

export interface Jump extends JumpOptions {
  session: string;
  place: Place;
  /** Grows with every jump, so that the same place twice is gone to twice. */
  serial: number;
}

export const useJump = create<{ jump?: Jump }>()(() => ({}));

let serial = 0;

/** Shows the session and goes to the place. The newest jump wins; a place that is gone is said by the transcript. */
export function jumpTo(session: string, place: Place, options: JumpOptions = {}): void {
  serial += 1;
  useJump.setState({ jump: { session, place, serial, ...options } });
  const { section, session: shown } = useUi.getState();
  if (section !== 'sessions' || shown !== session) showSession(session);
}

/** The transcript arrived there, or cannot. A newer jump stays. */
export function jumpDone(done: number): void {
  if (useJump.getState().jump?.serial === done) useJump.setState({}, true);
}

/** Grows with every time that somebody wants the end of a session, and which. */
export const useEnd = create<{ session?: string; serial: number }>()(() => ({ serial: 0 }));

/** Who sends a message wants to see what comes of it, wherever they were reading. */
export function goToEnd(session: string): void {
  useEnd.setState(({ serial: before }) => ({ session, serial: before + 1 }));
}

/** For tests: nobody was asked to go anywhere. */
export function forgetJump(): void {
  serial = 0;
  useJump.setState({}, true);
  useEnd.setState({ serial: 0 }, true);
}
