/** What turns used and cost: kept with their end, summed by session and by day, whatever happens to the session. */
import { copyFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NewEvent } from '../../../main/konsole/journal/types';
import {
  loadSqlite,
  numberOf,
  openDatabase,
  openForReading,
} from '../../../main/konsole/storage/sqlite';
import { limits } from '../../../preload/contract/limits';
import type { Usage } from '../../../preload/contract/shapes';
import { startClock, timingAt } from '../../../preload/contract/timing';
import { memorySpending } from '../support/memory-spending';
import {
  batch,
  closeNow,
  created,
  deletion,
  finished,
  listed,
  newFile,
  openAt,
  replayAll,
  sessionOf,
  started,
  wholeTurn,
} from './support';

const always = { from: 0, to: Number.MAX_SAFE_INTEGER };

function ended(session: string, turn: string, at: number, usage: Partial<Usage>): NewEvent[] {
  const whole = {
    ...{ inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
    ...usage,
  };
  const timing = timingAt(startClock(at), at);
  const body = { type: 'turn.finished', at, turn, status: 'completed', timing } as const;
  return [
    ...started(session, turn, 'a question'),
    { channel: `session/${session}`, body: { ...body, usage: whole } },
  ];
}

/** A session of two turns with a price and one without, one that reached no model, and one of another session. */
async function spent(file: string) {
  const journal = await openAt(file, { now: 1 });
  await journal.append(batch([...created(sessionOf('a')), ...created(sessionOf('b'))]));
  const one = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 100, costUsd: 0.25 };
  await journal.append(batch(ended('a', 't1', 100, one)));
  await journal.append(batch(ended('a', 't2', 200, { ...one, cacheWriteTokens: 7.5 })));
  await journal.append(batch(ended('a', 't3', 250, { inputTokens: 3 })));
  await journal.append(batch(ended('a', 't4', 260, { costUsd: 0 })));
  await journal.append(batch(ended('b', 't1', 260, { outputTokens: 1, costUsd: 1 })));
  return journal;
}

const ofA = {
  turns: 3,
  inputTokens: 23,
  outputTokens: 10,
  cacheReadTokens: 200,
  cacheWriteTokens: 7.5,
  costUsd: 0.5,
  unpriced: 1,
};
const inAll = { ...ofA, turns: 4, outputTokens: 11, costUsd: 1.5 };

test('tokens and money are summed by session and by day; a turn without tokens counts nowhere', async () => {
  const journal = await spent(newFile());
  const days = [
    { from: 200, to: 300 },
    { from: 100, to: 200 },
    { from: 0, to: 100 },
  ];
  const found = await journal.spending({ session: 'a', days });
  expect(found.session).toEqual(ofA);
  expect(found.days.map(({ turns }) => turns)).toEqual([3, 1, 0]);
  expect(found.days[2]).toMatchObject({ inputTokens: 0, costUsd: 0, unpriced: 0 });
  expect(await journal.spending({ session: 'none', days: [] })).toEqual({ days: [] });
  expect(await journal.spending({ days: [always] })).toEqual({ days: [inAll] });
});

test('a second end of the same turn is not paid for again', async () => {
  const journal = await openAt(newFile());
  await journal.append(batch([...created(sessionOf('a')), ...wholeTurn('a', 't', 'x', ['y'])]));
  await journal.append(batch([finished('a', 't')]));
  expect((await journal.spending({ days: [always] })).days[0]?.turns).toBe(1);
});

test('a deleted session takes its own sum along and brings it back; the days keep what was spent', async () => {
  const file = newFile();
  const journal = await spent(file);
  await journal.append(batch([deletion('a')]));
  const query = { session: 'a', days: [always] };
  expect(await journal.spending(query)).toEqual({ days: [inAll] });
  await journal.append(batch([listed(sessionOf('a'))], { restore: { session: 'a', now: 10 } }));
  expect(await journal.spending(query)).toEqual({ session: ofA, days: [inAll] });

  await journal.append(batch([deletion('a'), deletion('b')]));
  journal.sweep(9 + limits.deleteUndoMs);
  const db = openForReading(await loadSqlite(), file);
  await expect.poll(() => numberOf(db, 'SELECT count(*) FROM channels')).toBe(1);
  db.close();
  // A new session may get the place of the old one in the file, and nothing of its money.
  await journal.append(batch(created(sessionOf('c'))));
  const none = await journal.spending({ session: 'c', days: [always] });
  expect(none).toMatchObject({ session: { turns: 0, costUsd: 0 }, days: [inAll] });
});

