/** Sums the tokens and the cost of all requests of a turn. Pure. */
import type { Usage } from '../../../preload/contract/shapes';

export const noUsage: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
};

/** Adds the totals of every request; the last one tells how full the context is. The cost is absent as soon as one request's is not known. */
export function sumUsage(requests: readonly Usage[]): Usage {
  const sum: Usage = { ...noUsage };
  let cost: number | undefined = requests.length > 0 ? 0 : undefined;
  for (const usage of requests) {
    sum.inputTokens += usage.inputTokens;
    sum.outputTokens += usage.outputTokens;
    sum.cacheReadTokens += usage.cacheReadTokens;
    sum.cacheWriteTokens += usage.cacheWriteTokens;
    if (usage.thinkingTokens !== undefined) {
      sum.thinkingTokens = (sum.thinkingTokens ?? 0) + usage.thinkingTokens;
    }
    sum.contextTokens = contextOf(usage);
    cost = cost === undefined || usage.costUsd === undefined ? undefined : cost + usage.costUsd;
  }
  return cost === undefined ? sum : { ...sum, costUsd: cost };
}

/** What a request and its answer fill of the model's context, tokens. */
export const contextOf = (usage: Usage): number =>
  usage.contextTokens ??
  usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens + usage.outputTokens;
