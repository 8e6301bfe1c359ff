import { expect, test } from 'vitest';
import { pressesOnly } from '../../main/desktop/hotkey-presses';

const space = 65;
const letter = 38;

/** A keyboard and a clock, which a test moves on in steps of `ms`; it is looked at once a step. */
function keyboard() {
  let down: readonly number[] | undefined = [];
  let look: (() => void) | undefined;
  let presses = 0;
  let at = 0;
  const hear = pressesOnly(
    {
      keysDown: () => Promise.resolve(down),
      wait: () => new Promise((resolve) => (look = resolve)),
      now: () => at,
    },
    () => (presses += 1),
  );
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    hear,
    presses: () => presses,
    hold: (keys: readonly number[] | undefined) => (down = keys),
    /** Time in which nobody could look. */
    late: (ms: number) => (at += ms),
    async step(ms: number) {
      await settled();
      at += ms;
      look?.();
      look = undefined;
      await settled();
    },
  };
}

test('a held hotkey is one press, however often it is repeated', async () => {
  const { hear, hold, step, presses } = keyboard();
  hold([space]);
  hear();
  for (let repeat = 0; repeat < 5; repeat += 1) {
    await step(200);
    hear();
  }
  expect(presses()).toBe(1);
});

test('let go and pressed again it is two presses', async () => {
  const { hear, hold, step, presses } = keyboard();
  hold([space]);
  hear();
  await step(300);
  hold([]);
  await step(30);
  hold([space]);
  hear();
  expect(presses()).toBe(2);
});

test('a second press that comes sooner than any repeat is one, though it was not seen to be let go', async () => {
  const { hear, hold, step, presses } = keyboard();
  hold([space]);
  hear();
  await step(100);
  hear();
  expect(presses()).toBe(2);
  // From there on the same holds again.
  await step(200);
  hear();
  expect(presses()).toBe(2);
});

test('where nobody could look for a while, it is taken for a press', async () => {
  const { hear, hold, step, late, presses } = keyboard();
  hold([space]);
  hear();
  await step(300);
  late(300);
  hear();
  expect(presses()).toBe(2);
});

test('one that was repeated is repeated on, though nobody could look for a while, until it is seen up', async () => {
  const { hear, hold, step, late, presses } = keyboard();
  hold([space]);
  hear();
  await step(300);
  hear();
  late(1000);
  hear();
  expect(presses()).toBe(1);
  hold([]);
  await step(30);
  hear();
  expect(presses()).toBe(2);
});

test('a press that is over before anybody could look is not held', async () => {
  const { hear, step, presses } = keyboard();
  hear();
  await step(200);
  hear();
  expect(presses()).toBe(2);
});

test('a letter that was down beside it counts no longer than it is down', async () => {
  const { hear, hold, step, presses } = keyboard();
  hold([letter, space]);
  hear();
  await step(200);
  hold([space]);
  await step(200);
  hear();
  expect(presses()).toBe(1);
  hold([letter + 1]);
  await step(200);
  hear();
  expect(presses()).toBe(2);
});

test('where nobody can say which keys are down, each is a press', async () => {
  const { hear, hold, step, presses } = keyboard();
  hold(undefined);
  hear();
  await step(200);
  hear();
  expect(presses()).toBe(2);
});
