/** A turn's number is its place in the session, whoever tells it. */
import { expect, test } from 'vitest';
import { loadSqlite } from '../../../main/konsole/storage/sqlite';
import { emptySession, reduceSession } from '../../../preload/contract/session-state';
import type { SessionEvent } from '../../../preload/contract/events';
import type { Snapshot } from '../../../preload/contract/shapes';
import {
  batch,
  block,
  closeNow,
  created,
  newFile,
  on,
  openAt,
  replayAll,
  sessionOf,
  started,
  wholeTurn,
} from './support';

/** Turns of some 40 KB each, so that a snapshot has to leave old ones out. */
async function longSession(file: string, turns: number) {
  const journal = await openAt(file);
  await journal.append(batch(created(sessionOf('a'))));
  for (let n = 1; n <= turns; n += 1) {
    await journal.append(batch(wholeTurn('a', `t${n}`, `ask ${n}`, ['words '.repeat(7_000)])));
  }
  return journal;
}

const numbersOf = (turns: Snapshot['turns']) => turns.map(({ id, number }) => [id, number]);
const fromTo = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => [`t${from + n}`, from + n]);

test('pages number their turns as the whole session does, wherever they begin', async () => {
  const journal = await longSession(newFile(), 9);
  const last = await journal.turns('a', undefined, 4);
  expect(numbersOf(last.turns)).toEqual(fromTo(6, 9));
  const middle = await journal.turns('a', last.next, 4);
  expect(numbersOf(middle.turns)).toEqual(fromTo(2, 5));
  const first = await journal.turns('a', middle.next, 4);
  expect(numbersOf(first.turns)).toEqual([['t1', 1]]);
});

test('a snapshot that left turns out, and what is folded on from it, counts on', async () => {
  const journal = await longSession(newFile(), 16);
  const snapshot = (await journal.snapshot('session/a', journal.head())) as Snapshot;
  expect(snapshot.before).toBeDefined();
  expect(numbersOf(snapshot.turns)).toEqual(fromTo(17 - snapshot.turns.length, 16));
  const more = await journal.append(batch([...started('a', 't17', 'more')]));
  const next = (more as SessionEvent[]).reduce(reduceSession, snapshot);
  expect(next.turns.at(-1)).toMatchObject({ id: 't17', number: 17 });
});

test('a turn that is queued, taken out or tried again is counted once, when it starts', async () => {
  const journal = await longSession(newFile(), 1);
  await journal.append(
    batch([
      on('a', { type: 'turn.queued', at: 1, turn: 'never', text: 'taken out' }),
      on('a', { type: 'queue.changed', at: 2, queue: [] }),
      ...started('a', 't2', 'second'),
      on('a', { type: 'turn.started', at: 3, turn: 't2', attempt: 2, model: 'demo/other' }),
      ...block('a', 't2', 'b2', ['x']),
      ...started('a', 't3', 'third'),
    ]),
  );
  const { turns } = await journal.turns('a', undefined, 2);
  expect(numbersOf(turns)).toEqual(fromTo(2, 3));
  const events = (await replayAll(journal, ['session/a'])) as SessionEvent[];
  const whole = events.reduce(reduceSession, emptySession('a'));
  expect(numbersOf(whole.turns)).toEqual(fromTo(1, 3));
});

test('what an older Konsole folded without numbers gets them when it is read', async () => {
  const file = newFile();
  const journal = await longSession(file, 16);
  await journal.snapshot('session/a', journal.head());
  await closeNow(journal);
  const { DatabaseSync } = await loadSqlite();
  const db = new DatabaseSync(file);
  const rows = db.prepare('SELECT pos, body FROM snapshots').all() as {
    pos: number;
    body: string;
  }[];
  expect(rows.length).toBeGreaterThan(0);
  for (const { pos, body } of rows) {
    const state = JSON.parse(body) as Snapshot;
    for (const turn of state.turns) delete turn.number;
    db.prepare('UPDATE snapshots SET body = ? WHERE pos = ?').run(JSON.stringify(state), pos);
  }
  db.close();
  const again = await openAt(file);
  await again.append(batch(started('a', 't17', 'more')));
  const snapshot = (await again.snapshot('session/a', again.head())) as Snapshot;
  expect(numbersOf(snapshot.turns)).toEqual(fromTo(18 - snapshot.turns.length, 17));
});
