import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { nextSlice } from '../../../renderer/features/markdown/slices';

let frames: Array<() => void> = [];
beforeEach(() => {
  vi.useFakeTimers();
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (act: () => void) => frames.push(act));
  vi.stubGlobal('cancelAnimationFrame', (id: number) => {
    frames[id - 1] = () => {};
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A frame, and what comes after it is painted. */
function frame(): void {
  for (const act of frames.splice(0)) act();
  vi.advanceTimersByTime(0);
}

test('one slice a frame, who asked last first, whoever asks', () => {
  const served: string[] = [];
  for (const name of ['first', 'second', 'third']) nextSlice(() => served.push(name));
  expect(served).toEqual([]);
  frame();
  expect(served).toEqual(['third']);
  nextSlice(() => served.push('late'));
  frame();
  frame();
  expect(served).toEqual(['third', 'late', 'second']);
  frame();
  frame();
  expect(served).toEqual(['third', 'late', 'second', 'first']);
});

test('what was taken back is not served, and the rest is', () => {
  const served: string[] = [];
  const takeBack = nextSlice(() => served.push('gone'));
  takeBack();
  frame();
  expect(served).toEqual([]);
  nextSlice(() => served.push('here'));
  const again = nextSlice(() => served.push('gone too'));
  again();
  frame();
  expect(served).toEqual(['here']);
});

test('a page that is not seen makes no frames and is served all the same', () => {
  const served: string[] = [];
  nextSlice(() => served.push('unseen'));
  nextSlice(() => served.push('unseen too'));
  vi.advanceTimersByTime(150);
  expect(served).toEqual(['unseen too']);
  vi.advanceTimersByTime(150);
  expect(served).toEqual(['unseen too', 'unseen']);
});
