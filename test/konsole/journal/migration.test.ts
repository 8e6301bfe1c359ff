/** A journal that an older Konsole wrote, with what was in it. */
import { expect, test } from 'vitest';
import { migrations } from '../../../main/konsole/journal/schema';
import { loadSqlite, openDatabase } from '../../../main/konsole/storage/sqlite';
import { kontaskOf, written } from './kontask-support';
import {
  batch,
  closeNow,
  created,
  deletion,
  newFile,
  openAt,
  replayAll,
  sessionOf,
  started,
  wholeTurn,
} from './support';

/** Takes a journal of now back to the first format, as it was written then. */
async function olderFile(): Promise<string> {
  const file = newFile();
  const journal = await openAt(file);
  await journal.append(batch(created(sessionOf('a', { title: 'Umbrella' }))));
  await journal.append(batch(wholeTurn('a', 't1', 'How much rain?', ['very ', 'much'])));
  await journal.append(batch(created(sessionOf('gone', { title: 'Gone' }))));
  await closeNow(journal);
  const db = openDatabase(await loadSqlite(), file);
  const older = openDatabase(await loadSqlite(), newFile());
  older.exec(migrations[0] ?? '');
  const named = `SELECT name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'`;
  const known = new Set((older.prepare(named).all() as { name: string }[]).map((row) => row.name));
  const all = db
    .prepare(`SELECT type, name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'`)
    .all();
  for (const { type, name } of all as { type: string; name: string }[]) {
    if (!known.has(name)) db.exec(`DROP ${type} IF EXISTS ${name}`);
  }
  // Deleted then: without a name, and swept at the next opening.
  db.exec(`UPDATE channels SET name = NULL WHERE name = 'session/gone'`);
  db.exec(`DELETE FROM sessions WHERE id = 'gone'`);
  db.exec('PRAGMA user_version = 1');
  db.close();
  older.close();
  return file;
}

test('a journal of the first format opens with all it had, can be searched, deleted from and restored', async () => {
  const journal = await openAt(await olderFile());
  expect(journal.opening).toEqual({ notices: [], recovered: false });
  const { turns } = await journal.turns('a', undefined, 5);
  expect(turns).toMatchObject([{ id: 't1', number: 1, text: 'How much rain?' }]);
  expect((await journal.search('rain', 5)).map(({ turn }) => turn)).toEqual(['t1']);
  expect((await journal.search('umbrella', 5)).map(({ session }) => session)).toEqual(['a']);
  expect(await journal.search('gone', 5)).toEqual([]);
  expect(await journal.deleted('gone', 0)).toBeUndefined();
});

/** What the fourth format added. */
const withoutKontasks = `
  DROP TABLE kontasks; DROP TABLE kontask_bodies; DROP TABLE kontask_outputs; DROP TABLE kontask_tags;
  DROP TABLE deleted_kontasks; DROP INDEX turns_by_id;`;

test('a journal of the third format opens, finds the sessions of its turns, and takes kontasks', async () => {
  const file = newFile();
  const journal = await openAt(file);
  await journal.append(batch(created(sessionOf('a'))));
  await journal.append(batch(wholeTurn('a', 't1', 'x', ['y'])));
  await closeNow(journal);
  const db = openDatabase(await loadSqlite(), file);
  db.exec(`${withoutKontasks} PRAGMA user_version = 3`);
  db.close();
  const migrated = await openAt(file);
  expect(migrated.opening).toEqual({ notices: [], recovered: false });
  await migrated.append(batch(written(kontaskOf('k', { requestId: 't1' }))));
  expect(await migrated.kontasks.get('k')).toMatchObject({ rev: 1, session: 'a' });
});

const ever = [{ from: 0, to: 1_000 }];

/** Takes a journal of now back to the second format, without what turns cost. */
async function withoutSpending(file: string, more = ''): Promise<void> {
  const db = openDatabase(await loadSqlite(), file);
  db.exec(`DROP TABLE spending; ${more} ${withoutKontasks} PRAGMA user_version = 2`);
  db.close();
}

test('what turns cost in an older journal is summed from their ends: of all that are still there', async () => {
  const file = newFile();
  const journal = await openAt(file, { now: 10 });
  for (const id of ['a', 'b']) {
    await journal.append(batch(created(sessionOf(id))));
    await journal.append(batch(wholeTurn(id, 't1', 'x', ['y'])));
  }
  await journal.append(batch(started('a', 't2', 'still runs')));
  await journal.append(batch([deletion('b')]));
  const before = await journal.spending({ session: 'a', days: ever });
  expect(before).toMatchObject({ session: { turns: 1, unpriced: 1 }, days: [{ turns: 2 }] });
  await closeNow(journal);
  await withoutSpending(file);
  const migrated = await openAt(file, { now: 10 });
  expect(await migrated.spending({ session: 'a', days: ever })).toEqual(before);
});

test('an end that says nonsense of its usage, or is no JSON, locks nobody out', async () => {
  const file = newFile();
  const journal = await openAt(file);
  await journal.append(batch(created(sessionOf('a'))));
  for (const turn of ['t1', 't2', 't3']) {
    await journal.append(batch(wholeTurn('a', turn, 'x', ['y'])));
  }
  const ends = (await replayAll(journal, ['session/a'])).filter(
    ({ type }) => type === 'turn.finished',
  );
  await closeNow(journal);
  const usage = JSON.stringify({ type: 'turn.finished', turn: 't2', usage: { inputTokens: 'x' } });
  await withoutSpending(
    file,
    `UPDATE events SET body = '{"type":' WHERE pos = ${ends[0]?.pos};
     UPDATE events SET body = '${usage}' WHERE pos = ${ends[1]?.pos};`,
  );
  const migrated = await openAt(file);
  expect((await migrated.spending({ days: ever })).days).toMatchObject([{ turns: 1 }]);
});
