import { expect, test } from 'vitest';
import { fitBounds, quickBounds } from '../../main/desktop/quick-bounds';

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: 0, width: 1280, height: 984 };

test('the quick window lies in the upper third of its work area, in the middle', () => {
  expect(quickBounds(second, 96)).toEqual({ x: 2200, y: 197, width: 720, height: 96 });
  expect(quickBounds(second, 96).y).toBeLessThan(second.height / 3);
});

test('the quick window grows no further than its work area, and keeps its place meanwhile', () => {
  const there = { x: 600, y: 208, width: 720, height: 96 };
  expect(fitBounds(screen, { ...there, height: 4000 })).toEqual({ ...there, height: 820 });
  expect(fitBounds(screen, { ...there, height: 300.4 })).toEqual({ ...there, height: 300 });
});

test('in a work area that is smaller than the quick window it is as large as fits', () => {
  expect(quickBounds({ x: 0, y: 0, width: 500, height: 400 }, 900)).toEqual({
    x: 12,
    y: 80,
    width: 476,
    height: 308,
  });
  const tiny = { x: 100, y: 100, width: 200, height: 50 };
  expect(quickBounds(tiny, 96)).toEqual({ x: 112, y: 100, width: 176, height: 50 });
});

test('when its display goes, the quick window comes to one that is there', () => {
  const there = quickBounds(second, 96);
  expect(fitBounds(screen, there)).toEqual({ x: 1188, y: 197, width: 720, height: 96 });
  expect(fitBounds(second, { ...there, x: -900, y: 5000 })).toEqual({
    x: 1932,
    y: 912,
    width: 720,
    height: 60,
  });
});
