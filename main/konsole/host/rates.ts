/**
 * What each provider last said is left for now, as answers to this host told it. Where nothing is left, asking again before
 * the time it named is of no use.
 */
import { limits } from '../../../preload/contract/limits';
import type { RateLimit, TurnError } from '../../../preload/contract/shapes';
import { pauseInWords } from './retry';

export interface Rates {
  note(provider: string, limits: readonly RateLimit[]): void;
  /** How long nothing is left of something, ms, and what; undefined: it may be asked. */
  pause(provider: string): { ms: number; what: string } | undefined;
}

/** `now` in epoch ms. */
export function createRates(now: () => number): Rates {
  const told = new Map<string, readonly RateLimit[]>();
  return {
    note: (provider, left) => void told.set(provider, left),
    pause(provider) {
      const gone = (told.get(provider) ?? [])
        .filter(({ remaining }) => remaining === 0)
        .map(({ what, resetAt = 0 }) => ({ ms: Math.ceil(resetAt - now()), what }))
        // The clock was set back since where it is longer than any.
        .filter(({ ms }) => ms > 0 && ms <= limits.rateResetMs);
      return gone.reduce<(typeof gone)[number] | undefined>(
        (longest, one) => (longest && longest.ms >= one.ms ? longest : one),
        undefined,
      );
    },
  };
}

/** In the words of a refusal, which it would be. */
export function nothingLeft(
  provider: string,
  { ms, what }: { ms: number; what: string },
): TurnError {
  return {
    code: 'rate-limited',
    message: `${provider} has said that no ${what} are left for ${pauseInWords(ms)}.`,
    hint: 'Wait a little, or choose another model in Settings → Models.',
  };
}
