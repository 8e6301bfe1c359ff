/**
 * When the provider's prompt cache is filled ahead of a quick question, and what that has cost. Only on an occasion:
 * the model or its key is another, or a person comes back; never because time has passed. One at a time.
 */
import type { LogRecord, PoolStatus } from '../../../preload/contract/shapes';
import type { FromHost } from '../host/protocol';
import type { Clock } from '../surroundings';
import type { WarmOrder } from './types';

/** What was filled or used more recently than this is still there: no provider keeps it for less than five minutes. */
const keptMs = 4 * 60_000;

export interface Fills {
  /** A person comes back: an occasion. */
  ask(): void;
  /** Whether this host is to fill now. A yes counts as said to it. */
  take(host: string, order: WarmOrder, signature: string): boolean;
  /** A quick turn was answered: what stands before its question is in the cache. */
  used(signature: string): void;
  filled(host: string, answer: Extract<FromHost, { t: 'filled' }>): void;
  /** This host has ended. */
  gone(host: string): void;
  status(): PoolStatus['fills'];
}

export interface FillsDeps {
  clock: Clock;
  /** What the settings say. */
  enabled: () => boolean;
  log: (level: LogRecord['level'], message: string, fields?: Record<string, unknown>) => void;
}

export function createFills({ clock, enabled, log }: FillsDeps): Fills {
  let asked: string | undefined;
  let wanted = false;
  let flight: { host: string; signature: string; model: string } | undefined;
  const keptSince = new Map<string, number>();
  /** Filling these did nothing, and would do nothing again. */
  const useless = new Set<string>();
  const total = { count: 0, costUsd: 0 };
  let lastAt: number | undefined;

  function told(answer: Extract<FromHost, { t: 'filled' }>, of: NonNullable<typeof flight>): void {
    const { ms, usage, why, final } = answer;
    if (!usage) {
      if (final) useless.add(of.signature);
      const message = 'The prompt cache could not be filled';
      log('info', message, { model: of.model, ms, why, again: !final });
      return;
    }
    const { cacheWriteTokens, cacheReadTokens, costUsd } = usage;
    total.count += 1;
    total.costUsd += costUsd ?? 0;
    lastAt = clock.now();
    keptSince.set(of.signature, lastAt);
    const isKept = cacheWriteTokens + cacheReadTokens > 0;
    const message = isKept
      ? 'The prompt cache was filled'
      : "The prompt is below what the provider caches, so it is not filled again in Konsole's present run";
    if (!isKept) useless.add(of.signature);
    log('info', message, { model: of.model, ms, cacheWriteTokens, cacheReadTokens, costUsd });
  }

  return {
    ask() {
      wanted = true;
    },
    take(host, order, signature) {
      if (signature !== asked) {
        asked = signature;
        wanted = true;
      }
      if (!wanted || flight) return false;
      wanted = false;
      if (!enabled() || !order.mayFill || useless.has(signature)) return false;
      const since = keptSince.get(signature);
      if (since !== undefined && clock.now() - since <= keptMs) return false;
      flight = { host, signature, model: `${order.provider.id}/${order.model}` };
      return true;
    },
    used(signature) {
      keptSince.set(signature, clock.now());
    },
    filled(host, answer) {
      const of = flight;
      if (of?.host !== host) return;
      flight = undefined;
      told(answer, of);
    },
    gone(host) {
      if (flight?.host === host) flight = undefined;
    },
    status: () =>
      total.count === 0 ? undefined : { ...total, ...(lastAt === undefined ? {} : { lastAt }) },
  };
}
