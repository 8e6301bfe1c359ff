/** A host of the main lane leaves the processor to whoever else wants it: a side question, and the windows (I8). */
import { setPriority } from 'node:os';

/**
 * As `nice` has it: 0 is what every program has, 19 the least. At 10 a program gets a tenth of what an equal with 0 gets, and
 * all where nobody else wants any. The commands that tools start inherit it.
 */
export const mainNice = 10;

/** Never throws: on a system that does not allow it everything stays as it is. */
export function giveWay(lane: string | undefined, set: typeof setPriority = setPriority): void {
  if (lane !== 'main') return;
  try {
    set(mainNice);
  } catch {
    // It works as well, and is only not as polite.
  }
}
