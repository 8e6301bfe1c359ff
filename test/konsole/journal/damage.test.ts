/** A journal that cannot be what it should be: of the future, damaged, in the way, or on a full disk. */
import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSqlite } from '../../../main/konsole/storage/sqlite';
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

const filesOf = (file: string) => readdirSync(dirname(file)).sort();

/** A journal with two sessions of some hundred events each. */
async function filled(): Promise<string> {
  const file = newFile();
  const journal = await openAt(file);
  for (const id of ['a', 'b']) {
    await journal.append(batch(created(sessionOf(id))));
    const pieces = Array.from({ length: 300 }, (_, n) => `piece ${n} of the answer, and so on. `);
    await journal.append(batch(wholeTurn(id, `${id}1`, 'a question', pieces)));
  }
  await closeNow(journal);
  return file;
}

async function sql(file: string, text: string): Promise<void> {
  const { DatabaseSync } = await loadSqlite();
  const db = new DatabaseSync(file);
  db.exec(text);
  db.close();
}

const markUnclean = (file: string) => sql(file, `UPDATE meta SET value = '0' WHERE key = 'clean'`);

function scribble(file: string, at: number, bytes: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(bytes, 0x5a), 0, bytes, at);
  closeSync(handle);
}

/** Where a page of events in the middle of a session lies: by what is in it, for the rest of the file moves it about. */
function eventPage(file: string): number {
  const at = readFileSync(file).indexOf('"text":"piece 150 of');
  expect(at).toBeGreaterThan(0);
  return Math.floor(at / 4096) * 4096;
}

describe('a database of the future', () => {
  test('is refused with what to do, and not one byte of it changes', async () => {
    const file = await filled();
    await sql(file, 'PRAGMA user_version = 99');
    const before = readFileSync(file);
    await expect(openAt(file)).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringMatching(/newer Konsole.*format 99.*update Konsole/),
    });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(filesOf(file)).toEqual(['konsole.db']);
  });
});

describe('a damaged database', () => {
  test.each([
    ['no database at all', (file: string) => writeFileSync(file, 'hello '.repeat(2_000))],
    ['cut off', (file: string) => truncateSync(file, 5_000)],
    ['its header overwritten', (file: string) => scribble(file, 0, 200)],
  ])(
    'attack 19: %s: it is set aside whole, a new one is begun, and a notice says so',
    async (_, harm) => {
      const file = await filled();
      await markUnclean(file);
      harm(file);
      const harmed = readFileSync(file);
      const journal = await openAt(file, { now: 0 });
      const aside = 'konsole.db.damaged-1970-01-01T00-00-00-000Z';
      expect(readFileSync(join(dirname(file), aside)).equals(harmed)).toBe(true);
      expect(journal.opening.recovered).toBe(true);
      expect(journal.opening.notices).toMatchObject([
        { message: expect.stringMatching(/was damaged.*was kept.*1970/) },
      ]);
      await journal.append(batch(created(sessionOf('new'))));
      expect(await journal.session('new')).toBeDefined();
    },
  );

  test('attack 19: what lies outside the damaged pages is read and goes on', async () => {
    const file = await filled();
    await markUnclean(file);
    scribble(file, eventPage(file), 4096);
    const journal = await openAt(file);
    expect(journal.opening.notices[0]?.message).toMatch(/[1-9]\d* events of [12] sessions/);
    const events = await replayAll(journal, ['session/a', 'session/b', 'index']);
    expect(events.length).toBeGreaterThan(100);
    for (const channel of ['session/a', 'session/b']) {
      const seqs = events.filter((event) => event.channel === channel).map((event) => event.seq);
      expect(seqs).toEqual(seqs.map((__, index) => index + 1));
    }
    expect(journal.position(`${journal.epoch}.${journal.head()}`)).toBe(journal.head());
  });

  test('attack 19: events that are whole in a database without its tables of notes are read', async () => {
    const file = await filled();
    await sql(file, 'DROP TABLE meta');
    const journal = await openAt(file);
    expect(journal.opening.notices).toHaveLength(1);
    const { turns } = await journal.turns('b', undefined, 5);
    expect(turns).toMatchObject([{ id: 'b1', text: 'a question', status: 'completed' }]);
    expect((await journal.sessions({ limit: 9 })).sessions).toHaveLength(2);
  });

  test('attack 19: a session that was deleted and brought back is read with all it had, and goes on', async () => {
    const file = newFile();
    const journal = await openAt(file, { now: 9 });
    await journal.append(batch(created(sessionOf('a'))));
    await journal.append(batch(wholeTurn('a', 'a1', 'a question', ['an answer'])));
    await journal.append(batch([deletion('a')]));
    await journal.append(batch([listed(sessionOf('a'))], { restore: { session: 'a', now: 10 } }));
    await journal.append(batch(wholeTurn('a', 'a2', 'another question', ['an answer'])));
    const before = await replayAll(journal, ['session/a']);
    await closeNow(journal);
    await sql(file, 'DROP TABLE meta');
    const again = await openAt(file);
    const events = await replayAll(again, ['session/a']);
    expect(events.map(({ seq, type }) => [seq, type])).toEqual(
      before.map(({ seq, type }) => [seq, type]),
    );
    const { turns } = await again.turns('a', undefined, 5);
    expect(turns.map(({ id }) => id)).toEqual(['a1', 'a2']);
  });

  test('attack 19: damage found while running is told, and the next opening mends it', async () => {
    const file = await filled();
    scribble(file, eventPage(file), 4096);
    const journal = await openAt(file);
    await expect(replayAll(journal, ['session/a', 'session/b'])).rejects.toMatchObject({
      message: expect.stringContaining('Quit Konsole and start it again'),
    });
    await closeNow(journal);
    const again = await openAt(file);
    expect(again.opening.notices).toHaveLength(1);
    expect((await replayAll(again, ['session/a', 'session/b'])).length).toBeGreaterThan(100);
  });

  test('a second damaged one is set aside beside the first', async () => {
    const file = newFile();
    for (let time = 0; time < 2; time += 1) {
      writeFileSync(file, 'no database '.repeat(500));
      await closeNow(await openAt(file, { now: 0 }));
    }
    expect(filesOf(file).filter((name) => name.includes('damaged'))).toHaveLength(2);
  });

  test('a database that was not closed and is sound is no damage', async () => {
    const file = await filled();
    const copy = newFile();
    copyFileSync(file, copy);
    await markUnclean(copy);
    const journal = await openAt(copy);
    expect(journal.opening).toEqual({ notices: [], recovered: true });
    expect(await journal.session('a')).toBeDefined();
  });
});

