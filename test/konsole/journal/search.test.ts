/** Searching all sessions: what is found, and in which order. */
import { describe, expect, test } from 'vitest';
import { searchFileOf } from '../../../main/konsole/journal/search';
import { filled, sessionsOf } from './search-support';
import {
  batch,
  created,
  deletion,
  finished,
  listed,
  newFile,
  on,
  openAt,
  sessionOf,
  started,
  wholeTurn,
} from './support';

describe('what is found', () => {
  test('titles, requests and answers are found, whatever case or accent, by every word of the search', async () => {
    const journal = await filled();
    expect(await sessionsOf(journal, 'kuche')).toEqual(['a']);
    expect(await sessionsOf(journal, 'ÜBER')).toEqual(['a']);
    expect((await sessionsOf(journal, 'knife')).sort()).toEqual(['a', 'b']);
    expect(await sessionsOf(journal, 'knife peel')).toEqual(['b']);
    // One word in the title, the other in a turn.
    expect(await sessionsOf(journal, 'sharp küche')).toEqual(['a']);
    expect(await sessionsOf(journal, 'knife banana')).toEqual([]);
  });

  test('the last word may be a beginning, and a phrase in quotes stands together', async () => {
    const journal = await filled();
    expect((await sessionsOf(journal, 'oni')).sort()).toEqual(['a', 'b']);
    expect(await sessionsOf(journal, '"sharp one"')).toEqual(['a']);
    expect(await sessionsOf(journal, '"one sharp"')).toEqual([]);
  });

  test('a part of a line is found where words have no spaces between them', async () => {
    const journal = await filled();
    for (const text of ['喜欢', '欢', '界面', 'React', 'プロジェ', '这个React项目']) {
      expect(await sessionsOf(journal, text)).toEqual(['c']);
    }
    expect(await sessionsOf(journal, '欢喜')).toEqual([]);
    const [hit] = await journal.search('喜欢', 5);
    expect(hit).toMatchObject({ turn: 'c1', excerpt: '我喜欢这个React项目', marks: [[1, 3]] });
  });

  test('where no word begins like it, parts of words and signs are found as they stand', async () => {
    const journal = await filled();
    await journal.append(batch(wholeTurn('b', 'b2', 'a => b 🎉 100%_x', ['done'])));
    for (const text of ['ently', '=>', '🎉', '%_', 'HARP ON']) {
      expect(await sessionsOf(journal, text)).toHaveLength(1);
    }
    expect(await sessionsOf(journal, '<>')).toEqual([]);
  });

  test('tools are found by what they were given and what they put out; thinking and replaced tries are not', async () => {
    const journal = await filled();
    const piece = (id: string, kind: 'thinking' | 'text' | 'tool' | 'output', text: string) => [
      on('a', { type: 'block.opened', at: 12, turn: 'a2', block: id, kind }),
      on('a', { type: 'block.appended', at: 12, block: id, off: 0, text }),
    ];
    await journal.append(
      batch([
        ...started('a', 'a2', 'Look'),
        ...piece('x1', 'thinking', 'hmmthinking'),
        ...piece('x2', 'text', 'replacedtry'),
        on('a', { type: 'block.closed', at: 12, block: 'x2', ms: 1, status: 'abandoned' }),
        ...piece('x3', 'tool', '{"path":"inputfile"}'),
        ...piece('x4', 'output', 'outputline'),
        finished('a', 'a2'),
      ]),
    );
    expect(await sessionsOf(journal, 'inputfile')).toEqual(['a']);
    expect(await sessionsOf(journal, 'outputline')).toEqual(['a']);
    expect(await sessionsOf(journal, 'hmmthinking')).toEqual([]);
    expect(await sessionsOf(journal, 'replacedtry')).toEqual([]);
  });

  test('a request is found while its turn waits or runs, and is gone when it is taken out of the queue', async () => {
    const journal = await filled();
    await journal.append(
      batch([on('b', { type: 'turn.queued', at: 3, turn: 'q', text: 'an umbrella' })]),
    );
    expect((await journal.search('umbrella', 5))[0]).toMatchObject({ turn: 'q', at: 3 });
    await journal.append(batch([on('b', { type: 'queue.changed', at: 4, queue: [] })]));
    expect(await journal.search('umbrella', 5)).toEqual([]);
  });

  test('a session that was renamed is found by its new title alone', async () => {
    const journal = await filled();
    await journal.append(batch([listed(sessionOf('b', { title: 'Renamed', kind: 'chat' }))]));
    expect(await sessionsOf(journal, 'second')).toEqual([]);
    expect((await journal.search('renam', 5))[0]).toMatchObject({
      session: 'b',
      title: 'Renamed',
      kind: 'chat',
      excerpt: 'Renamed',
      marks: [[0, 7]],
    });
  });

  test('an answer of any length is found to its end', async () => {
    const journal = await filled();
    const long = `${'word '.repeat(60_000)}lastword`;
    await journal.append(batch(wholeTurn('b', 'b2', 'Long', [long])));
    const [hit] = await journal.search('lastword', 5);
    expect(hit).toMatchObject({ session: 'b', turn: 'b2' });
    expect(hit?.excerpt).toMatch(/^….*word lastword$/);
  });
});

