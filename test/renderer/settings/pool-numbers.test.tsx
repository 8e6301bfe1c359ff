// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, test } from 'vitest';
import { failed } from '../support/fake-bridge';
import { byRole, press, text } from '../support/render';
import { typeInto } from '../quick/typing';
import { fake, group, open, patches } from './page';

function field(label: string): HTMLInputElement {
  const found = [...group('Models').querySelectorAll('label')].find(
    (one) => one.textContent === label,
  );
  const input = found && document.getElementById(found.htmlFor);
  if (!(input instanceof HTMLInputElement)) throw new Error(`no field ${label}`);
  return input;
}
async function give(label: string, value: string): Promise<void> {
  await typeInto(field(label), value);
  await press(field(label), 'Enter');
}

describe('a number of the pool', () => {
  test('is written with Enter, and leaves the others as they are', async () => {
    await open();
    await give('For main turns', '6');
    // What another window changed meanwhile is not brought back.
    expect(patches()).toEqual([{ lanes: { main: { hosts: 6 } } }]);
    await give('For quick turns', '2');
    await give('Memory of one', '2048');
    await give('Memory of all', '8192');
    expect(fake.world.settings.lanes.quick.hosts).toBe(2);
    expect(fake.world.settings.pool).toEqual({
      hostMemoryMb: 2048,
      memoryMb: 8192,
      fillCache: true,
    });
  });

  test('is written when its field is left, once', async () => {
    await open();
    await typeInto(field('For main turns'), '5');
    await act(async () => {
      field('For main turns').focus();
      field('For main turns').blur();
    });
    expect(fake.world.settings.lanes.main.hosts).toBe(5);
    expect(patches()).toHaveLength(1);
  });

  test.each([
    ['For main turns', '17', '“17” cannot be used: write a whole number from 1 to 16 processes.'],
    ['For quick turns', '0', '“0” cannot be used: write a whole number from 1 to 16 processes.'],
    ['For main turns', 'many', '“many” cannot be used'],
    ['For main turns', '2.5', '“2.5” cannot be used'],
    ['Memory of one', '', 'This is empty: write a whole number from 128 to 65 536 MB.'],
    ['Memory of all', '100', 'from 256 to 262 144 MB.'],
  ])('%s of “%s” is refused with its bounds', async (label, value, words) => {
    await open();
    await give(label, value);
    expect(byRole('alert').textContent?.replace(/\s/g, ' ')).toContain(words);
    expect(field(label).value).toBe(value);
    expect(patches()).toEqual([]);
  });

  test('comes back with Esc', async () => {
    await open();
    await give('For main turns', '99');
    await press(field('For main turns'), 'Escape');
    expect(field('For main turns').value).toBe('4');
    expect(document.querySelector('[role=alert]')).toBeNull();
  });

  test('that could not be written says why and stays to be mended', async () => {
    fake.answer('settings.update', failed('internal', 'The disk is full.'));
    await open();
    await give('For main turns', '6');
    expect(byRole('alert').textContent).toBe('The disk is full.');
    expect(field('For main turns').value).toBe('6');
  });
});

test('the cache is kept warm by a switch that says what it cost', async () => {
  fake.world.pool.fills = { count: 1, costUsd: 0.001 };
  await open();
  expect(text()).toContain('Filled 1 time in this run for < $0.01.');
});
