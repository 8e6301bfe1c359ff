import { expect, test } from 'vitest';
import { focusBack } from '../../../main/desktop/quick/focus-back';

const own = 7;
const other = 40;

/** A display on which these windows have the keyboard, one after the other; the last one stays. */
async function display(focus: (number | undefined)[], manager = false) {
  const given: number[] = [];
  /** Times that it looked again whether the window is gone. */
  let waits = 0;
  const server = {
    focus: () => Promise.resolve(focus.length > 1 ? focus.shift() : focus[0]),
    setFocus: (window: number) => void given.push(window),
    hasWindowManager: () => Promise.resolve(manager),
  };
  const back = focusBack(Promise.resolve(server), (ms) => {
    // The other wait is for an answer, and longer.
    if (ms <= 10) waits += 1;
    return Promise.resolve();
  });
  await Promise.resolve();
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { back, given, settled, waits: () => waits };
}

test('without a window manager whoever had the keyboard gets it again, once the window is gone', async () => {
  const { back, given, settled, waits } = await display([other, own, own, undefined]);
  void back.remember(false);
  back.giveBack(own);
  await settled();
  expect(given).toEqual([other]);
  expect(waits()).toBe(2);
});

test('a window manager does it itself', async () => {
  const { back, given, settled } = await display([other, undefined], true);
  void back.remember(false);
  back.giveBack(own);
  await settled();
  expect(given).toEqual([]);
});

test('a dialog of the window in between changes nothing; another opening does', async () => {
  const { back, given, settled } = await display([other, undefined]);
  void back.remember(false);
  void back.remember(true);
  back.giveBack(own);
  await settled();
  expect(given).toEqual([other]);
  void back.remember(false);
  back.giveBack(own);
  await settled();
  expect(given).toEqual([other]);
});

test('who took the keyboard meanwhile keeps it', async () => {
  const { back, given, settled } = await display([other, 50]);
  void back.remember(false);
  back.giveBack(own);
  await settled();
  expect(given).toEqual([]);
});

test('a window that does not go is not waited for without end', async () => {
  const { back, given, settled, waits } = await display([other, own]);
  void back.remember(false);
  back.giveBack(own);
  await settled();
  expect(given).toEqual([]);
  expect(waits()).toBe(20);
});

test('where nobody had it, or no X server answers, nothing is done', async () => {
  const { back, given, settled } = await display([undefined]);
  void back.remember(false);
  back.giveBack(own);
  await settled();
  expect(given).toEqual([]);
  const none = focusBack(Promise.resolve(undefined), () => Promise.resolve());
  void none.remember(false);
  none.giveBack(own);
  await settled();
});

test('a window is shown when it is known who had the keyboard, and not much later where nobody says', async () => {
  let answer = (_window: number) => {};
  const server = {
    focus: () => new Promise<number>((resolve) => (answer = resolve)),
    setFocus() {},
    hasWindowManager: () => Promise.resolve(false),
  };
  let pass = () => {};
  const back = focusBack(Promise.resolve(server), () => new Promise((resolve) => (pass = resolve)));
  await Promise.resolve();
  const shown: string[] = [];
  void back.remember(false).then(() => shown.push('answered'));
  await new Promise(setImmediate);
  expect(shown).toEqual([]);
  answer(other);
  await new Promise(setImmediate);
  expect(shown).toEqual(['answered']);
  void back.remember(false).then(() => shown.push('in vain'));
  pass();
  await new Promise(setImmediate);
  expect(shown).toEqual(['answered', 'in vain']);
});