describe('a database that cannot be used', () => {
  test('a folder in its place is told and left alone', async () => {
    const file = newFile();
    mkdirSync(file);
    await expect(openAt(file)).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('cannot be opened'),
    });
    expect(statSync(file).isDirectory()).toBe(true);
  });

  test('a database that another program holds locked is told', async () => {
    const file = await filled();
    const { DatabaseSync } = await loadSqlite();
    const other = new DatabaseSync(file);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
    await expect(openAt(file)).rejects.toMatchObject({ code: 'busy' });
    other.close();
  });

  test('its file is private to its owner', async () => {
    const file = await filled();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

describe('a full disk', () => {
  test('attack 19: every append of the failed commit is told what to do, nothing of it exists, and room mends it', async () => {
    const file = newFile();
    const journal = await openAt(file, { maxPages: 40 });
    await journal.append(batch([...created(sessionOf('a')), ...started('a', 't', 'x')]));
    const heard: number[] = [];
    journal.onCommit((events) => heard.push(...events.map((event) => event.pos)));
    const large = block('a', 't', 'b', ['y'.repeat(400_000)]);
    const results = await Promise.allSettled([
      journal.append(batch(large)),
      journal.append(batch(large, { durability: 'full' })),
    ]);
    for (const result of results) {
      expect(result).toMatchObject({
        status: 'rejected',
        reason: {
          code: 'internal',
          message: expect.stringMatching(/disk is full.*Free some space/),
        },
      });
    }
    expect(heard).toEqual([]);
    expect(journal.head()).toBe(4);
    const [event] = await journal.append(batch(block('a', 't', 'b', ['small'])));
    expect(event).toMatchObject({ pos: 5, seq: 4 });
    await closeNow(journal);
    const again = await openAt(file);
    expect((await again.append(batch(large))).at(0)).toMatchObject({ seq: 7 });
    const { turns } = await again.turns('a', undefined, 1);
    expect(turns[0]?.blocks).toHaveLength(1);
  });
});
