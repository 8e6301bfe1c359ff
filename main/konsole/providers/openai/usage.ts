/** What a response of OpenAI's API says that it used. Pure. */
import type { Usage } from '../../../../preload/contract/shapes';
import { count, isObject, object } from '../json';
import { usageFrom } from '../usage';

/** Of the list price, where the provider says which tier really served; a tier that is not here has prices of its own. */
const shares: Readonly<Record<string, number>> = { default: 1, auto: 1, flex: 0.5 };

/** Undefined where nothing is told. */
export function usageOf(model: string, response: unknown): Usage | undefined {
  const { usage: told, service_tier: tier } = object(response);
  if (!isObject(told)) return undefined;
  const ins = object(told.input_tokens_details);
  const outs = object(told.output_tokens_details);
  const cacheRead = count(ins.cached_tokens) ?? 0;
  const cacheWrite = count(ins.cache_write_tokens) ?? 0;
  // The total has both in it.
  const input = Math.max(0, (count(told.input_tokens) ?? 0) - cacheRead - cacheWrite);
  const output = count(told.output_tokens) ?? 0;
  const thinking = count(outs.reasoning_tokens);
  const { costUsd, ...usage } = usageFrom(
    model,
    { input, output, cacheRead, cacheWrite },
    { thinking },
  );
  const share = shares[typeof tier === 'string' ? tier : 'default'];
  return costUsd === undefined || share === undefined
    ? usage
    : { ...usage, costUsd: costUsd * share };
}
