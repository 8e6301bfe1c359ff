import { expect, test } from 'vitest';
import { pressesOnly } from '../../main/desktop/hotkey-presses';

const space = 65;
const letter = 38;

/** A keyboard whose keys a test presses; each look at it is let through by hand. */
function keyboard() {
  let down: readonly number[] | undefined = [];
  let look: (() => void) | undefined;
  let presses = 0;
  const hear = pressesOnly(
    {
      keysDown: () => Promise.resolve(down),
      wait: () => new Promise((resolve) => (look = resolve)),
    },
    () => (presses += 1),
  );
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    hear,
    presses: () => presses,
    hold: (keys: readonly number[] | undefined) => (down = keys),
    looks: async () => {
      await settled();
      look?.();
      look = undefined;
      await settled();
    },
  };
}

test('a held hotkey is one press, however often it is repeated', async () => {
  const { hear, hold, looks, presses } = keyboard();
  hold([space]);
  hear();
  for (let repeat = 0; repeat < 5; repeat += 1) {
    await looks();
    hear();
  }
  expect(presses()).toBe(1);
});

test('let go and pressed again it is two presses', async () => {
  const { hear, hold, looks, presses } = keyboard();
  hold([space]);
  hear();
  await looks();
  hold([]);
  await looks();
  hold([space]);
  hear();
  expect(presses()).toBe(2);
});

test('a press that is over before anybody could look is not held', async () => {
  const { hear, looks, presses } = keyboard();
  hear();
  await looks();
  hear();
  expect(presses()).toBe(2);
});

test('a letter that was down beside it does not make the next press a repeat once both are up', async () => {
  const { hear, hold, looks, presses } = keyboard();
  hold([letter, space]);
  hear();
  await looks();
  hold([space]);
  await looks();
  hear();
  expect(presses()).toBe(1);
  hold([letter + 1]);
  await looks();
  hear();
  expect(presses()).toBe(2);
});

test('where nobody can say which keys are down, each is a press', async () => {
  const { hear, hold, looks, presses } = keyboard();
  hold(undefined);
  hear();
  await looks();
  hear();
  expect(presses()).toBe(2);
});
