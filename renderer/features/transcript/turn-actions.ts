/** What a person can do from a turn: handed down from the page that knows how. */
import type { Lane, Turn } from '../../../preload/contract/shapes';

/** A turn, asked of another model as a new turn of the same session. That model answers from there on. */
export interface Elsewhere {
  /** Which models can take it: some are for side questions only. */
  lane: Lane;
  /** All of them are offered in a menu here; false where one stands below the turn anyway. */
  menu: boolean;
  /** One that is not offered: it is asked the same beside this one. */
  without?: string | undefined;
  /** The same question again. */
  ask: (turn: Turn, model: string) => Promise<void>;
  /** Goes on from the last turn; absent where that is not offered. */
  goOn?: (model: string) => Promise<void>;
}

/** From how a turn ended. Each resolves when it is under way or was refused, and never rejects. */
export interface TurnActions {
  /** Asks the same again as a new turn. */
  tryAgain: (turn: Turn) => Promise<void>;
  /** Absent where no other model can be asked. */
  elsewhere?: Elsewhere;
  /** A new turn that goes on where this one stopped; absent where that is not offered. */
  resume?: () => Promise<void>;
  /** The answer was cut off by its length: asks for the rest. */
  goOn?: () => Promise<void>;
  openSettings: () => void;
  /** What Konsole's log has of the session; absent where it cannot be shown. */
  openLog?: () => void;
  /** Picks a folder for a new session: a session's own folder does not move. */
  chooseFolder: () => void;
}

/** What of a turn goes to the clipboard. */
export type CopyPart = 'message' | 'answer' | 'turn';
/** Where that was asked for, and so where it is said: at the message, under the turn, or at a menu anywhere over it. */
export type CopyPlace = 'message' | 'footer' | 'menu';

export interface TranscriptActions extends TurnActions {
  /** Copies, with what a snapshot left out of it. Says so when done. */
  copy: (turn: Turn, part: CopyPart, from: CopyPlace) => void;
  /** A kontask of its answer. Says so when done. */
  makeKontask: (turn: Turn) => void;
}
