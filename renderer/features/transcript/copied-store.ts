/** What of a turn was copied just now: said where the turn is, as a message for each copy would move the page. */
import { create } from 'zustand';
import { announce } from '../../ui/announce';
import type { CopyPart } from './turn-actions';

interface Copied {
  turn?: string;
  part?: CopyPart;
}

/** How long it is shown, ms. */
const shownMs = 2_000;

export const useCopied = create<Copied>()(() => ({}));
let timer: ReturnType<typeof setTimeout> | undefined;

export function tellCopied(turn: string, part: CopyPart): void {
  clearTimeout(timer);
  useCopied.setState({ turn, part });
  announce('Copied');
  timer = setTimeout(() => useCopied.setState({}, true), shownMs);
}

/** The person's message and the rest of a turn stand at two places. */
export function useWasCopied(turn: string, place: 'message' | 'answer'): boolean {
  return useCopied(
    (now) => now.turn === turn && (now.part === 'message') === (place === 'message'),
  );
}
