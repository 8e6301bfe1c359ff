/** The journal through its front door: places, order, groups, records, and what reads see. */
import { describe, expect, test } from 'vitest';
import type { CommandRecord } from '../../../main/konsole/journal/types';
import { KonsoleError } from '../../../preload/contract/errors';
import type { KonsoleEvent } from '../../../preload/contract/events';
import { limits } from '../../../preload/contract/limits';
import {
  batch,
  block,
  closeNow,
  created,
  deletion,
  listed,
  newFile,
  on,
  openAt,
  replayAll,
  sessionOf,
  started,
} from './support';

const record = (id: string, more: Partial<CommandRecord> = {}): CommandRecord => ({
  client: 'window',
  name: 'session.create',
  id,
  hash: 'h1',
  answer: '{"ok":true,"result":{}}',
  at: 1_000_000,
  ...more,
});

describe('places', () => {
  test('I1: seq is dense in each channel and pos grows across all of them', async () => {
    const journal = await openAt(newFile());
    const first = await journal.append(batch(created(sessionOf('a'))));
    const second = await journal.append(batch(created(sessionOf('b'))));
    const third = await journal.append(batch(started('a', 't1', 'hello')));
    const places = [...first, ...second, ...third].map(({ pos, channel, seq }) => [
      pos,
      channel,
      seq,
    ]);
    expect(places).toEqual([
      [1, 'session/a', 1],
      [2, 'index', 1],
      [3, 'session/b', 1],
      [4, 'index', 2],
      [5, 'session/a', 2],
      [6, 'session/a', 3],
    ]);
    expect(journal.head()).toBe(6);
  });

  test('what was committed reads back as it was told, lone surrogates and all', async () => {
    const journal = await openAt(newFile());
    const told = await journal.append(
      batch([
        ...created(sessionOf('a', { title: 'half \ud83d \u0000 end' })),
        ...started('a', 't', '\udc00'),
      ]),
    );
    expect(await replayAll(journal, ['session/a', 'index'])).toEqual(told);
  });

  test('pos and seq go on where they were after a clean end', async () => {
    const file = newFile();
    const journal = await openAt(file);
    await journal.append(batch(created(sessionOf('a'))));
    await closeNow(journal);
    const again = await openAt(file);
    expect(again.epoch).toBe(journal.epoch);
    expect(again.opening).toEqual({ notices: [], recovered: false });
    const [event] = await again.append(batch(started('a', 't', 'x')));
    expect(event).toMatchObject({ pos: 3, seq: 2 });
  });

  test('pos is not used again after the newest events were deleted and the journal reopened', async () => {
    const file = newFile();
    const journal = await openAt(file);
    await journal.append(batch([...created(sessionOf('a')), deletion('a')]));
    await closeNow(journal);
    const again = await openAt(file);
    expect(again.head()).toBe(3);
    const [event] = await again.append(batch(created(sessionOf('b'))));
    expect(event).toMatchObject({ pos: 4, seq: 1, channel: 'session/b' });
  });
});

describe('commits', () => {
  test('many appends at once become few commits, in order, before any of their promises resolves', async () => {
    const journal = await openAt(newFile());
    await journal.append(batch(created(sessionOf('a'))));
    const commits: KonsoleEvent[][] = [];
    let resolved = 0;
    const resolvedAtCommit: number[] = [];
    journal.onCommit((events) => {
      commits.push([...events]);
      resolvedAtCommit.push(resolved);
    });
    const pieces = Array.from({ length: 500 }, (_, n) =>
      on('a', { type: 'turn.queued', at: n, turn: `t${n}`, text: `${n}` }),
    );
    await Promise.all(
      pieces.map(async (piece) => {
        await journal.append(batch([piece]));
        resolved += 1;
      }),
    );
    const events = commits.flat();
    expect(events.map((event) => event.pos)).toEqual(pieces.map((_, n) => n + 3));
    expect(commits.length).toBeLessThan(100);
    expect(resolvedAtCommit[0]).toBe(0);
  });

  test('a listener that stopped hears no more', async () => {
    const journal = await openAt(newFile());
    const heard: number[] = [];
    const stop = journal.onCommit(() => heard.push(1));
    journal.onCommit(() => heard.push(2));
    await journal.append(batch(created(sessionOf('a'))));
    stop();
    await journal.append(batch(created(sessionOf('b'))));
    expect(heard).toEqual([1, 2, 2]);
  });

  test('head is the last event that listeners were given when one attaches inside a commit', async () => {
    const journal = await openAt(newFile());
    const heads: number[] = [];
    journal.onCommit(() => heads.push(journal.head()));
    await journal.append(batch(created(sessionOf('a'))));
    expect(heads).toEqual([2]);
  });

  test('an append without events is answered too', async () => {
    const journal = await openAt(newFile());
    expect(await journal.append(batch([], { command: record('c1') }))).toEqual([]);
    expect(await journal.command('window', 'c1')).toMatchObject({ id: 'c1' });
  });

  test('full and batch appends of both lanes keep their order in a channel', async () => {
    const journal = await openAt(newFile());
    const appends = Array.from({ length: 60 }, (_, n) =>
      journal.append(
        batch([listed(sessionOf(`s${n}`))], {
          lane: n % 3 === 0 ? 'quick' : 'main',
          durability: n % 2 === 0 ? 'full' : 'batch',
        }),
      ),
    );
    const events = (await Promise.all(appends)).flat();
    expect(events.map((event) => event.seq)).toEqual(events.map((_, n) => n + 1));
  });

  test('after close an append is refused with what to do', async () => {
    const journal = await openAt(newFile());
    await closeNow(journal);
    await expect(journal.append(batch(created(sessionOf('a'))))).rejects.toMatchObject({
      code: 'busy',
      message: expect.stringContaining('start it again'),
    });
    await expect(journal.session('a')).rejects.toBeInstanceOf(KonsoleError);
  });

  test('what was appended before close is on disk after it', async () => {
    const file = newFile();
    const journal = await openAt(file);
    const appends = Array.from({ length: 50 }, (_, n) =>
      journal.append(batch(created(sessionOf(`s${n}`)))),
    );
    await Promise.all([closeNow(journal), ...appends]);
    const again = await openAt(file);
    expect(again.head()).toBe(100);
  });
});

