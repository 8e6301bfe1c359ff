/** When channels are folded and stored, without workers. */
import { expect, test } from 'vitest';
import { createFoldStore } from '../../../main/konsole/journal/fold-store';
import type { Answers, Question, ToWriter } from '../../../main/konsole/journal/messages';

type Fold = Extract<Question, { ask: 'fold' }>;

/** Folds that end when the test says so. */
function setUp() {
  const asked: Fold[] = [];
  const stored: ToWriter[] = [];
  const ends: ((result: Answers['fold'] | Error) => void)[] = [];
  const ask = (question: Question) =>
    new Promise<never>((resolve, reject) => {
      asked.push(question as Fold);
      ends.push((result) =>
        result instanceof Error ? reject(result) : resolve(result as unknown as never),
      );
    });
  const store = createFoldStore({ ask }, { post: (message) => stored.push(message) });
  return { asked, stored, ends, store };
}

const result = (pos: number, body = '{}') => ({ seq: pos, pos, body });

test('a channel that grows while it is folded is folded once more, up to its latest', async () => {
  const { asked, stored, ends, store } = setUp();
  for (const upTo of [10, 20, 30, 40]) store(['session/a'], upTo);
  expect(asked.map((question) => question.upTo)).toEqual([10]);
  ends[0]?.(result(10));
  await expect.poll(() => asked.length).toBe(2);
  ends[1]?.(result(40));
  await expect.poll(() => stored.length).toBe(2);
  expect(asked.map((question) => question.upTo)).toEqual([10, 40]);
  expect(stored).toMatchObject([{ pos: 10 }, { pos: 40 }]);
});

test('channels are folded beside each other, and one that fails stops none', async () => {
  const { asked, stored, ends, store } = setUp();
  store(['session/a', 'session/b'], 10);
  expect(asked).toHaveLength(2);
  ends[0]?.(new Error('deleted'));
  ends[1]?.(result(10));
  await expect.poll(() => stored.length).toBe(1);
  store(['session/a'], 20);
  expect(asked).toHaveLength(3);
});

test('a state too large to be a short cut is not stored', async () => {
  const { stored, ends, store } = setUp();
  store(['session/a', 'session/b'], 10);
  ends[0]?.(result(10, 'x'.repeat(2_000_000)));
  ends[1]?.(result(10));
  await expect.poll(() => stored.length).toBe(1);
  expect(stored).toMatchObject([{ channel: 'session/b' }]);
});
