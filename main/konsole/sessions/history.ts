/** The earlier turns of a session, whole, in pages so that no single read is long. */
import type { Turn } from '../../../preload/contract/shapes';
import type { Journal } from '../journal/types';
import type { Live } from './types';

const pageTurns = 10;

/** Oldest first, with the providers' sealed data. */
export async function wholeHistory(journal: Journal, session: string): Promise<Turn[]> {
  const pages: Turn[][] = [];
  let before: string | undefined;
  do {
    const page = await journal.turns(session, before, pageTurns);
    pages.push(page.turns);
    before = page.next;
  } while (before !== undefined);
  return pages.reverse().flat();
}

/** A turn has ended: the next question of a side conversation finds all of them read. What waits already reads for itself. */
export function readAhead(journal: Journal, live: Live): void {
  delete live.history;
  if (live.state.session.kind !== 'chat' || live.state.queue.length > 0) return;
  live.history = wholeHistory(journal, live.id).catch(() => undefined);
}

/** A turn as it may leave the engine: without sealed data and running totals. */
export function openTurn(turn: Turn): Turn {
  const { clock: _clock, ...rest } = turn;
  return { ...rest, blocks: turn.blocks.map(({ opaque: _opaque, ...block }) => block) };
}