describe('the order', () => {
  test('one place of each session, its best; a title before a request before an answer, the new before the old', async () => {
    const journal = await openAt(newFile());
    const day = 24 * 60 * 60 * 1000;
    await journal.append(batch(created(sessionOf('answer'))));
    await journal.append(batch(wholeTurn('answer', 'x1', 'Hm?', ['the walrus sings'])));
    await journal.append(batch(wholeTurn('answer', 'x2', 'Hm again?', ['the walrus sings'])));
    await journal.append(batch(created(sessionOf('request'))));
    await journal.append(batch(wholeTurn('request', 'y1', 'the walrus sings', ['Hm.'])));
    await journal.append(batch(created(sessionOf('title', { title: 'the walrus sings' }))));
    expect(await sessionsOf(journal, 'walrus')).toEqual(['title', 'request', 'answer']);
    expect(await sessionsOf(journal, 'walrus', 2)).toEqual(['title', 'request']);
    for (const [id, at] of [
      ['old', 1],
      ['new', 400 * day],
    ] as const) {
      await journal.append(batch(created(sessionOf(id, { title: 'yak', updatedAt: at }))));
    }
    expect(await sessionsOf(journal, 'yak')).toEqual(['new', 'old']);
  });
});

describe('what goes and comes back', () => {
  test('archived sessions are found and say so; deleted ones are not, until they are restored', async () => {
    const journal = await filled();
    await journal.append(batch([listed(sessionOf('a', { title: 'Küche', archived: true }))]));
    expect((await journal.search('küche', 5))[0]).toMatchObject({ session: 'a', archived: true });
    await journal.append(batch([deletion('a')]));
    expect(await sessionsOf(journal, 'küche')).toEqual([]);
    expect(await sessionsOf(journal, 'sharp')).toEqual([]);
    const back = listed(sessionOf('a', { title: 'Küche' }));
    await journal.append(batch([back], { restore: { session: 'a', now: 10 } }));
    expect(await sessionsOf(journal, 'küche')).toEqual(['a']);
    expect(await sessionsOf(journal, 'sharp')).toEqual(['a']);
  });

  test('the words of a session that was swept are in the index no more', async () => {
    const file = newFile();
    const journal = await filled(file);
    await journal.search('x', 5);
    await journal.append(batch([deletion('a')]));
    journal.sweep(1e12);
    await journal.append(batch(created(sessionOf('d'))));
    const { loadSqlite, openForReading } = await import('../../../main/konsole/storage/sqlite');
    const sqlite = await loadSqlite();
    await expect
      .poll(async () => {
        await journal.search('x', 5);
        const db = openForReading(sqlite, searchFileOf(file));
        const rows = db.prepare('SELECT DISTINCT session FROM docs ORDER BY session').all();
        db.close();
        return (rows as { session: string }[]).map(({ session }) => session);
      })
      .toEqual(['b', 'c', 'd']);
  });
});
