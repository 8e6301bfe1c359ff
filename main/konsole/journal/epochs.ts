/** Where cursors lie: a cursor of an older epoch stays good below the first `pos` of every later one. Pure. */
import { parseCursor } from '../../../preload/contract/cursor';
import type { Epoch } from './messages';

/**
 * The cursor's `pos`, or undefined for one that is expired, foreign, future or nonsense (I6). A power cut can
 * take events back, so a later epoch may begin lower than one before it: the lowest of the later ones counts.
 */
export function positionOf(
  cursor: string,
  epochs: readonly Epoch[],
  head: number,
): number | undefined {
  const parsed = parseCursor(cursor);
  if (!parsed) return undefined;
  const index = epochs.findIndex((epoch) => epoch.epoch === parsed.epoch);
  if (index < 0) return undefined;
  const later = epochs.slice(index + 1).map((epoch) => epoch.firstPos);
  return parsed.pos < Math.min(head + 1, ...later) ? parsed.pos : undefined;
}
