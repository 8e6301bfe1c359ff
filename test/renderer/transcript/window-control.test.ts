// @vitest-environment happy-dom
/** What is laid out before the first painting: what the view needs, and no more. */
import { expect, test } from 'vitest';
import { createWindowControl } from '../../../renderer/features/transcript/window-control';
import type { ReadPlace } from '../../../renderer/stores/read-places';

/** Px of the view where a page has no layout. */
const view = 800;
const ids = Array.from({ length: 500 }, (_, n) => `t${n}`);

function rowsAtFirst(height: number, place?: ReadPlace): number[] {
  const control = createWindowControl();
  const input = {
    ids,
    guess: () => height,
    latest: undefined,
    start: () => place,
    onNearStart: () => {},
    onRest: () => {},
  };
  const pieces = control.take(input, control.shown());
  // Asked again before anything was measured, the same rows are there.
  expect(control.take(input, control.shown())).toEqual(pieces);
  return pieces.flatMap((piece) => ('row' in piece ? [piece.row] : []));
}

test('a session of long turns opens with its last one, not with many that nobody sees', () => {
  expect(rowsAtFirst(2_700)).toEqual([499]);
});

test('a session of short turns opens with as many as fill the view and a part of one above', () => {
  const rows = rowsAtFirst(50);
  expect(rows.at(-1)).toBe(499);
  expect(rows.length * 50).toBeGreaterThanOrEqual(view * 1.75);
  expect(rows.length * 50).toBeLessThanOrEqual(view * 2);
});

test('one left in its middle opens around the place where its reader was', () => {
  const rows = rowsAtFirst(400, { end: false, turn: 't200', into: 100 });
  expect(rows).toContain(200);
  expect(rows[0]).toBeLessThan(200);
  expect(rows.at(-1)).toBeGreaterThan(201);
  expect(rows.length).toBeLessThan(10);
});

test('a place that is gone opens the end', () => {
  expect(rowsAtFirst(2_700, { end: false, turn: 'gone', into: 0 })).toEqual([499]);
});
