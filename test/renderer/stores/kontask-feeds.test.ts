/** How a fresh answer goes into what is shown of all kontasks. */
import { describe, expect, it } from 'vitest';
import type { ListedKontask } from '../../../preload/contract/shapes';
import { afterAnswer, type Feed } from '../../../renderer/stores/kontask-feeds';

const one = (id: string, rev = 1, more: Partial<ListedKontask> = {}): ListedKontask => ({
  ...{ id, rev, type: 'general', status: 'pending', title: `${id} at ${rev}` },
  ...{ updatedAt: `2026-11-29T00:00:0${rev}Z`, ...more },
});
const feed = (kontasks: ListedKontask[], next?: string): Feed =>
  next === undefined ? { kontasks } : { kontasks, next };
const nobody = new Set<string>();
const ids = ({ kontasks }: Feed) => kontasks.map(({ id }) => id);

describe('a fresh answer', () => {
  it('has the same objects for what did not change, and new ones for the rest', () => {
    const old = feed([one('a'), one('b'), one('c'), one('d'), one('e')]);
    const fresh = afterAnswer(
      old,
      feed([
        one('b', 2),
        one('a'),
        one('c', 1, { session: 's' }),
        one('d', 1, { status: 'completed' }),
        // Deleted for good and made anew: the count of its changes began again.
        one('e', 1, { updatedAt: '2026-11-30T00:00:00Z' }),
      ]),
      nobody,
    );
    expect(fresh.kontasks.map((row) => old.kontasks.includes(row))).toEqual([
      ...[false, true, false, false, false],
    ]);
    expect(fresh.kontasks[0]?.rev).toBe(2);
  });

  it('is all there is when nothing follows it', () => {
    expect(afterAnswer(undefined, feed([one('a')]), nobody)).toEqual(feed([one('a')]));
    expect(ids(afterAnswer(feed([one('a'), one('b')]), feed([one('a')]), nobody))).toEqual(['a']);
  });

  it('stands before what was loaded further down, without what changed', () => {
    const old = feed([one('a'), one('b'), one('c'), one('d')], 'd');
    const fresh = afterAnswer(old, feed([one('x'), one('a')], 'a'), new Set(['c']));
    expect(ids(fresh)).toEqual(['x', 'a', 'b', 'd']);
    expect(fresh.next).toBe('d');
    expect(fresh.kontasks[1]).toBe(old.kontasks[0]);
  });

  it('that has nothing of the old one takes its place', () => {
    const fresh = afterAnswer(feed([one('a'), one('b')], 'b'), feed([one('x')], 'x'), nobody);
    expect(fresh).toEqual(feed([one('x')], 'x'));
  });
});
