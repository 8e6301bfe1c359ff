/** What a provider says of time, where the clock of this computer is wrong: no pause is hours for that, none is negative. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfter } from '../../../main/konsole/providers/errors';
import { rateLimitsOf } from '../../../main/konsole/providers/rate-limits';
import { limits } from '../../../preload/contract/limits';

const theirs = Date.UTC(2026, 10, 29, 12, 0, 0);
const year = 365 * 86_400_000;
const inSeconds = (seconds: number) => new Date(theirs + seconds * 1_000);
const date = new Date(theirs).toUTCString();

/** Years off, hours off (a time zone that is wrong), and right. */
const offs: [string, number][] = [
  ['three years behind', -3 * year],
  ['three years ahead', 3 * year],
  ['two hours behind', -7_200_000],
  ['two hours ahead', 7_200_000],
  ['right', 0],
];

describe.each(offs)('where the clock is %s', (_how, off) => {
  const now = theirs + off;

  it('`retry-after` as a date is as long as the server means it', () => {
    const headers = new Headers({ date, 'retry-after': inSeconds(7).toUTCString() });
    expect(retryAfter(headers, now)).toBe(7_000);
    const past = new Headers({ date, 'retry-after': inSeconds(-60).toUTCString() });
    expect(retryAfter(past, now)).toBe(0);
  });

  it.each([
    ['a date', inSeconds(90).toISOString()],
    ['epoch seconds', String(theirs / 1_000 + 90)],
    ['epoch ms', String(theirs + 90_000)],
    ['seconds', '90'],
    ['a span', '1m30s'],
  ])('a limit that comes back at %s comes back then, by this clock', (_form, reset) => {
    const head = {
      'x-ratelimit-limit-requests': '50',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': reset,
    };
    expect(rateLimitsOf(new Headers({ ...head, date }), now)).toEqual([
      { what: 'requests', limit: 50, remaining: 0, resetAt: now + 90_000 },
    ]);
  });
});

describe('where the answer shows no time of its own', () => {
  const after = (at: Date, now: number) =>
    retryAfter(new Headers({ 'retry-after': at.toUTCString() }), now);

  it('a moment that is near is believed, and none that lies in the past or hours ahead', () => {
    expect(after(inSeconds(7), theirs)).toBe(7_000);
    expect(after(inSeconds(7), theirs - 3 * year)).toBeUndefined();
    expect(after(inSeconds(7), theirs - 7_200_000)).toBeUndefined();
    expect(after(inSeconds(7), theirs + 3 * year)).toBeUndefined();
  });

  it('a limit keeps its figures without such a moment', () => {
    const head = {
      'anthropic-ratelimit-tokens-limit': '8000',
      'anthropic-ratelimit-tokens-remaining': '0',
      'anthropic-ratelimit-tokens-reset': inSeconds(7).toISOString(),
    };
    expect(rateLimitsOf(new Headers(head), theirs - 3 * year)).toEqual([
      { what: 'tokens', limit: 8000, remaining: 0 },
    ]);
  });
});

it('two clocks that show the same, but for the way of the answer, take nothing from a moment', () => {
  const headers = new Headers({ date, 'retry-after': inSeconds(7).toUTCString() });
  expect(retryAfter(headers, theirs + 900)).toBe(6_100);
});

it('no pause is negative, and none is longer than a month, whatever is told', () => {
  const anyDate = fc.date({ noInvalidDate: true }).map((one) => one.toUTCString());
  const anyText = fc.oneof(
    anyDate,
    fc.double().map(String),
    fc.string({ unit: 'grapheme-ascii' }),
    fc.constantFrom('1e300', 'Infinity', '-5', '999d', String(theirs / 1_000), String(theirs)),
  );
  const anyNow = fc.integer({ min: 0, max: 4e12 });
  const some = (headers: Record<string, string | undefined>) => ({
    get: (name: string) => headers[name] ?? null,
  });
  fc.assert(
    fc.property(anyText, fc.option(anyText, { nil: undefined }), anyNow, (told, shown, now) => {
      const ms = retryAfter(some({ 'retry-after': told, date: shown }), now);
      const [left] = rateLimitsOf(
        some({
          'x-ratelimit-limit-tokens': '1',
          'x-ratelimit-remaining-tokens': '0',
          'x-ratelimit-reset-tokens': told,
          date: shown,
        }),
        now,
      );
      for (const span of [ms, left?.resetAt === undefined ? undefined : left.resetAt - now]) {
        if (span === undefined) continue;
        expect(span).toBeGreaterThanOrEqual(0);
        expect(span).toBeLessThanOrEqual(limits.rateResetMs);
      }
    }),
  );
});
