/** Work that is done piece by piece, as far as there is time for it. */
import { setImmediate as afterOthers } from 'node:timers/promises';

/**
 * `step` does one piece and says whether there may be more. Whoever else waits for the thread comes between two of them.
 * True when all is done; false when `mostMs` are over before that. `now` in ms.
 */
export async function catchUp(
  step: () => Promise<boolean>,
  mostMs: number,
  now: () => number = () => performance.now(),
): Promise<boolean> {
  const began = now();
  while (await step()) {
    if (now() - began > mostMs) return false;
    await afterOthers();
  }
  return true;
}
