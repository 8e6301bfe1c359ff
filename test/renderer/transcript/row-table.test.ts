import { describe, expect, it } from 'vitest';
import {
  covers,
  createRowTable,
  piecesOf,
  rangeFor,
} from '../../../renderer/features/transcript/row-table';

const names = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => `t${at + from}`);

function tableOf(count: number, height = 100) {
  const table = createRowTable();
  table.setRows(names(count), () => height);
  return table;
}

describe('the rows of a long list', () => {
  it('lie where their guessed heights put them, until one is measured', () => {
    const table = tableOf(10);
    expect(table.topOf(4)).toBe(400);
    expect(table.measure('t1', 250)).toBe(true);
    expect(table.topOf(1)).toBe(100);
    expect(table.topOf(4)).toBe(550);
    expect(table.topOf(10)).toBe(1150);
  });

  it('take a height of nothing, or the same again, for no measurement', () => {
    const table = tableOf(3);
    expect(table.measure('t1', 0)).toBe(false);
    expect(table.measure('t1', 250)).toBe(true);
    expect(table.measure('t1', 250)).toBe(false);
  });

  it('are found by the px at which they lie', () => {
    const table = tableOf(10);
    table.measure('t0', 300);
    expect([-50, 0, 299, 300, 399, 5000].map((px) => table.rowAt(px))).toEqual([0, 0, 0, 1, 1, 9]);
  });

  it('keep what was measured when more come before or after them', () => {
    const table = tableOf(5);
    table.measure('t3', 40);
    table.setRows(names(6), () => 100);
    expect(table.topOf(6)).toBe(540);
    table.setRows(['a', 'b', ...names(6)], () => 100);
    expect(table.topOf(8)).toBe(740);
    expect(table.topOf(6) - table.topOf(5)).toBe(40);
  });

  it('are guessed anew when the width changes', () => {
    let width = 100;
    const table = createRowTable();
    table.setRows(names(3), () => width);
    table.measure('t0', 70);
    expect(table.topOf(3)).toBe(270);
    width = 10;
    table.forgetMeasured();
    expect(table.topOf(3)).toBe(30);
  });
});

describe('what of it is laid out', () => {
  it('is what is in sight and the room around it, however long the list', () => {
    const table = tableOf(50_000);
    const range = rangeFor(table, 1_000_000, 800, 600);
    expect(range).toEqual({ first: 9994, end: 10_015 });
    expect(covers(range, rangeFor(table, 1_000_000, 800, 100))).toBe(true);
    expect(covers(range, rangeFor(table, 1_002_000, 800, 100))).toBe(false);
  });

  it('stands between gaps as high as what is left out', () => {
    const table = tableOf(10);
    expect(piecesOf(table, { first: 3, end: 5 }, [])).toEqual([
      { gap: 300, before: 3 },
      { row: 3 },
      { row: 4 },
      { gap: 500, before: 10 },
    ]);
  });

  it('keeps a row with the focus, wherever it is', () => {
    const table = tableOf(10);
    expect(piecesOf(table, { first: 0, end: 2 }, [7, -1])).toEqual([
      { row: 0 },
      { row: 1 },
      { gap: 500, before: 7 },
      { row: 7 },
      { gap: 200, before: 10 },
    ]);
  });

  it('is nothing of an empty list', () => {
    const table = tableOf(0);
    expect(rangeFor(table, 0, 800, 800)).toEqual({ first: 0, end: 0 });
    expect(piecesOf(table, { first: 0, end: 0 }, [])).toEqual([]);
  });
});
