/** What an action of the window is: its name, its keys, when it can be done, and what it does. */

export type ActionGroup = 'Go to' | 'This session' | 'This kontask' | 'This turn' | 'Window';

export interface Action {
  id: string;
  /** What it does, as a person reads it. */
  name: string;
  group: ActionGroup;
  /** Other words that find it. */
  words?: string;
  /** Accelerators; the first is the one that is shown. */
  keys?: readonly string[];
  /** Its keys belong to another part of the page, or to the desktop: here they are only shown. */
  keysElsewhere?: true;
  /** Whether it can be done now; absent: always. */
  when?: () => boolean;
  run: () => void;
}
