/** The note that Konsole added to a person's words, as it was kept with the blocks of the turn. Pure. */
import type { Block } from '../../../preload/contract/shapes';

/** What Konsole added to the person's words when this turn ran. */
export function noteOf(blocks: readonly Block[]): string | undefined {
  for (const block of blocks) {
    if (typeof block.opaque?.note === 'string') return block.opaque.note;
  }
  return undefined;
}
