// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, test } from 'vitest';
import { failed, ok } from '../support/fake-bridge';
import { allByRole, byRole, click, press, text } from '../support/render';
import { ask, box, calls, emit, ends, fake, open, says } from './quick-page';
import { typeInto } from './typing';

const made = (id: string) =>
  ok({ kontask: { id, type: 'answer', status: 'completed', title: 'q?' }, rev: 1 });
const answered = async () => {
  const { session, turn } = await ask('q?');
  await emit(session, says(turn, 'An answer.'));
  await emit(session, ends(turn));
  return { session, turn };
};
const shown = () => calls('desktop.show-main').map(({ params }) => params);

describe('Make kontask', () => {
  test('makes one of the answer, says so, and opens it when it is pressed again', async () => {
    await open();
    fake.answer('kontask.make', made('k1'));
    expect(allByRole('button', 'Make kontask')).toEqual([]);
    const { session, turn } = await answered();
    await click(byRole('button', 'Make kontask'));
    expect(calls('kontask.make').map(({ params }) => params)).toMatchObject([{ session, turn }]);
    expect(text()).toContain('Kontask made');
    await click(byRole('button', 'Open'));
    expect(shown()).toEqual([{ kontask: 'k1' }]);
    await click(byRole('button', 'Make kontask'));
    expect(shown()).toEqual([{ kontask: 'k1' }, { kontask: 'k1' }]);
    expect(calls('kontask.make')).toHaveLength(1);
  });

  test.each([false, true])(
    'has its key, and leaves what is being typed (on a Mac: %s)',
    async (mac) => {
      await open(mac);
      fake.answer('kontask.make', made('k2'));
      await answered();
      await typeInto(box(), 'and then');
      await press(box(), 'Enter', mac ? { metaKey: true } : { ctrlKey: true });
      expect(calls('kontask.make')).toHaveLength(1);
      expect(box().value).toBe('and then');
      expect(fake.sent).toHaveLength(1);
      await press(box(), 'Enter');
      expect(fake.sent).toHaveLength(2);
    },
  );

  test('while it is answered, and before anything was, its key does nothing but say so', async () => {
    await open();
    await press(box(), 'Enter', { ctrlKey: true });
    const { session, turn } = await ask('q?');
    await emit(session, says(turn, 'An ans'));
    await press(box(), 'Enter', { ctrlKey: true });
    expect(calls('kontask.make')).toEqual([]);
    expect(allByRole('button', 'Make kontask')).toEqual([]);
  });

  test('that fails says why, and can be tried again', async () => {
    await open();
    fake.answer('kontask.make', failed('internal', 'The disk is full.'));
    await answered();
    await click(byRole('button', 'Make kontask'));
    expect(text()).toContain('The disk is full.');
    fake.answer('kontask.make', made('k3'));
    await click(byRole('button', 'Make kontask'));
    expect(text()).toContain('Kontask made');
  });

  test('pressed twice at once makes one', async () => {
    await open();
    const waits: Array<() => void> = [];
    fake.answer(
      'kontask.make',
      () => new Promise((resolve) => void waits.push(() => resolve(made('k4')))),
    );
    await answered();
    await click(byRole('button', 'Make kontask'));
    await click(byRole('button', 'Make kontask'));
    await act(async () => waits[0]?.());
    expect(calls('kontask.make')).toHaveLength(1);
  });
});

test('an answer that made a kontask by itself leads to it', async () => {
  await open();
  const { session, turn } = await ask('Make one of it');
  const at = Date.now();
  await emit(session, [
    { type: 'block.opened', at, turn, block: 'c', kind: 'tool', name: 'kontask_create' },
    { type: 'block.closed', at, block: 'c', ms: 1, status: 'done' },
    { type: 'tool.started', at, block: 'c', tool: 'kontask_create', input: {}, summary: 'x' },
    { type: 'block.opened', at, turn, block: 'o', kind: 'output', parent: 'c' },
    { type: 'block.appended', at, block: 'o', off: 0, text: 'kontask k1: Which?' },
    { type: 'tool.finished', at, block: 'c', status: 'ok', ms: 9, summary: 'done' },
  ]);
  await click(byRole('button', 'Open kontask: Which?'));
  expect(shown()).toEqual([{ kontask: 'k1' }]);
});
