/** What a server says that an answer used, counted as Konsole counts. Pure. */
import type { Usage } from '../../../../preload/contract/shapes';
import { count, isObject, type Json } from '../json';
import { usageFrom } from '../usage';

/** What came from a cache is in the prompt's count here, and not in Konsole's. */
export function usageOf(model: string, told: Json): Usage {
  const ofPrompt = isObject(told.prompt_tokens_details) ? told.prompt_tokens_details : {};
  const ofAnswer = isObject(told.completion_tokens_details) ? told.completion_tokens_details : {};
  const prompt = count(told.prompt_tokens) ?? 0;
  const cacheRead = Math.min(
    prompt,
    count(ofPrompt.cached_tokens) ??
      count(told.prompt_cache_hit_tokens) ??
      count(told.cached_tokens) ??
      0,
  );
  const cacheWrite = Math.min(prompt - cacheRead, count(ofPrompt.cache_write_tokens) ?? 0);
  const completion = count(told.completion_tokens) ?? 0;
  // Some (Gemini, xAI) count what was thought in the total alone.
  const output = Math.max(completion, (count(told.total_tokens) ?? 0) - prompt);
  const thinking =
    count(ofAnswer.reasoning_tokens) ?? (output > completion ? output - completion : undefined);
  const tokens = { input: prompt - cacheRead - cacheWrite, output, cacheRead, cacheWrite };
  // A server that sells others' models says itself what this cost.
  return usageFrom(model, tokens, { thinking, costUsd: count(told.cost) });
}
