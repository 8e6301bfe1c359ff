import { expect, test } from 'vitest';
import { catchUp } from '../../../main/konsole/journal/catch-up';

const stepsOf = (count: number) => {
  let done = 0;
  return { step: async () => (done += 1) < count, done: () => done };
};

test('all is done where there is time for it', async () => {
  const work = stepsOf(5);
  expect(await catchUp(work.step, 1_000, () => 0)).toBe(true);
  expect(work.done()).toBe(5);
});

test('it ends with the piece in which its time is over, and says that there is more', async () => {
  const work = stepsOf(50);
  let time = 0;
  expect(await catchUp(work.step, 100, () => (time += 30))).toBe(false);
  expect(work.done()).toBe(4);
});

test('others have their turn between two pieces', async () => {
  const seen: string[] = [];
  const work = stepsOf(3);
  const all = catchUp(async () => {
    seen.push('piece');
    return work.step();
  }, 1_000);
  setImmediate(() => seen.push('other'));
  await all;
  expect(seen.indexOf('other')).toBeLessThan(seen.lastIndexOf('piece'));
});
