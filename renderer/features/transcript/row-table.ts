/**
 * Where the rows of a long list lie: measured heights where a row was laid out, a guess where it was not.
 * Maths without a page: px come in, px and row numbers go out.
 */

export interface RowTable {
  /** All rows, first to last; `guess` gives the px of one that was never measured. */
  setRows(ids: readonly string[], guess: (index: number) => number): void;
  /** Returns whether that changed anything. A height of nothing is no measurement. */
  measure(id: string, height: number): boolean;
  /** The width changed: what was measured no longer holds. */
  forgetMeasured(): void;
  /** Px from the top of the first row to the top of this one; for `count` the whole height. */
  topOf(index: number): number;
  /** The row at this many px, within the list. */
  rowAt(px: number): number;
  readonly count: number;
}

export function createRowTable(): RowTable {
  let ids: readonly string[] = [];
  let guess: (index: number) => number = () => 0;
  const measured = new Map<string, number>();
  const guessed = new Map<string, number>();
  let tops: number[] = [0];
  /** Tops up to this row are right. */
  let good = 0;

  function heightOf(index: number): number {
    const id = ids[index] ?? '';
    const known = measured.get(id) ?? guessed.get(id);
    if (known !== undefined) return known;
    const height = guess(index);
    guessed.set(id, height);
    return height;
  }

  function fill(upTo: number): void {
    for (let index = good; index < upTo; index += 1) {
      tops[index + 1] = (tops[index] ?? 0) + heightOf(index);
    }
    good = Math.max(good, upTo);
  }

  return {
    setRows(next, how) {
      const grown =
        next.length >= ids.length &&
        next[0] === ids[0] &&
        next[ids.length - 1] === ids[ids.length - 1];
      if (!grown) {
        good = 0;
        tops = [0];
        const here = new Set(next);
        for (const known of [measured, guessed]) {
          for (const id of known.keys()) if (!here.has(id)) known.delete(id);
        }
      }
      ids = next;
      guess = how;
    },
    measure(id, height) {
      if (height <= 0 || Math.abs((measured.get(id) ?? -1) - height) < 0.5) return false;
      measured.set(id, height);
      const index = ids.lastIndexOf(id);
      if (index >= 0) good = Math.min(good, index);
      return true;
    },
    forgetMeasured() {
      measured.clear();
      guessed.clear();
      good = 0;
    },
    topOf(index) {
      const at = Math.max(0, Math.min(index, ids.length));
      fill(at);
      return tops[at] ?? 0;
    },
    rowAt(px) {
      fill(ids.length);
      let low = 0;
      let high = Math.max(0, ids.length - 1);
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((tops[middle] ?? 0) <= px) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    get count() {
      return ids.length;
    },
  };
}

/** Rows `[first, end)`. */
export interface Range {
  first: number;
  end: number;
}

/** The rows within `spare` px of what is in sight. */
export function rangeFor(table: RowTable, top: number, view: number, spare: number): Range {
  if (table.count === 0) return { first: 0, end: 0 };
  return { first: table.rowAt(top - spare), end: table.rowAt(top + view + spare) + 1 };
}

export const covers = (outer: Range, inner: Range): boolean =>
  outer.first <= inner.first && outer.end >= inner.end;

/** A row that is laid out, or px that stand for the rows between. */
export type Piece = { row: number } | { gap: number; before: number };

/**
 * What is laid out: the range, and single rows elsewhere that must stay, with gaps between. `before` names the row
 * that follows a gap, `count` at the end.
 */
export function piecesOf(table: RowTable, range: Range, kept: readonly number[]): Piece[] {
  const rows = new Set<number>(kept.filter((row) => row >= 0 && row < table.count));
  for (let row = range.first; row < range.end; row += 1) rows.add(row);
  const pieces: Piece[] = [];
  let next = 0;
  for (const row of [...rows].sort((a, b) => a - b)) {
    if (row > next) pieces.push({ gap: table.topOf(row) - table.topOf(next), before: row });
    pieces.push({ row });
    next = row + 1;
  }
  if (next < table.count) {
    pieces.push({ gap: table.topOf(table.count) - table.topOf(next), before: table.count });
  }
  return pieces;
}
