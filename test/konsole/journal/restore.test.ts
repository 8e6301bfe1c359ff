/** A deleted session is gone at once, and comes back whole while that can still be undone. */
import { copyFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadSqlite, numberOf, openForReading } from '../../../main/konsole/storage/sqlite';
import type { Journal } from '../../../main/konsole/journal/types';
import { limits } from '../../../preload/contract/limits';
import {
  batch,
  block,
  closeNow,
  created,
  deletion,
  listed,
  newFile,
  openAt,
  replayAll,
  sessionOf,
  started,
  wholeTurn,
} from './support';

/** When `deletion` of support.ts happens, and until when it can be undone. */
const deletedAt = 9;
const until = deletedAt + limits.deleteUndoMs;

async function filled(file: string) {
  const journal = await openAt(file, { now: 1 });
  await journal.append(batch(created(sessionOf('a', { title: 'Pelican' }))));
  await journal.append(batch(created(sessionOf('b'))));
  await journal.append(batch(wholeTurn('a', 't1', 'first question', ['one ', 'two'])));
  await journal.append(batch([...started('a', 't2', 'second'), ...block('a', 't2', 'x', ['y'])]));
  return journal;
}

async function restore(journal: Journal, now: number) {
  const session = await journal.deleted('a', now);
  return journal.append(
    batch([listed(session ?? sessionOf('a'))], { restore: { session: 'a', now } }),
  );
}

async function countOf(file: string, table: string): Promise<number> {
  const db = openForReading(await loadSqlite(), file);
  const count = numberOf(db, `SELECT count(*) FROM ${table}`);
  db.close();
  return count;
}

test('a restored session has its events, turns, snapshot and cursors as if nothing had been', async () => {
  const journal = await filled(newFile());
  const before = {
    events: await replayAll(journal, ['session/a']),
    turns: await journal.turns('a', undefined, 9),
    snapshot: await journal.snapshot('session/a', journal.head()),
    session: await journal.session('a'),
  };
  const cursor = `${journal.epoch}.${journal.head()}`;
  await journal.append(batch([deletion('a')]));
  expect(await journal.exists('session/a')).toBe(false);
  expect(await journal.session('a')).toBeUndefined();
  await restore(journal, until - 1);
  expect(await journal.exists('session/a')).toBe(true);
  expect(await journal.session('a')).toEqual(before.session);
  expect(await replayAll(journal, ['session/a'])).toEqual(before.events);
  expect(await journal.turns('a', undefined, 9)).toEqual(before.turns);
  expect(await journal.snapshot('session/a', journal.head())).toEqual(before.snapshot);
  expect(journal.position(cursor)).toBe(before.events.at(-1)?.pos);
  const [next] = await journal.append(batch(block('a', 't2', 'z', ['on it goes'])));
  expect(next?.seq).toBe((before.events.at(-1)?.seq ?? 0) + 1);
});

test('after its time, once swept, or never deleted, a session cannot be brought back', async () => {
  const file = newFile();
  const journal = await filled(file);
  await expect(restore(journal, 10)).rejects.toMatchObject({ code: 'not-found' });
  await journal.append(batch([deletion('a')]));
  expect(await journal.deleted('a', until)).toBeUndefined();
  await expect(restore(journal, until)).rejects.toMatchObject({ code: 'not-found' });
  journal.sweep(until);
  // Whoever wants to write comes before a sweep that has not begun.
  await expect.poll(() => countOf(file, 'deleted')).toBe(0);
  // Asked for in time, it lost the race against the sweep.
  await expect(restore(journal, until - 1)).rejects.toMatchObject({ code: 'not-found' });
  expect(await journal.session('a')).toBeUndefined();
});

test('nothing of a deleted session is swept before its time, and nothing is left after it', async () => {
  const file = newFile();
  const journal = await filled(file);
  const events = await countOf(file, 'events');
  await journal.append(batch([deletion('a')]));
  journal.sweep(until - 1);
  await journal.append(batch(created(sessionOf('c'))));
  expect(await countOf(file, 'events')).toBe(events + 3);
  journal.sweep(until);
  // Of b, of c, and on the index: three listings and the deletion.
  await expect.poll(() => countOf(file, 'channels')).toBe(3);
  expect(await countOf(file, 'events')).toBe(6);
  for (const table of ['turns', 'snapshots', 'deleted']) expect(await countOf(file, table)).toBe(0);
});

test('I2, attack 19: a crash between deleting and sweeping loses nothing, and the next opening after its time sweeps', async () => {
  const file = newFile();
  const journal = await filled(file);
  const events = await replayAll(journal, ['session/a']);
  await journal.append(batch([deletion('a')], { durability: 'full' }));
  // What a killed process leaves: the files as they are in mid-run.
  const copies = [newFile(), newFile()] as const;
  for (const copy of copies) {
    for (const part of ['', '-wal']) copyFileSync(file + part, copy + part);
  }
  const inTime = await openAt(copies[0], { now: until - 1 });
  expect(inTime.opening.recovered).toBe(true);
  // A host of the old life that has not heard of it brings nothing back.
  await expect(inTime.append(batch(block('a', 't2', 'z', ['late'])))).rejects.toMatchObject({
    code: 'not-found',
  });
  await restore(inTime, until - 1);
  expect(await replayAll(inTime, ['session/a'])).toEqual(events);
  const late = await openAt(copies[1], { now: until });
  await expect.poll(() => countOf(copies[1], 'channels')).toBe(2);
  await expect(restore(late, until - 1)).rejects.toMatchObject({ code: 'not-found' });
});

test('a failed commit neither deletes nor restores', async () => {
  const file = newFile();
  const journal = await openAt(file, { now: 1, maxPages: 60 });
  await journal.append(batch(created(sessionOf('a'))));
  const large = wholeTurn('a', 't', 'x', ['y'.repeat(400_000)]);
  await expect(journal.append(batch([...large, deletion('a')]))).rejects.toMatchObject({
    code: 'internal',
  });
  expect(await journal.session('a')).toBeDefined();
  await journal.append(batch(wholeTurn('a', 't', 'x', ['small'])));
  await journal.append(batch([deletion('a')]));
  const back = listed(sessionOf('a'));
  await expect(
    journal.append(
      batch([back, ...wholeTurn('b', 't', 'x', ['y'.repeat(400_000)])], {
        restore: { session: 'a', now: 10 },
      }),
    ),
  ).rejects.toMatchObject({ code: 'internal' });
  await expect(journal.append(batch(block('a', 't', 'z', ['late'])))).rejects.toMatchObject({
    code: 'not-found',
  });
  await restore(journal, 10);
  expect((await journal.turns('a', undefined, 2)).turns).toHaveLength(1);
});

test('a restored session outlives the time of its deletion', async () => {
  const file = newFile();
  const journal = await filled(file);
  await journal.append(batch([deletion('a')]));
  await restore(journal, 10);
  journal.sweep(until + 1);
  await closeNow(journal);
  const again = await openAt(file, { now: until + 1 });
  expect((await again.turns('a', undefined, 9)).turns).toHaveLength(2);
});
