/** What a response of OpenAI's API says that it used. Pure. */
import type { Usage } from '../../../../preload/contract/shapes';
import { costOf } from '../catalogue';

type Json = Record<string, unknown>;

const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? (value as Json) : {};
const count = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;

/** Of the list price, where the provider says which tier really served; a tier that is not here has prices of its own. */
const shares: Readonly<Record<string, number>> = { default: 1, auto: 1, flex: 0.5 };

/** Undefined where nothing is told. */
export function usageOf(model: string, response: unknown): Usage | undefined {
  const { usage: told, service_tier: tier } = object(response);
  if (typeof told !== 'object' || told === null) return undefined;
  const usage = object(told);
  const ins = object(usage.input_tokens_details);
  const outs = object(usage.output_tokens_details);
  const cacheRead = count(ins.cached_tokens) ?? 0;
  const cacheWrite = count(ins.cache_write_tokens) ?? 0;
  // The total has both in it.
  const input = Math.max(0, (count(usage.input_tokens) ?? 0) - cacheRead - cacheWrite);
  const output = count(usage.output_tokens) ?? 0;
  const thinking = count(outs.reasoning_tokens);
  const costUsd = costOf(model, { input, output, cacheRead, cacheWrite });
  const share = shares[typeof tier === 'string' ? tier : 'default'];
  return {
    inputTokens: input,
    outputTokens: output,
    cacheReadTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
    ...(thinking === undefined ? {} : { thinkingTokens: thinking }),
    ...(costUsd === undefined || share === undefined ? {} : { costUsd: costUsd * share }),
  };
}
