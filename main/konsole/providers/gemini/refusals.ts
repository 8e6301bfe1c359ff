/** What Gemini's API calls its errors. Pure. */
import type { Read, Thrown } from '../errors';
import { untilQuotasReturn } from './quota-day';

interface Told {
  status?: unknown;
  message?: unknown;
  details?: unknown;
}

interface Detail {
  reason?: unknown;
  retryDelay?: unknown;
  violations?: unknown;
}

/** For `About.reads`; see "Troubleshooting" of ai.google.dev and google.rpc.Code. */
export function readRefusal(thrown: Thrown, words: string, now: number): Read | undefined {
  const told = toldBy(thrown.error);
  if (!told) return undefined;
  const details = (Array.isArray(told.details) ? told.details : []) as (Detail | null)[];
  // A wrong key is an invalid argument (HTTP 400) by its status; none at all, or one that was leaked, is no permission.
  if (details.some((detail) => detail?.reason === 'API_KEY_INVALID') || badKey.test(words)) {
    return { kind: 'key' };
  }
  switch (told.status) {
    case 'UNAUTHENTICATED':
      return { kind: 'key' };
    case 'PERMISSION_DENIED':
      return { kind: 'denied' };
    case 'NOT_FOUND':
      return { kind: 'no-model' };
    case 'RESOURCE_EXHAUSTED':
      return readExhausted(
        details,
        typeof told.message === 'string' ? told.message : words,
        serverNow(thrown, now),
      );
    case 'UNAVAILABLE':
      return { kind: 'overloaded' };
    case 'INTERNAL':
    case 'DEADLINE_EXCEEDED':
    case 'ABORTED':
    case 'UNKNOWN':
      return { kind: 'trouble' };
    case 'FAILED_PRECONDITION':
      return { kind: /billing/i.test(words) ? 'payment' : 'denied' };
    case 'INVALID_ARGUMENT':
      return { kind: tooLong.test(words) ? 'too-long' : 'invalid' };
    default:
      return undefined;
  }
}

const badKey = /api key (not valid|not found|expired|was reported as leaked)|unregistered callers/i;
const tooLong = /token count .*exceeds|exceeds the maximum number of tokens|payload size exceeds/i;

/** The body of an answer is an object, or a list of one. */
function toldBy(body: unknown): Told | undefined {
  const whole = (Array.isArray(body) ? body[0] : body) as { error?: unknown } | null | undefined;
  const error = whole?.error;
  return typeof error === 'object' && error !== null ? error : undefined;
}

/** The clock of this computer may be off, and this tells of the provider's. Epoch ms. */
function serverNow({ headers }: Thrown, now: number): number {
  const date = headers instanceof Headers ? Date.parse(headers.get('date') ?? '') : Number.NaN;
  return Number.isNaN(date) ? now : date;
}

/** `words` are all of them: what is shown is cut, and the delay and the limit stand at their end. */
function readExhausted(details: readonly (Detail | null)[], words: string, now: number): Read {
  const read = exhausted(details, words, now);
  const shown = quotaWords(words);
  // Of what comes back by itself, nobody has to look at a bill.
  return { ...read, words: read.kind === 'day' ? shown.replace(billed, '') : shown };
}

const billed = /, please check your plan and billing details(?=\.)/;

/** Without what is told in other words beside it (when it is asked again), addresses to read more at, and hosts before metrics. */
const quotaWords = (words: string): string =>
  words
    .replace(/(For more information|To monitor)[^.\n]*?head to: \S+/g, ' ')
    .replace(/Please retry in \d+(\.\d+)?s\.?/g, ' ')
    .replace(/^\s*\* /gm, ' ')
    .replace(/\bgenerativelanguage\.googleapis\.com\//g, '')
    .trim();

/**
 * A tier that has none of this model ("limit: 0") gives nothing on any day. What a day allows comes back with the next one, and
 * not after the delay that is told all the same. Of a minute there is something to wait for: its words speak of billing, too,
 * so what they say counts only where nothing else is told.
 */
function exhausted(details: readonly (Detail | null)[], words: string, now: number): Read {
  const quotas = JSON.stringify(details.map((detail) => detail?.violations ?? []));
  if (/limit: 0\b|prepa(?:id|yment)|spend/i.test(words)) return { kind: 'payment' };
  if (/per_?day/i.test(quotas) || /per_day/i.test(words)) {
    const more = /free_?tier/i.test(quotas + words) ? 'a paid plan' : 'a higher tier of your plan';
    return { kind: 'day', day: { back: untilQuotasReturn(now), more } };
  }
  const delay =
    details.map((detail) => spanOf(detail?.retryDelay)).find((ms) => ms !== undefined) ??
    spanOf(/retry in (\d+(?:\.\d+)?s)\b/.exec(words)?.[1]);
  if (delay !== undefined) return { kind: 'rate', afterMs: delay };
  const ofMinute = /PerMinute/i.test(quotas);
  return { kind: !ofMinute && /billing/i.test(words) ? 'payment' : 'rate' };
}

/** "34.07s" */
function spanOf(value: unknown): number | undefined {
  const match = typeof value === 'string' ? /^(\d+(?:\.\d+)?)s$/.exec(value) : null;
  return match ? Math.ceil(Number(match[1]) * 1000) : undefined;
}
