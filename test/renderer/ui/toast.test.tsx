// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Toasts, toast } from '../../../renderer/ui/toast';
import { allByRole, byRole, render } from '../support/render';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());
const pass = (ms: number) => act(async () => vi.advanceTimersByTime(ms));
/** Of a pointer under which the page changed the browser says that it is there, and moved by 0. */
const point = (type: string, moved: number) =>
  act(async () => {
    const event = new MouseEvent(type, { bubbles: true });
    Object.assign(event, { movementX: moved, movementY: 0 });
    byRole('status').dispatchEvent(event);
  });

it('a message goes by itself, but not under the focus of somebody who is about to press Undo', async () => {
  await render(<Toasts />);
  await act(async () => void toast({ message: 'Archived.', action: { label: 'Undo', run() {} } }));
  await act(async () => byRole('button', 'Undo').focus());
  await pass(60_000);
  expect(allByRole('status')).toHaveLength(1);
  await act(async () => byRole('button', 'Undo').blur());
  await pass(60_000);
  expect(allByRole('status')).toHaveLength(0);
});

it('a message stays under a pointer that was moved onto it, and goes under one that it came up under', async () => {
  await render(<Toasts />);
  const say = () => act(async () => void toast({ message: 'Copied.' }));
  await say();
  await point('pointerover', 0);
  await point('pointermove', 0);
  await pass(10_000);
  expect(allByRole('status')).toHaveLength(0);

  await say();
  await point('pointermove', 3);
  await pass(60_000);
  expect(allByRole('status')).toHaveLength(1);
  await point('pointerout', 3);
  await pass(60_000);
  expect(allByRole('status')).toHaveLength(0);
});

it('a pointer that only passes over it does not take a message from who has the focus in it', async () => {
  await render(<Toasts />);
  await act(async () => void toast({ message: 'Archived.', action: { label: 'Undo', run() {} } }));
  await act(async () => byRole('button', 'Undo').focus());
  await point('pointermove', 3);
  await point('pointerout', 3);
  await pass(60_000);
  expect(allByRole('status')).toHaveLength(1);
  await act(async () => byRole('button', 'Undo').blur());
  await pass(60_000);
  expect(allByRole('status')).toHaveLength(0);
});

it.each(['Undo', 'Dismiss'])('%s gives the focus back to what had it before', async (name) => {
  await render(
    <>
      <textarea aria-label="Message" />
      <Toasts />
    </>,
  );
  const box = byRole('textbox', 'Message');
  let focusedThen: Element | null = null;
  const run = () => void (focusedThen = document.activeElement);
  await act(async () => void toast({ message: 'Archived.', action: { label: 'Undo', run } }));
  await act(async () => box.focus());
  await act(async () => byRole('button', 'Undo').focus());
  await act(async () => byRole('button', name).focus());
  await act(async () => byRole('button', name).click());
  expect(allByRole('status')).toHaveLength(0);
  expect(document.activeElement).toBe(box);
  // Before: what it does may lead the focus elsewhere.
  if (name === 'Undo') expect(focusedThen).toBe(box);
});

it('the newest message comes first, and a fifth takes the place of the oldest', async () => {
  await render(<Toasts />);
  await act(async () => {
    for (const number of [1, 2, 3, 4, 5]) toast({ message: `Message ${number}` });
  });
  expect(allByRole('status').map((shown) => shown.textContent)).toEqual(
    [5, 4, 3, 2].map((number) => `Message ${number}`),
  );
});
