/**
 * Moments that a server names, as a span from now. The clock of this computer may be years off; where the answer shows
 * the server's (`Date`), that one counts. Pure.
 */
import { limits } from '../../../preload/contract/limits';

export type Get = (name: string) => string | null | undefined;

/** Clocks that differ by less are the same: `Date` has whole seconds, and the answer was on its way. */
const sameClockMs = 10_000;
/** Where no `Date` shows whose clock is right, a moment is believed if it lies no farther ahead. */
const unsureMs = 3_600_000;

/** `moment` and `now` in epoch ms. Never negative; undefined: it is not to be believed. */
export function msUntil(moment: number, get: Get, now: number): number | undefined {
  const shown = Date.parse(get('date') ?? '');
  if (Number.isNaN(shown)) return moment < now ? undefined : bounded(moment - now, unsureMs);
  const theirs = Math.abs(shown - now) <= sameClockMs ? now : shown;
  return bounded(Math.max(0, moment - theirs));
}

/** A span as it was told, where it can be one. */
export function bounded(ms: number, most: number = limits.rateResetMs): number | undefined {
  return ms >= 0 && ms <= most ? ms : undefined;
}
