/** What the window over the turns is given, and what it says is to be drawn. */
import type { ReadPlace } from '../../stores/read-places';

export interface WindowInput {
  ids: readonly string[];
  /** Px of a turn that was never laid out, at this width. */
  guess: (index: number, width: number) => number;
  /** Another value whenever something was added at the end. */
  latest: unknown;
  /** Where the reader was; asked once, when there are turns. */
  start: () => ReadPlace | undefined;
  /** The reader came near the first turn that is here. */
  onNearStart: () => void;
  /** The reader rests at a place, or leaves. */
  onRest: (place: ReadPlace) => void;
}

/** Which rows are laid out, by the id of the first: rows may come before it. */
export interface Mounted {
  firstId: string;
  count: number;
  kept: readonly string[];
}

/** What is drawn of it. */
export interface Shown {
  mounted?: Mounted;
  /** The reader is elsewhere and something was added below. */
  newBelow: boolean;
  /** The end is more than a view away. */
  away: boolean;
}
