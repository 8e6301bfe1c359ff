/** The permission modes in words. Shared by the composer's menu, the header and the settings. */
import type { PermissionMode } from '../../../preload/contract/shapes';

interface ModeWords {
  mode: PermissionMode;
  name: string;
  does: string;
}

export const modes: readonly ModeWords[] = [
  {
    mode: 'ask',
    name: 'Ask',
    does: 'Reads in the folder freely; asks before it changes a file, runs a command or fetches a page.',
  },
  {
    mode: 'edits',
    name: 'Edits allowed',
    does: 'Changes files in the folder without asking; asks before all else.',
  },
  {
    mode: 'plan',
    name: 'Plan (read-only)',
    does: 'Reads and plans; changes nothing and runs nothing.',
  },
  {
    mode: 'all',
    name: 'All allowed',
    does: 'Asks only before it writes what runs by itself, such as git hooks. For this run of Konsole only.',
  },
];

export const modeName = (mode: PermissionMode): string =>
  modes.find((one) => one.mode === mode)?.name ?? mode;
