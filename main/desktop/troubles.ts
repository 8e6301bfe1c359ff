/** From what failed at start to what a person reads: what happened, and what to do next. */
import { KonsoleError } from '../../preload/contract/errors';
import type { Trouble } from './trouble-page';

/** The home could not be made or entered; `code` is the system's word (EACCES, ENOSPC, EROFS …). */
export function homeTrouble(home: string, code: string): Trouble {
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return {
    title: 'Konsole cannot use its data folder',
    message: `${home} could not be opened for writing (${code}).`,
    next: full
      ? 'Free some space on that disk, then start Konsole again.'
      : 'Make it writable, or choose another folder with --home DIR or KONSOLE_HOME, then start Konsole again.',
  };
}

/** The engine did not open. What is not ours is named, without its stack. */
export function engineTrouble(error: unknown, home: string): Trouble {
  const title = 'Konsole cannot open';
  if (error instanceof KonsoleError) {
    return {
      title,
      message: error.message,
      next: 'Nothing was changed. Close this window to quit.',
    };
  }
  const said = error instanceof Error ? error.message : String(error);
  return {
    title,
    message: `Opening ${home} failed: ${said}`,
    next: 'Nothing was changed. Close this window, and start Konsole again; with --home DIR it opens another folder.',
  };
}
