/** The kontasks that need a decision, as the fold of the index channel has them. */
import { expect, test } from 'vitest';
import type { IndexEvent, IndexEventBody } from '../../preload/contract/events';
import { emptyIndex, type IndexState, reduceIndex } from '../../preload/contract/index-state';
import { limits } from '../../preload/contract/limits';
import type { KontaskStatus } from '../../preload/contract/shapes';

const listed = (
  id: string,
  at: number,
  status: KontaskStatus,
  was?: KontaskStatus,
  title = id,
): IndexEventBody => ({
  ...{ type: 'kontask.listed', at },
  kontask: { id, rev: 1, type: 'general', status, title },
  ...(was === undefined ? {} : { was }),
});
const deleted = (kontask: string, at: number, was: KontaskStatus): IndexEventBody => ({
  ...{ type: 'kontask.deleted', at, kontask, was },
});

const fold = (bodies: readonly IndexEventBody[], from: IndexState = emptyIndex()): IndexState =>
  bodies
    .map((body, index): IndexEvent => {
      const place = from.seq + index + 1;
      return { ...body, channel: 'index', seq: place, pos: place };
    })
    .reduce(reduceIndex, from);

test('those that ask are named, the latest first, and counted', () => {
  const state = fold([
    listed('a', 1, 'needs_decision'),
    listed('b', 2, 'pending'),
    listed('c', 3, 'needs_decision', 'pending'),
  ]);
  expect(state.asking.map(({ id }) => id)).toEqual(['c', 'a']);
  expect(state.needDecision).toBe(2);
});

test('one that is changed while it asks keeps its time, and has its new title', () => {
  const state = fold([
    listed('a', 1, 'needs_decision'),
    listed('b', 2, 'needs_decision'),
    listed('a', 9, 'needs_decision', 'needs_decision', 'new'),
  ]);
  expect(state.asking).toEqual([
    { id: 'b', title: 'b', since: 2 },
    { id: 'a', title: 'new', since: 1 },
  ]);
  expect(state.needDecision).toBe(2);
});

test('one that was answered or deleted asks no more', () => {
  const state = fold([
    listed('a', 1, 'needs_decision'),
    listed('b', 2, 'needs_decision'),
    listed('a', 3, 'completed', 'needs_decision'),
    deleted('b', 4, 'needs_decision'),
    deleted('c', 5, 'pending'),
  ]);
  expect(state).toMatchObject({ asking: [], needDecision: 0, seq: 5 });
});

test('names are bounded, the count is not, and one without a name that changes gets none', () => {
  const many = limits.askingKontasks + 1;
  const all = Array.from({ length: many }, (_, n) => listed(`k${n}`, n, 'needs_decision'));
  const state = fold(all);
  expect(state.asking).toHaveLength(limits.askingKontasks);
  expect(state.needDecision).toBe(many);
  const after = fold([listed('k0', 999, 'needs_decision', 'needs_decision')], state);
  expect(after.asking).toEqual(state.asking);
  expect(after.needDecision).toBe(many);
});

test('however long their titles are, two hundred names take little of a snapshot', () => {
  const title = '字'.repeat(500);
  const all = Array.from({ length: limits.askingKontasks }, (_, n) =>
    listed(`k${n}`, n, 'needs_decision', undefined, title),
  );
  const { asking } = fold(all);
  expect(asking[0]?.title).toBe(`${'字'.repeat(119)}…`);
  expect(Buffer.byteLength(JSON.stringify(asking))).toBeLessThan(100 * 1024);
});
