/** What Gemini's API calls its errors. Pure. */
import type { Thrown } from '../errors';
import type { RefusalKind } from '../refusals';

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
export function readRefusal(
  thrown: Thrown,
  words: string,
): { kind: RefusalKind; afterMs?: number } | undefined {
  const told = toldBy(thrown.error);
  if (!told) return undefined;
  const details = (Array.isArray(told.details) ? told.details : []) as (Detail | null)[];
  // A wrong key is an invalid argument (HTTP 400) by its status.
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
      return exhausted(details, words);
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

const badKey = /api key (not valid|not found|expired)/i;
const tooLong = /token count .*exceeds|exceeds the maximum number of tokens|payload size exceeds/i;

/** The body of an answer is an object, or a list of one. */
function toldBy(body: unknown): Told | undefined {
  const whole = (Array.isArray(body) ? body[0] : body) as { error?: unknown } | null | undefined;
  const error = whole?.error;
  return typeof error === 'object' && error !== null ? error : undefined;
}

/** Of a day there is nothing to wait for within a turn; of a minute there is, and it is said how long. */
function exhausted(
  details: readonly (Detail | null)[],
  words: string,
): { kind: RefusalKind; afterMs?: number } {
  const isOfDay = /PerDay/.test(JSON.stringify(details)) || /billing|prepa(id|yment)/i.test(words);
  const delay = details.map((detail) => spanOf(detail?.retryDelay)).find((ms) => ms !== undefined);
  if (isOfDay && (delay === undefined || /billing/i.test(words))) return { kind: 'payment' };
  return delay === undefined ? { kind: 'rate' } : { kind: 'rate', afterMs: delay };
}

/** "34.07s" */
function spanOf(value: unknown): number | undefined {
  const match = typeof value === 'string' ? /^(\d+(?:\.\d+)?)s$/.exec(value) : null;
  return match ? Math.ceil(Number(match[1]) * 1000) : undefined;
}
