// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Toasts, toast } from '../../../renderer/ui/toast';
import { allByRole, byRole, render } from '../support/render';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());
const pass = (ms: number) => act(async () => vi.advanceTimersByTime(ms));

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