describe('replay', () => {
  test('channels are merged in pos order, in slices of at most 500, up to the watermark', async () => {
    const journal = await openAt(newFile());
    await journal.append(batch([...created(sessionOf('a')), ...created(sessionOf('b'))]));
    for (const id of ['a', 'b', 'a']) {
      const pieces = Array.from({ length: 400 }, () => 'some words ');
      const turn = `t${journal.head()}`;
      await journal.append(
        batch([...started(id, turn, 'x'), ...block(id, turn, `${turn}b`, pieces)]),
      );
    }
    const watermark = journal.head() - 10;
    const request = {
      channels: [
        { channel: 'session/a', after: 0 },
        { channel: 'session/b', after: 100 },
        { channel: 'index', after: 0 },
      ],
      upTo: watermark,
    };
    const slices: KonsoleEvent[][] = [];
    for await (const slice of journal.replay(request)) slices.push(slice);
    const positions = slices.flat().map((event) => event.pos);
    expect(positions).toEqual([...positions].sort((left, right) => left - right));
    expect(new Set(positions).size).toBe(positions.length);
    expect(positions.at(-1)).toBe(watermark);
    expect(Math.max(...slices.map((slice) => slice.length))).toBeLessThanOrEqual(500);
    expect(await journal.countAfter(request)).toBe(positions.length);
  });

  test('a replay of an unknown channel brings nothing', async () => {
    const journal = await openAt(newFile());
    expect(await replayAll(journal, ['session/none'])).toEqual([]);
    expect(
      await journal.countAfter({ channels: [{ channel: 'session/none', after: 0 }], upTo: 9 }),
    ).toBe(0);
  });
});

describe('commands', () => {
  test('I5: the first answer is found again, after reopening too', async () => {
    const file = newFile();
    const journal = await openAt(file);
    await journal.append(
      batch(created(sessionOf('a')), { command: record('c1'), durability: 'full' }),
    );
    await closeNow(journal);
    const again = await openAt(file);
    expect({ ...(await again.command('window', 'c1')) }).toEqual(record('c1'));
    expect(await again.command('phone', 'c1')).toBeUndefined();
  });

  test('I5: a command id that was used rejects its append and no other of the same commit', async () => {
    const journal = await openAt(newFile());
    await journal.append(batch([], { command: record('c1') }));
    const results = await Promise.allSettled([
      journal.append(batch(created(sessionOf('a')))),
      journal.append(batch(created(sessionOf('b')), { command: record('c1') })),
      journal.append(batch(created(sessionOf('c')))),
    ]);
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await journal.session('b')).toBeUndefined();
    expect((await replayAll(journal, ['index'])).map((event) => event.seq)).toEqual([1, 2]);
  });

  test('a record older than it is kept is gone after the next opening', async () => {
    const file = newFile();
    const journal = await openAt(file, { now: 1_000_000 });
    await journal.append(batch([], { command: record('old', { at: 1_000_000 }) }));
    await journal.append(batch([], { command: record('new', { at: 1_000_002 }) }));
    await closeNow(journal);
    const again = await openAt(file, { now: 1_000_001 + limits.commandKeepMs });
    expect(await again.command('window', 'old')).toBeUndefined();
    expect(await again.command('window', 'new')).toBeDefined();
  });
});

describe('deletion', () => {
  test('a deleted session is gone from every answer, and what still arrives for it is refused', async () => {
    const journal = await openAt(newFile());
    await journal.append(batch([...created(sessionOf('a')), ...started('a', 't', 'hello')]));
    await journal.append(batch([deletion('a')]));
    expect(await journal.exists('session/a')).toBe(false);
    expect(await journal.session('a')).toBeUndefined();
    expect(await replayAll(journal, ['session/a'])).toEqual([]);
    await expect(journal.turns('a', undefined, 10)).rejects.toMatchObject({ code: 'not-found' });
    await expect(journal.snapshot('session/a', journal.head())).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(journal.append(batch(block('a', 't', 'b', ['late'])))).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('the events of a deleted session leave the disk without holding up a write', async () => {
    const file = newFile();
    const journal = await openAt(file);
    await journal.append(batch([...created(sessionOf('a')), ...started('a', 't', 'x')]));
    const pieces = Array.from({ length: 3_000 }, () => 'secret');
    await journal.append(batch(block('a', 't', 'b', pieces)));
    await journal.append(batch([deletion('a')]));
    await journal.append(batch(created(sessionOf('b'))));
    await closeNow(journal);
    const again = await openAt(file);
    // The next opening sweeps what the first did not come to; pos says how many there ever were.
    await expect.poll(() => countEvents(file)).toBe(4);
    expect(again.head()).toBeGreaterThan(3_000);
  });
});

async function countEvents(file: string): Promise<number> {
  const { loadSqlite, openForReading, numberOf } = await import(
    '../../../main/konsole/storage/sqlite'
  );
  const db = openForReading(await loadSqlite(), file);
  const count = numberOf(db, 'SELECT count(*) FROM events');
  db.close();
  return count;
}
