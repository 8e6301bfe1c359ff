/**
 * Finding a text in one session: every place, in the order of the transcript, whatever of it a window has loaded.
 * What is searched: requests, and the text of every block but those that a retry replaced.
 */
import { sessionChannel } from '../../../preload/contract/channel';
import { KonsoleError } from '../../../preload/contract/errors';
import type { FindHit, Turn } from '../../../preload/contract/shapes';
import { safeOffset } from '../../../preload/contract/text';
import type { Database, Row } from '../storage/sqlite';
import { excerptOf } from './excerpt';
import type { Folding } from './folding';
import type { Answers } from './messages';
import { createPace, type Pace } from './pace';
import { toTurnRow } from './pages';

/** Searched at once, UTF-16 units: some ms at most. */
const chunkChars = 128 * 1024;
const rowsAtOnce = 50;

export type Find = (session: string, text: string, limit: number) => Promise<Answers['find']>;

export function createFind(db: Database, folding: Folding): Find {
  const channelRow = db.prepare('SELECT id FROM channels WHERE name = ?');
  const turnRows = db.prepare(
    `SELECT id, told, started, finished FROM turns
     WHERE channel = ? AND started > ? ORDER BY started LIMIT ${rowsAtOnce}`,
  );

  return async (session, text, limit) => {
    const id = (channelRow.get(sessionChannel(session)) as Row | undefined)?.['id'];
    if (typeof id !== 'number') {
      throw new KonsoleError('not-found', 'This session does not exist (any more).');
    }
    const answer: Answers['find'] = { hits: [], total: 0 };
    const pace = createPace();
    let after = 0;
    let number = 0;
    for (;;) {
      const rows = turnRows.all(id, after) as Row[];
      for (const row of rows) {
        number += 1;
        after = Number(row['started']);
        const turn = await folding.turn(id, toTurnRow(row, number));
        if (turn) await findInTurn(turn, text, limit, answer, pace);
      }
      if (rows.length < rowsAtOnce) return answer;
    }
  };
}

async function findInTurn(
  turn: Turn,
  text: string,
  limit: number,
  answer: Answers['find'],
  pace: Pace,
): Promise<void> {
  for (const { block, text: within } of placesOf(turn)) {
    for await (const at of occurrences(within, text, pace)) {
      answer.total += 1;
      if (answer.hits.length >= limit) continue;
      const hit: FindHit = { turn: turn.id, at, ...excerptOf(within, [[at, at + text.length]]) };
      if (block !== undefined) hit.block = block;
      answer.hits.push(hit);
    }
  }
}

/** What of a turn the transcript shows, in its order. */
export function placesOf(turn: Turn): { block?: string; text: string }[] {
  const shown = turn.blocks.filter((block) => block.status !== 'abandoned');
  return [{ text: turn.text }, ...shown.map((block) => ({ block: block.id, text: block.text }))];
}

/**
 * Where `text` begins in `within`, whatever the case; none overlaps the one before it. A letter and its other case
 * have the same length here (Unicode's simple folding, the same in every language), so offsets are those of the raw text.
 */
export async function* occurrences(
  within: string,
  text: string,
  pace: Pick<Pace, 'pause'>,
): AsyncGenerator<number> {
  const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'giu');
  for (let start = 0; start < within.length; ) {
    const until = safeOffset(within, start + chunkChars);
    // Also what begins in this chunk and ends in the next.
    const end = safeOffset(within, until + text.length);
    const chunk = within.slice(start, end);
    let next = until;
    pattern.lastIndex = 0;
    for (let found = pattern.exec(chunk); found; found = pattern.exec(chunk)) {
      const at = start + found.index;
      if (at >= until) break;
      yield at;
      next = Math.max(next, at + found[0].length);
      await pace.pause();
    }
    start = next;
    await pace.pause();
  }
}
