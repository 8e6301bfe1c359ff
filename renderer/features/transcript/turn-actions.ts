/** What a person can do from a turn that ended: handed down from the page that knows how. */
import type { Turn } from '../../../preload/contract/shapes';

export interface TurnActions {
  /** Asks the same again as a new turn. Resolves when that is queued or was refused; never rejects. */
  tryAgain: (turn: Turn) => Promise<void>;
  openSettings: () => void;
  /** Picks a folder for a new session: a session's own folder does not move. */
  chooseFolder: () => void;
  copy: (text: string) => void;
}
