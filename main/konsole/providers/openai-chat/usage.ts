/** What a request used, as servers of this kind tell it. Pure. */
import type { Usage } from '../../../../preload/contract/shapes';
import { costOf } from '../catalogue';

type Json = Record<string, unknown>;

const count = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
const inside = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? (value as Json) : {};

/** What was read from a cache is in the prompt's count, and what was thought in the answer's. */
export function usageOf(model: string, told: Json): Usage {
  const cacheRead =
    count(inside(told.prompt_tokens_details).cached_tokens) ??
    count(told.prompt_cache_hit_tokens) ??
    0;
  const tokens = {
    input: Math.max(0, (count(told.prompt_tokens) ?? 0) - cacheRead),
    output: count(told.completion_tokens) ?? 0,
    cacheRead,
    cacheWrite: 0,
  };
  const usage: Usage = {
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    cacheReadTokens: cacheRead,
    cacheWriteTokens: 0,
  };
  const thinking = count(inside(told.completion_tokens_details).reasoning_tokens);
  if (thinking !== undefined) usage.thinkingTokens = thinking;
  // A server that sells others' models says itself what this cost.
  const costUsd = count(told.cost) ?? costOf(model, tokens);
  if (costUsd !== undefined) usage.costUsd = costUsd;
  return usage;
}
