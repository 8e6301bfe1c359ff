/** When a failed request is made again. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideRetry,
  maxAttempts,
  maxRetryAfterMs,
  pauseInWords,
} from '../../../main/konsole/host/retry';
import { ProviderError, type Retry } from '../../../main/konsole/providers/types';

const failure = (retry: Retry) =>
  new ProviderError({ code: 'overloaded', message: 'It is overloaded', hint: 'Wait.' }, retry);
const attempts = fc.integer({ min: 1, max: 20 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('the retry policy', () => {
  it('never waits longer than 30 s on its own account, and doubles its bound each time', () => {
    fc.assert(
      fc.property(attempts, random, (attempt, chance) => {
        const decision = decideRetry(failure({}), attempt, chance);
        expect(decision.retry).toBe(attempt < maxAttempts);
        if (!decision.retry) return;
        expect(decision.delayMs).toBeGreaterThanOrEqual(0);
        expect(decision.delayMs).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** (attempt - 1)));
      }),
    );
  });

  it('waits exactly as long as the provider asks, up to a minute', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 7 }), random, (afterMs, chance) => {
        const decision = decideRetry(failure({ afterMs }), 1, chance);
        expect(decision.retry).toBe(afterMs <= maxRetryAfterMs);
        if (decision.retry) expect(decision.delayMs).toBe(afterMs);
        else expect(decision.error.message).toContain(pauseInWords(afterMs));
      }),
    );
  });

  it('makes no more tries than the failure says are worth it', () => {
    expect(decideRetry(failure({ most: 2 }), 1, 0).retry).toBe(true);
    const last = decideRetry(failure({ most: 2 }), 2, 0);
    expect(last).toMatchObject({
      retry: false,
      error: { message: 'It is overloaded. 2 tries were made.' },
    });
    expect(decideRetry(failure({ most: 99 }), maxAttempts, 0).retry).toBe(false);
  });

  it('never repeats what cannot succeed', () => {
    fc.assert(
      fc.property(attempts, random, (attempt, chance) => {
        const decision = decideRetry(failure(false), attempt, chance);
        expect(decision).toEqual({ retry: false, error: failure(false).error });
      }),
    );
  });

  it('spreads its waits over the whole range', () => {
    const first = decideRetry(failure({}), 3, 0);
    const last = decideRetry(failure({}), 3, 0.999999);
    expect(first).toMatchObject({ delayMs: 0 });
    expect(last).toMatchObject({ delayMs: 2000 });
  });

  it('says long pauses in words', () => {
    expect(pauseInWords(61_000)).toBe('61 seconds');
    expect(pauseInWords(10 * 60_000 + 1)).toBe('11 minutes');
    expect(pauseInWords(5 * 3_600_000)).toBe('5 hours');
    expect(pauseInWords(47 * 3_600_000)).toBe('47 hours');
    expect(pauseInWords(20 * 86_400_000)).toBe('20 days');
  });
});
