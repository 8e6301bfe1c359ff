/** The ids of all turns that are here. With a delta only the last turn is another one, and the list stays the same. */
import type { Turn } from '../../../preload/contract/shapes';

export function createIdList() {
  let older: readonly Turn[] = [];
  let turns: readonly Turn[] = [];
  let ids: readonly string[] = [];
  return {
    /** The same list for the same ids. */
    of(nextOlder: readonly Turn[], next: readonly Turn[]): readonly string[] {
      // The order of turns never changes: two stretches with the same ends and length are the same.
      const same =
        older === nextOlder &&
        turns.length === next.length &&
        turns[0]?.id === next[0]?.id &&
        turns.at(-1)?.id === next.at(-1)?.id;
      if (!same) ids = [...nextOlder, ...next].map((turn) => turn.id);
      older = nextOlder;
      turns = next;
      return ids;
    },
  };
}
