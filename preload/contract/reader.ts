/** What a reader does with each event of one channel: drop a repeat, notice a hole, else apply. Pure, no zod. */
import type { Place } from './events';

export interface ReaderPlace {
  pos: number;
  seq: number;
}

export type Verdict = 'drop' | 'hole' | 'apply';

/** There is a hole if and only if `(first ?? seq) > lastSeq + 1`. */
export function judge(place: ReaderPlace, event: Place): Verdict {
  if (event.pos <= place.pos) return 'drop';
  if ((event.first ?? event.seq) > place.seq + 1) return 'hole';
  return 'apply';
}
