/** What an answer of Gemini's API has used so far. */
import type { Usage } from '../../../../preload/contract/shapes';
import { count, type Json } from '../json';
import { usageFrom } from '../usage';

/**
 * Each chunk's totals stand for themselves: what one leaves out is none, though a chunk before it told some. Undefined where it
 * tells nothing at all.
 */
export function usageOf(model: string, told: Json): Usage | undefined {
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
  return usageFrom(model, tokens, { thinking });
}
