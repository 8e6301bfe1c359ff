/** A host of the main lane leaves the processor to whoever else wants it: a side question, and the windows (I8). */
import { constants, setPriority } from 'node:os';

/**
 * As `nice` has it: 0 is what every program has, 19 the least. At 5 a program gets a third of what an equal with 0 gets, and
 * all where nobody else wants any; less would make it late to answer a stop on a computer that others keep busy. Windows
 * knows no step between normal and below. The commands that tools start inherit it.
 */
export const mainNice = process.platform === 'win32' ? constants.priority.PRIORITY_BELOW_NORMAL : 5;

/** Of a host that does not answer while a side question is asked: what it does helps nobody for now. */
export const silentNice =
  process.platform === 'win32'
    ? constants.priority.PRIORITY_LOW
    : constants.priority.PRIORITY_LOW - 4;

/** Never throws: on a system that does not allow it everything stays as it is. */
export function giveWay(lane: string | undefined, set: typeof setPriority = setPriority): void {
  if (lane !== 'main') return;
  try {
    set(mainNice);
  } catch {
    // It works as well, and is only not as polite.
  }
}

/** There is no way back but for a privileged user: the pool gives such a host no other turn. Never throws. */
export function giveWayWholly(
  pid: number,
  set: (pid: number, priority: number) => void = setPriority,
): void {
  try {
    set(pid, silentNice);
  } catch {
    // It has ended by now, or the system does not allow it.
  }
}
