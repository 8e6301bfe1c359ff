/**
 * What each finished turn used and cost: kept in the transaction of its end, summed by session and by day. Of a
 * session that is gone for good only this stays, without its name: the money was spent all the same.
 */
import { sessionChannel } from '../../../preload/contract/channel';
import type { SessionEventBody } from '../../../preload/contract/events';
import type { Spending, Usage } from '../../../preload/contract/shapes';
import type { Database, Row } from '../storage/sqlite';
import { readMoment, transact } from '../storage/sqlite';
import type { SpendingQuery } from './types';

type Finished = Extract<SessionEventBody, { type: 'turn.finished' }>;

const columns = 'channel, turn, at, input, output, cache_read, cache_write, cost';

/** `note` is called inside the transaction of the event; the first end of a turn counts, as it does everywhere. */
export function createSpendingNotes(db: Database): (channel: number, event: Finished) => void {
  const add = db.prepare(
    `INSERT INTO spending (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (channel, turn) DO NOTHING`,
  );
  return (channel, { turn, at, usage }) => {
    // Salvage brings whatever could be read; what is wrong with a price must not lose the end of a turn.
    const known: Partial<Usage> = usage ?? {};
    const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, costUsd } = known;
    const tokens = [inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens].map(orZero);
    // A turn that never reached a model is none that was paid for.
    if (tokens.every((count) => count === 0)) return;
    add.run(channel, turn, orZero(at), ...tokens, typeof costUsd === 'number' ? costUsd : null);
  };
}

const orZero = (count: unknown) => (typeof count === 'number' ? count : 0);

export interface SpendingSums {
  session: Spending | undefined;
  days: Spending[];
}

/** All sums are of one moment. `session` is undefined for one that does not exist (any more). */
export function createSpendingSums(db: Database): (query: SpendingQuery) => SpendingSums {
  const sums = `SELECT count(*) AS turns, total(input) AS input, total(output) AS output,
    total(cache_read) AS cacheRead, total(cache_write) AS cacheWrite, total(cost) AS cost,
    count(*) - count(cost) AS unpriced FROM spending`;
  const ofDay = db.prepare(`${sums} WHERE at >= ? AND at < ?`);
  const ofSession = db.prepare(`${sums} WHERE channel = ?`);
  const channel = db.prepare('SELECT id FROM channels WHERE name = ?');

  function sessionSum(name: string): Spending | undefined {
    const found = channel.get(name) as Row | undefined;
    return found && toSpending(ofSession.get(Number(found['id'])) as Row);
  }

  return ({ session, days }) =>
    readMoment(db, () => ({
      session: session === undefined ? undefined : sessionSum(sessionChannel(session)),
      days: days.map(({ from, to }) => toSpending(ofDay.get(from, to) as Row)),
    }));
}

function toSpending(row: Row): Spending {
  return {
    turns: Number(row['turns']),
    inputTokens: Number(row['input']),
    outputTokens: Number(row['output']),
    cacheReadTokens: Number(row['cacheRead']),
    cacheWriteTokens: Number(row['cacheWrite']),
    costUsd: Number(row['cost']),
    unpriced: Number(row['unpriced']),
  };
}

/**
 * Salvage writes the events of known sessions anew, and what they cost with them. What was spent in sessions that were
 * deleted has no events to come from: it is carried over, as far as it can be read.
 */
export function carrySpending(from: Database, to: Database): void {
  try {
    const rows = from.prepare(
      `SELECT turn, at, input, output, cache_read, cache_write, cost FROM spending
       WHERE channel IS NULL OR channel IN (SELECT id FROM channels WHERE name IS NULL)`,
    );
    const add = to.prepare(`INSERT INTO spending (${columns}) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)`);
    transact(to, () => {
      for (const row of rows.all() as Row[]) add.run(...Object.values(row));
    });
  } catch {
    // Written before there was such a table, or this part of the file is damaged. What matters more is there.
  }
}
