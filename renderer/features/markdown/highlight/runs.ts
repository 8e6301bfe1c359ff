/** Runs of code that look the same, cut to the pieces that a code block is shown in. Pure. */
import { bitsOfLook } from './protocol';

export interface Run {
  length: number;
  /** 0 is plain; the others are classes `code-1` … */
  look: number;
}

const mask = (1 << bitsOfLook) - 1;

/** Unequal neighbours of one text, from `[length, look]` pairs: neighbours that look the same become one. */
export function packRuns(pairs: Iterable<readonly [number, number]>): Uint32Array<ArrayBuffer> {
  const packed: number[] = [];
  let length = 0;
  let look = -1;
  const push = () => {
    if (length > 0) packed.push(length * (mask + 1) + look);
  };
  for (const [more, next] of pairs) {
    if (next !== look) {
      push();
      length = 0;
      look = next;
    }
    length += more;
  }
  push();
  return Uint32Array.from(packed);
}

/**
 * For pieces of these lengths, one after the other. The last takes what is left: it may still grow. A piece
 * without any colour has none, and one that is as in `before` is the same array.
 */
export function runsOfPieces(
  packed: Uint32Array,
  lengths: readonly number[],
  before: readonly (readonly Run[] | undefined)[] = [],
): (readonly Run[] | undefined)[] {
  let at = 0;
  let rest = 0;
  return lengths.map((length, index) => {
    const isLast = index === lengths.length - 1;
    const runs: Run[] = [];
    let left = isLast ? Infinity : length;
    while (left > 0) {
      const entry = packed[at];
      if (entry === undefined) break;
      const whole = rest > 0 ? rest : Math.floor(entry / (mask + 1));
      const taken = Math.min(whole, left);
      runs.push({ length: taken, look: entry & mask });
      left -= taken;
      rest = whole - taken;
      if (rest === 0) at += 1;
    }
    if (runs.every(({ look }) => look === 0)) return undefined;
    const was = before[index];
    return was && isSame(was, runs) ? was : runs;
  });
}

const isSame = (before: readonly Run[], after: readonly Run[]) =>
  before.length === after.length &&
  before.every(({ length, look }, at) => length === after[at]?.length && look === after[at].look);
