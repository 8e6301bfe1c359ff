/** The few statistics that figures are made with. Pure. */

/** Of a sample: the value that `share` of it does not exceed (nearest rank), so always one that was measured. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new Error('A percentile of nothing was asked for.');
  const sorted = values.toSorted((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[Math.min(rank, sorted.length) - 1] ?? Number.NaN;
}

/** The middle value, or halfway between the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('A median of nothing was asked for.');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/**
 * What lies between both ends of an exchange, when each end has a clock of its own: add it to the other's time.
 * The exchange that came back fastest says it best; its error is at most half of how long that took.
 */
export interface Exchange {
  asked: number;
  answered: number;
  /** The other side's time, taken in between. */
  theirs: number;
}

export function clockOffset(exchanges: readonly Exchange[]): number {
  const best = exchanges.toSorted((a, b) => a.answered - a.asked - (b.answered - b.asked))[0];
  if (!best) throw new Error('Clocks cannot be compared without an exchange.');
  return (best.asked + best.answered) / 2 - best.theirs;
}

/** Numbers from 0 to 1 that look random and are the same in every run. */
export function repeatable(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** A percentile as a figure that tells how many samples stand behind it. */
export const figureAt = (values: readonly number[], share: number) => ({
  value: percentile(values, share),
  samples: values.length,
});
