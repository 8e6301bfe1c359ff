/** A request that failed, noted so that whoever looks for it in the log finds where, why, and what happens next. */
import type { ProviderError } from '../providers/types';
import type { LoopDeps } from './loop';
import { serverOf } from './silence';

interface Failed {
  failure: ProviderError;
  /** What happens now, in words. */
  next: string;
  attempt: number;
  ms: number;
  /** Blocks that the request had written. */
  opened: readonly string[];
}

export function noteFailure(
  { order, emitter, log }: Pick<LoopDeps, 'order' | 'emitter' | 'log'>,
  { failure, next, attempt, ms, opened }: Failed,
): void {
  const { code, status, message } = failure.error;
  const written = emitter.turn().blocks.filter((block) => opened.includes(block.id));
  const chars = written.reduce((sum, { text }) => sum + text.length, 0);
  const broke =
    opened.length > 0 ? ` The stream broke off after ${chars} characters of the answer.` : '';
  const fields = {
    turn: order.turn,
    provider: order.provider.id,
    model: order.model,
    host: serverOf(order.provider),
    code,
    status,
    attempt,
    ms,
    next,
  };
  log(`A request to the provider failed: ${message}${broke}`, fields, {
    level: 'warn',
    area: 'provider',
  });
}