test('I2: what a killed process leaves has the cost of exactly the turns whose end is there', async () => {
  const file = newFile();
  const journal = await spent(file);
  const copy = newFile();
  for (const part of ['', '-wal']) copyFileSync(file + part, copy + part);
  const killed = await openAt(copy);
  expect(killed.opening.recovered).toBe(true);
  const query = { session: 'a', days: [always] };
  expect(await killed.spending(query)).toEqual(await journal.spending(query));
});

test('an end with nonsense for its usage is an end all the same', async () => {
  const journal = await openAt(newFile());
  await journal.append(batch([...created(sessionOf('a')), ...started('a', 't', 'x')]));
  const [end] = ended('a', 't', 5, {
    inputTokens: Number.NaN,
    outputTokens: 2,
    costUsd: Number.NaN,
  }).slice(-1);
  await journal.append(batch(end ? [end] : []));
  expect((await journal.turns('a', undefined, 1)).turns[0]?.status).toBe('completed');
  const sum = { turns: 1, inputTokens: 0, outputTokens: 2, costUsd: 0, unpriced: 1 };
  expect(await journal.spending({ session: 'a', days: [] })).toMatchObject({ session: sum });
});

test('a commit that fails costs nothing', async () => {
  const journal = await openAt(newFile(), { maxPages: 60 });
  await journal.append(batch(created(sessionOf('a'))));
  const large = wholeTurn('a', 't', 'x', ['y'.repeat(400_000)]);
  await expect(journal.append(batch([finished('a', 's'), ...large]))).rejects.toMatchObject({
    code: 'internal',
  });
  expect((await journal.spending({ days: [always] })).days[0]?.turns).toBe(0);
});

test('attack 19: of a damaged journal the money is there again, also what deleted sessions had spent', async () => {
  const file = newFile();
  const journal = await spent(file);
  await journal.append(batch([deletion('b')]));
  await closeNow(journal);
  const db = openDatabase(await loadSqlite(), file);
  db.exec('DROP TABLE meta');
  db.close();
  const mended = await openAt(file, { now: 2 });
  expect(mended.opening.notices).toHaveLength(1);
  expect(await mended.spending({ session: 'a', days: [always] })).toEqual({
    session: ofA,
    days: [inAll],
  });
});

test('attack 19: a damaged journal from before there was such a table is mended as well', async () => {
  const file = newFile();
  const journal = await spent(file);
  await closeNow(journal);
  const db = openDatabase(await loadSqlite(), file);
  db.exec('DROP TABLE spending; DROP TABLE meta');
  db.close();
  const mended = await openAt(file);
  expect((await mended.spending({ days: [always] })).days).toEqual([inAll]);
  await closeNow(mended);
  writeFileSync(file, 'no database '.repeat(500));
  const begun = await openAt(file);
  expect((await begun.spending({ days: [always] })).days[0]?.turns).toBe(0);
});

test('the sums are those of the events, for any turns at any times', async () => {
  const journal = await openAt(newFile());
  await journal.append(batch([...created(sessionOf('a')), ...created(sessionOf('b'))]));
  const tokens = fc.nat(5);
  const turn = fc.record({
    session: fc.constantFrom('a', 'b'),
    at: fc.integer({ min: 1, max: 90 }),
    usage: fc.record(
      {
        inputTokens: tokens,
        outputTokens: tokens,
        cacheReadTokens: tokens,
        cacheWriteTokens: tokens,
        costUsd: fc.nat(8).map((eighths) => eighths / 8),
      },
      { requiredKeys: ['inputTokens', 'outputTokens', 'cacheReadTokens', 'cacheWriteTokens'] },
    ),
  });
  const days = Array.from({ length: 9 }, (_, n) => ({ from: n * 10, to: n * 10 + 10 }));
  let turns = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 8 }), async (many) => {
      const events = many.flatMap(({ session, at, usage }) => {
        turns += 1;
        return ended(session, `t${turns}`, at, usage);
      });
      await journal.append(batch(events));
      const all = await replayAll(journal, ['session/a', 'session/b']);
      const query = { session: 'a', days };
      expect(await journal.spending(query)).toEqual(memorySpending(all, query));
    }),
    { numRuns: 20 },
  );
});
