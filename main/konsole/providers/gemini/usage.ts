/** What an answer of Gemini's API has used so far. */
import type { Usage } from '../../../../preload/contract/shapes';
import { costOf } from '../catalogue';

type Told = Readonly<Record<string, unknown>>;

const count = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;

/**
 * Each chunk's totals stand for themselves: what one leaves out is none, though a chunk before it told some. Undefined where it
 * tells nothing at all.
 */
export function usageOf(model: string, told: Told): Usage | undefined {
  const promptTokens = count(told.promptTokenCount);
  if (promptTokens === undefined) return undefined;
  // What was read from the cache is in the prompt's count; thoughts are not in the answer's.
  const cacheRead = count(told.cachedContentTokenCount) ?? 0;
  const prompt = promptTokens + (count(told.toolUsePromptTokenCount) ?? 0);
  const thinking = count(told.thoughtsTokenCount);
  const tokens = {
    input: Math.max(0, prompt - cacheRead),
    output: (count(told.candidatesTokenCount) ?? 0) + (thinking ?? 0),
    cacheRead,
    cacheWrite: 0,
  };
  const usage: Usage = {
    inputTokens: tokens.input,
    outputTokens: tokens.output,
    cacheReadTokens: tokens.cacheRead,
    cacheWriteTokens: 0,
  };
  if (thinking !== undefined) usage.thinkingTokens = thinking;
  const costUsd = costOf(model, tokens);
  if (costUsd !== undefined) usage.costUsd = costUsd;
  return usage;
}
