/** Which append goes first, without a database. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AppendMessage } from '../../../main/konsole/journal/messages';
import { nextRound, quickRound } from '../../../main/konsole/journal/rounds';

const append = (
  id: number,
  lane: 'main' | 'quick',
  channels: string[],
  chars = 10,
): AppendMessage => ({
  t: 'append',
  id,
  lane,
  full: false,
  rows: channels.map((channel) => ({ channel, type: 'turn.queued', body: 'x'.repeat(chars) })),
});

const ids = (appends: readonly AppendMessage[]) => appends.map((one) => one.id);

test('I8: a quick append overtakes main appends of other channels', () => {
  const waiting = [append(1, 'main', ['a']), append(2, 'main', ['b']), append(3, 'quick', ['c'])];
  const { round, rest } = quickRound(waiting);
  expect(ids(round)).toEqual([3]);
  expect(ids(rest)).toEqual([1, 2]);
});

test('what a quick append must not overtake goes before it', () => {
  const waiting = [
    append(1, 'main', ['a']),
    append(2, 'main', ['a', 'index']),
    append(3, 'main', ['b']),
    append(4, 'quick', ['c', 'index']),
  ];
  expect(ids(quickRound(waiting).round)).toEqual([1, 2, 4]);
});

test('a round is bounded, and an append larger than the bound goes alone', () => {
  const large = append(1, 'main', ['a'], 2_000_000);
  const small = [append(2, 'main', ['a']), append(3, 'main', ['a'])];
  expect(ids(nextRound([large, ...small]).round)).toEqual([1]);
  expect(ids(nextRound([...small, large]).round)).toEqual([2, 3]);
});

test('any waiting appends are all written once, in order within each channel', () => {
  const waitingAppends = fc.array(
    fc.tuple(
      fc.constantFrom('main' as const, 'quick' as const),
      fc.array(fc.constantFrom('a', 'b', 'c', 'index'), { minLength: 1, maxLength: 3 }),
      fc.constantFrom(10, 300_000),
    ),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(waitingAppends, fc.infiniteStream(fc.boolean()), (shapes, turns) => {
      let waiting = shapes.map(([lane, channels, chars], id) => append(id, lane, channels, chars));
      const all = waiting;
      const written: AppendMessage[] = [];
      while (waiting.length > 0) {
        const quick = turns.next().value && waiting.some((one) => one.lane === 'quick');
        const { round, rest } = quick ? quickRound(waiting) : nextRound(waiting);
        expect(round.length).toBeGreaterThan(0);
        written.push(...round);
        waiting = rest;
      }
      expect(ids(written).sort((left, right) => left - right)).toEqual(ids(all));
      for (const channel of ['a', 'b', 'c', 'index']) {
        const order = ids(written.filter((one) => one.rows.some((row) => row.channel === channel)));
        expect(order).toEqual([...order].sort((left, right) => left - right));
      }
    }),
  );
});
