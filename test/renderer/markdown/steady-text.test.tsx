// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useSteadyText } from '../../../renderer/features/markdown/use-steady-text';
import { mount } from './render';

let page = mount();
beforeEach(() => {
  vi.useFakeTimers();
  page = mount();
});
afterEach(() => {
  page.close();
  vi.useRealTimers();
});

function Length({ text, streaming }: { text: string; streaming: boolean }) {
  return <p>{useSteadyText(text, streaming).length}</p>;
}
const show = (length: number, streaming = true) =>
  page.show(<Length text={'x'.repeat(length)} streaming={streaming} />);
const shown = () => Number(page.host.textContent);

test('a short text grows with each word', () => {
  for (const length of [10, 11, 400_000]) {
    show(length);
    expect(shown()).toBe(length);
  }
});

test('a text of megabytes grows four times a second, and has its end when it ends', () => {
  show(1_000_000);
  expect(shown()).toBe(1_000_000);
  show(1_000_010);
  show(1_000_020);
  expect(shown()).toBe(1_000_000);
  // Nothing more has to come for what came to be shown.
  act(() => void vi.advanceTimersByTime(260));
  expect(shown()).toBe(1_000_020);
  show(1_000_030);
  expect(shown()).toBe(1_000_020);
  show(1_000_030, false);
  expect(shown()).toBe(1_000_030);
});

test('another text is shown at once', () => {
  show(1_000_000);
  show(600_000);
  expect(shown()).toBe(600_000);
});
