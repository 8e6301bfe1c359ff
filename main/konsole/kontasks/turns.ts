/** Turns as kontasks look at them: one that is over, or whether one is still to come. Reads only. */
import { sessionChannel } from '../../../preload/contract/channel';
import { KonsoleError } from '../../../preload/contract/errors';
import type { Snapshot, Turn } from '../../../preload/contract/shapes';
import type { Journal } from '../journal/types';

/** The one that is asked for is mostly the last; another is looked for in pages, so that no single read is long. */
const firstTurns = 1;
const pageTurns = 10;

export interface TurnReader {
  /** Whole; undefined where the session or the turn is not there, or has not begun. */
  find(session: string, turn: string): Promise<Turn | undefined>;
  /** It runs, or waits to. */
  isAlive(session: string, turn: string): Promise<boolean>;
}

export function createTurnReader(
  journal: Pick<Journal, 'turns' | 'snapshot' | 'head'>,
): TurnReader {
  return {
    find: (session, turn) =>
      unlessGone(async () => {
        let limit = firstTurns;
        let before: string | undefined;
        do {
          const page = await journal.turns(session, before, limit);
          const found = page.turns.find(({ id }) => id === turn);
          if (found) return found;
          before = page.next;
          limit = pageTurns;
        } while (before !== undefined);
        return undefined;
      }),
    async isAlive(session, turn) {
      const state = await unlessGone(
        async () => (await journal.snapshot(sessionChannel(session), journal.head())) as Snapshot,
      );
      if (!state) return false;
      const runs = state.turns.some(({ id, status }) => id === turn && status === 'running');
      return runs || state.queue.some((waiting) => waiting.turn === turn);
    },
  };
}

async function unlessGone<Found>(read: () => Promise<Found>): Promise<Found | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof KonsoleError && error.code === 'not-found') return undefined;
    throw error;
  }
}
