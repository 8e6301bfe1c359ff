import { expect, test } from 'vitest';
import { type IndexFeed, watchIndex } from '../../main/desktop/index-watch';
import { emptyIndex } from '../../preload/contract/index-state';
import type { KonsoleEvent } from '../../preload/contract/events';
import type { IndexState } from '../../preload/contract/index-state';
import type { IndexSnapshot, Session } from '../../preload/contract/shapes';

const session = (id: string): Session => ({
  id,
  kind: 'main',
  title: id,
  model: 'demo/demo',
  status: 'idle',
  approvals: 0,
  createdAt: 1,
  updatedAt: 1,
});
const listed = (seq: number, id: string): KonsoleEvent => ({
  type: 'session.listed',
  pos: seq * 10,
  channel: 'index',
  seq,
  at: 1,
  session: session(id),
});

function feed() {
  let commit: (events: readonly KonsoleEvent[]) => void = () => undefined;
  let answer: (snapshot: IndexSnapshot) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  let stopped = false;
  const source: IndexFeed = {
    head: () => 10,
    onCommit(listener) {
      commit = listener;
      return () => {
        stopped = true;
      };
    },
    snapshot: () =>
      new Promise((resolve, reject) => {
        answer = resolve;
        fail = reject;
      }),
  };
  return {
    source,
    commit: (...events: KonsoleEvent[]) => commit(events),
    answer: (sessions: Session[], seq: number) =>
      answer({ ...emptyIndex(), sessions, seq, pos: seq * 10 }),
    fail: () => fail(new Error('disk')),
    stopped: () => stopped,
  };
}

test('what is written while the snapshot is made is neither lost nor counted twice', async () => {
  const { source, commit, answer } = feed();
  const seen: IndexState[] = [];
  const watching = watchIndex(source, (state) => seen.push(state));
  commit(listed(1, 'a'), listed(2, 'b'));
  answer([session('a')], 1);
  await watching;
  expect(
    seen
      .at(-1)
      ?.sessions.map(({ id }) => id)
      .toSorted(),
  ).toEqual(['a', 'b']);
  commit(listed(3, 'c'));
  expect(seen.at(-1)?.sessions).toHaveLength(3);
});

test('what needs a decision is told too, and what no longer does', async () => {
  const { source, commit, answer } = feed();
  const seen: IndexState[] = [];
  const watching = watchIndex(source, (state) => seen.push(state));
  answer([], 0);
  await watching;
  const kontask = {
    id: 'k',
    rev: 1,
    type: 'general',
    title: 'Which?',
    status: 'needs_decision',
  } as const;
  const place = { pos: 10, channel: 'index', seq: 1, at: 5 };
  commit({ ...place, type: 'kontask.listed', kontask });
  expect(seen.at(-1)).toMatchObject({ needDecision: 1, asking: [{ id: 'k', title: 'Which?' }] });
  commit({ ...place, seq: 2, type: 'kontask.deleted', kontask: 'k', was: 'needs_decision' });
  expect(seen.at(-1)).toMatchObject({ needDecision: 0, asking: [] });
});

test('events of other channels change nothing', async () => {
  const { source, commit, answer } = feed();
  const seen: IndexState[] = [];
  const watching = watchIndex(source, (state) => seen.push(state));
  answer([], 0);
  await watching;
  commit({ ...listed(1, 'a'), channel: 'session/a' });
  expect(seen).toHaveLength(1);
});

test('when the snapshot fails it stops listening and says so', async () => {
  const { source, fail, stopped } = feed();
  const watching = watchIndex(source, () => undefined);
  fail();
  await expect(watching).rejects.toThrow('disk');
  expect(stopped()).toBe(true);
});
