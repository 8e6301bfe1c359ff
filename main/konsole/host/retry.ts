/** Whether and when a failed request is made again. Pure. */
import type { TurnError } from '../../../preload/contract/shapes';
import { ProviderError } from '../providers/types';

/** At most this many tries of one request, the first included. */
export const maxAttempts = 6;
/** A provider that wants a longer pause than this is told to the person instead of waited for. */
export const maxRetryAfterMs = 60_000;
const firstMs = 500;
const maxMs = 30_000;

export type RetryDecision =
  | { retry: true; delayMs: number; reason: string }
  | { retry: false; error: TurnError };

/** `attempt` is the number of tries made so far (1 after the first). `random` lies in [0, 1). */
export function decideRetry(
  failure: ProviderError,
  attempt: number,
  random: number,
): RetryDecision {
  const { error, retry } = failure;
  if (retry === false) return { retry: false, error };
  const { afterMs, most: tries = maxAttempts } = retry;
  if (afterMs !== undefined && afterMs > maxRetryAfterMs) {
    const message = `${ended(error.message)} It asks for a pause of ${pauseInWords(afterMs)}.`;
    return { retry: false, error: { ...error, message } };
  }
  if (attempt >= Math.min(tries, maxAttempts)) {
    const message = `${ended(error.message)} ${attempt} tries were made.`;
    return { retry: false, error: { ...error, message } };
  }
  const most = Math.min(maxMs, firstMs * 2 ** (attempt - 1));
  const delayMs = afterMs ?? Math.round(random * most);
  return { retry: true, delayMs, reason: error.message };
}

const ended = (text: string) => (/[.!?…]$/.test(text) ? text : `${text}.`);

/** "90 seconds", "12 minutes", "3 hours", "4 days": rounded up, so that nobody comes back too early. */
export function pauseInWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.ceil(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.ceil(hours / 24)} days`;
}

/** For what is no `ProviderError`: a fault of ours, told as such and not tried again. */
export function asProviderError(thrown: unknown): ProviderError {
  if (thrown instanceof ProviderError) return thrown;
  const what = thrown instanceof Error ? thrown.message : String(thrown);
  const message = `Something failed inside Konsole: ${what}`;
  const hint = 'Try again; the log in Diagnostics has the details.';
  return new ProviderError({ code: 'internal', message, hint }, false);
}
