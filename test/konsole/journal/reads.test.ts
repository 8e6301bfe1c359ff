/** What the journal derives from events: snapshots, turns, the list of sessions. */
import { describe, expect, test } from 'vitest';
import type { Journal } from '../../../main/konsole/journal/types';
import type { IndexEvent, SessionEvent } from '../../../preload/contract/events';
import { emptyIndex, reduceIndex } from '../../../preload/contract/index-state';
import { limits } from '../../../preload/contract/limits';
import { emptySession, reduceSession } from '../../../preload/contract/session-state';
import type { Snapshot } from '../../../preload/contract/shapes';
import { snapshotOf } from '../../../preload/contract/snapshot';
import {
  batch,
  block,
  closeNow,
  created,
  deletion,
  finished,
  listed,
  newFile,
  on,
  openAt,
  replayAll,
  sessionOf,
  started,
  wholeTurn,
} from './support';

async function folded(journal: Journal, session: string, upTo = journal.head()) {
  const events = (await replayAll(journal, [`session/${session}`], 0, upTo)) as SessionEvent[];
  return events.reduce(reduceSession, emptySession(session));
}

describe('snapshots', () => {
  test('a snapshot is the fold of the events up to its watermark and none after it', async () => {
    const journal = await openAt(newFile());
    await journal.append(batch(created(sessionOf('a'))));
    await journal.append(batch(wholeTurn('a', 't1', 'first', ['one ', 'two'])));
    await journal.append(
      batch([...started('a', 't2', 'second'), ...block('a', 't2', 'b2', ['x'])]),
    );
    for (const upTo of [journal.head(), 7, journal.head() - 1, 3, 1]) {
      const expected = snapshotOf(await folded(journal, 'a', upTo), limits.snapshotBytes);
      expect(await journal.snapshot('session/a', upTo)).toEqual(expected);
    }
  });

  test('a snapshot of a long session goes on from a stored one and stays within its bound', async () => {
    const file = newFile();
    const journal = await openAt(file);
    await journal.append(batch(created(sessionOf('a'))));
    for (let turn = 0; turn < 6; turn += 1) {
      const pieces = Array.from(
        { length: 900 },
        (_, n) => `word ${n} of turn ${turn}, and more of it. `,
      );
      await journal.append(batch(wholeTurn('a', `t${turn}`, `question ${turn}`, pieces)));
    }
    await journal.append(batch(started('a', 'last', 'still running')));
    await journal.append(batch(block('a', 'last', 'lastb', ['hello'])));
    await closeNow(journal);
    const again = await openAt(file);
    const snapshot = (await again.snapshot('session/a', again.head())) as Snapshot;
    const whole = await folded(again, 'a');
    expect(Buffer.byteLength(JSON.stringify(snapshot))).toBeLessThanOrEqual(limits.snapshotBytes);
    expect(snapshot.seq).toBe(whole.seq);
    expect(snapshot.session).toEqual(whole.session);
    expect(snapshot.turns.at(-1)).toEqual(whole.turns.at(-1));
  });

  test('the index snapshot is the fold of the index channel, newest change first', async () => {
    const journal = await openAt(newFile());
    const changes = [3, 1, 2, 2, 5].map((at, n) => listed(sessionOf(`s${n}`, { updatedAt: at })));
    await journal.append(batch(changes));
    await journal.append(
      batch([
        listed(sessionOf('s1', { updatedAt: 9 })),
        listed(sessionOf('s4', { updatedAt: 9, archived: true })),
        listed(sessionOf('s3', { updatedAt: 2, title: 'again' })),
        deletion('s0'),
      ]),
    );
    const events = (await replayAll(journal, ['index'])) as IndexEvent[];
    const snapshot = await journal.snapshot('index', journal.head());
    expect(snapshot).toEqual(events.reduce(reduceIndex, emptyIndex()));
    expect(snapshot).toMatchObject({ seq: 9, pos: 9 });
  });

  test('an unknown session has no snapshot', async () => {
    const journal = await openAt(newFile());
    await expect(journal.snapshot('session/none', 0)).rejects.toMatchObject({ code: 'not-found' });
    await expect(journal.snapshot('nonsense', 0)).rejects.toMatchObject({ code: 'not-found' });
    expect(await journal.exists('index')).toBe(true);
    expect(await journal.exists('session/none')).toBe(false);
    expect(await journal.snapshot('index', 0)).toEqual(emptyIndex());
  });
});

