// @vitest-environment happy-dom
import { act, useRef } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useStillCaret } from '../../../renderer/ui/still-caret';
import { byRole, press, render, type } from '../support/render';

function Box() {
  const box = useRef<HTMLTextAreaElement>(null);
  useStillCaret(box);
  return <textarea ref={box} aria-label="Box" />;
}

const supported = (yes: boolean) =>
  vi.stubGlobal('CSS', { supports: (name: string) => yes && name === 'caret-animation' });
const box = () => byRole('textbox', 'Box');
const still = () => box().classList.contains('still-caret');
const wait = (ms: number) => act(async () => vi.advanceTimersByTimeAsync(ms));

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the text cursor', () => {
  it('stands still after 15 s without a key, and I10: no timer runs then', async () => {
    supported(true);
    await render(<Box />);
    await act(async () => box().focus());
    await wait(14_000);
    await type(box(), 'a');
    await wait(14_000);
    expect(still()).toBe(false);
    await wait(1_000);
    expect(still()).toBe(true);
    expect(document.activeElement).toBe(box());
    expect(vi.getTimerCount()).toBe(0);
  });

  it('blinks again at the next key', async () => {
    supported(true);
    await render(<Box />);
    await act(async () => box().focus());
    await wait(15_000);
    await press(box(), 'ArrowLeft');
    expect(still()).toBe(false);
  });

  it('blinks on where nothing can stop it', async () => {
    supported(false);
    await render(<Box />);
    await act(async () => box().focus());
    await wait(16_000);
    expect(still()).toBe(false);
  });

  it('needs no timer while the focus is elsewhere', async () => {
    supported(true);
    await render(<Box />);
    const before = vi.getTimerCount();
    await act(async () => box().focus());
    expect(vi.getTimerCount()).toBe(before + 1);
    await act(async () => box().blur());
    expect(vi.getTimerCount()).toBe(before);
  });
});
