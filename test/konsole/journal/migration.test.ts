/** A journal that an older Konsole wrote, with what was in it. */
import { expect, test } from 'vitest';
import { migrations } from '../../../main/konsole/journal/schema';
import { loadSqlite, openDatabase } from '../../../main/konsole/storage/sqlite';
import { openAt, newFile, sessionOf, wholeTurn, batch, created, closeNow } from './support';

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