describe('turns', () => {
  test('turns come whole, oldest first, page by page from the end', async () => {
    const journal = await openAt(newFile());
    await journal.append(batch(created(sessionOf('a'))));
    for (const turn of ['t1', 't2', 't3', 't4', 't5']) {
      await journal.append(batch(wholeTurn('a', turn, `ask ${turn}`, [`answer ${turn}`])));
    }
    const last = await journal.turns('a', undefined, 2);
    expect(last.turns.map((turn) => turn.id)).toEqual(['t4', 't5']);
    expect(last.next).toBe('t4');
    const middle = await journal.turns('a', last.next, 2);
    expect(middle.turns.map((turn) => turn.id)).toEqual(['t2', 't3']);
    const first = await journal.turns('a', middle.next, 2);
    expect(first.turns.map((turn) => turn.id)).toEqual(['t1']);
    expect(first.next).toBeUndefined();
    const whole = await folded(journal, 'a');
    expect([...first.turns, ...middle.turns, ...last.turns]).toEqual(whole.turns);
  });

  test('a turn keeps the sealed data of its blocks and its whole text, however long', async () => {
    const journal = await openAt(newFile());
    const text = 'long '.repeat(40_000);
    await journal.append(batch(created(sessionOf('a'))));
    await journal.append(
      batch([
        ...started('a', 't1', text),
        on('a', { type: 'block.opened', at: 12, turn: 't1', block: 'b', kind: 'thinking' }),
        on('a', { type: 'block.appended', at: 12, block: 'b', off: 0, text }),
        on('a', {
          type: 'block.closed',
          at: 13,
          block: 'b',
          ms: 1,
          status: 'done',
          opaque: { signature: 'sig' },
        }),
        finished('a', 't1'),
      ]),
    );
    const { turns } = await journal.turns('a', undefined, 1);
    expect(turns[0]).toMatchObject({ text, blocks: [{ text, opaque: { signature: 'sig' } }] });
  });

  test('a queued message is no turn yet; edited before it starts, the turn has the new text', async () => {
    const journal = await openAt(newFile());
    await journal.append(batch(created(sessionOf('a'))));
    await journal.append(
      batch([
        on('a', { type: 'turn.queued', at: 1, turn: 't1', text: 'old' }),
        on('a', { type: 'turn.queued', at: 1, turn: 't2', text: 'removed' }),
      ]),
    );
    expect(await journal.turns('a', undefined, 5)).toEqual({ turns: [] });
    await journal.append(
      batch([on('a', { type: 'queue.changed', at: 2, queue: [{ turn: 't1', text: 'new' }] })]),
    );
    const [, start] = started('a', 't1', '');
    await journal.append(batch(start ? [start] : []));
    const { turns } = await journal.turns('a', undefined, 5);
    expect(turns).toMatchObject([{ id: 't1', text: 'new', status: 'running' }]);
  });

  test('a page that goes on from an unknown turn is not found', async () => {
    const journal = await openAt(newFile());
    await journal.append(batch(created(sessionOf('a'))));
    await expect(journal.turns('a', 'none', 5)).rejects.toMatchObject({ code: 'not-found' });
    await expect(journal.turns('none', undefined, 5)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('sessions', () => {
  test('the list is paged, newest change first, and a change in between repeats or loses none', async () => {
    const journal = await openAt(newFile());
    const all = Array.from({ length: 25 }, (_, n) =>
      listed(sessionOf(`s${n}`, { updatedAt: 100 + n })),
    );
    await journal.append(batch(all));
    const first = await journal.sessions({ limit: 10 });
    expect(first.sessions.map((session) => session.id)).toEqual(
      Array.from({ length: 10 }, (_, n) => `s${24 - n}`),
    );
    await journal.append(batch([listed(sessionOf('s15', { updatedAt: 900 })), deletion('s16')]));
    const second = await journal.sessions({ limit: 10, before: first.next ?? '' });
    expect(second.sessions[0]?.id).toBe('s14');
    const third = await journal.sessions({ limit: 10, before: second.next ?? '' });
    expect(third.sessions.at(-1)?.id).toBe('s0');
    expect(third.next).toBeUndefined();
    expect((await journal.sessions({ limit: 2, before: 's20' })).sessions[0]?.id).toBe('s19');
    await expect(journal.sessions({ limit: 2, before: 'gone' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('a search finds titles and messages, whatever the case, and no pattern characters', async () => {
    const journal = await openAt(newFile());
    await journal.append(batch(created(sessionOf('a', { title: 'Über die Küche' }))));
    await journal.append(batch(created(sessionOf('b', { title: 'plain', kind: 'chat' }))));
    await journal.append(batch(wholeTurn('b', 't', 'What costs 100% of it?', ['much'])));
    const find = async (query: string) =>
      (await journal.sessions({ query, limit: 9 })).sessions.map((session) => session.id);
    expect(await find('über')).toEqual(['a']);
    expect(await find('  COSTS 100% ')).toEqual(['b']);
    expect(await find('%_')).toEqual([]);
    expect(await find('')).toHaveLength(2);
    expect((await journal.sessions({ kind: 'chat', limit: 9 })).sessions).toHaveLength(1);
  });

  test('archived sessions are listed only when asked for', async () => {
    const journal = await openAt(newFile());
    await journal.append(batch(created(sessionOf('a'))));
    await journal.append(batch([listed(sessionOf('a', { archived: true }))]));
    expect((await journal.sessions({ limit: 9 })).sessions).toEqual([]);
    expect((await journal.sessions({ limit: 9, archived: true })).sessions).toHaveLength(1);
    expect(await journal.session('a')).toMatchObject({ archived: true });
  });

  test('unfinished sessions are those that were running or waiting', async () => {
    const journal = await openAt(newFile());
    const states = ['idle', 'running', 'waiting', 'failed', 'interrupted'] as const;
    await journal.append(batch(states.map((status) => listed(sessionOf(status, { status })))));
    const ids = (await journal.unfinished()).map((session) => session.id);
    expect(ids.sort()).toEqual(['running', 'waiting']);
  });
});
