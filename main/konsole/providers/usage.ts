/** What a request has used, counted as Konsole counts, with what that costs where a price is known. Pure. */
import type { Usage } from '../../../preload/contract/shapes';
import { costOf } from './catalogue';

/** `input` is what was neither read from a cache nor written to one; `output` has in it what was thought. */
export interface Tokens {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
}

export interface Told {
  /** How many of `output` were thought, where the wire tells it. */
  thinking?: number | undefined;
  /** What the provider itself says that this cost; absent: its list price. */
  costUsd?: number | undefined;
}

export function usageFrom(model: string, tokens: Tokens, told: Told = {}): Usage {
  const usage: Usage = {
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    cacheReadTokens: tokens.cacheRead,
    cacheWriteTokens: tokens.cacheWrite,
  };
  if (told.thinking !== undefined) usage.thinkingTokens = told.thinking;
  const costUsd = told.costUsd ?? costOf(model, tokens);
  if (costUsd !== undefined) usage.costUsd = costUsd;
  return usage;
}
