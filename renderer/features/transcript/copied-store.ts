/** At which turn something was copied just now: said where that was asked for, as a message for each would move the page. */
import { create } from 'zustand';
import { announce } from '../../ui/announce';
import type { CopyPlace } from './turn-actions';

/** One of a turn itself, which is in sight where it is pressed. */
type Place = Exclude<CopyPlace, 'menu'>;

interface Copied {
  turn?: string;
  place?: Place;
}

/** How long it is shown, ms. */
const shownMs = 2_000;

export const useCopied = create<Copied>()(() => ({}));
let timer: ReturnType<typeof setTimeout> | undefined;

export function tellCopied(turn: string, place: Place): void {
  clearTimeout(timer);
  useCopied.setState({ turn, place });
  announce('Copied');
  timer = setTimeout(() => useCopied.setState({}, true), shownMs);
}

export const useWasCopied = (turn: string, place: Place): boolean =>
  useCopied((now) => now.turn === turn && now.place === place);
