/** What an answer of Gemini's API has used so far. */
import type { Usage } from '../../../../preload/contract/shapes';
import { costOf } from '../catalogue';

type Told = Readonly<Record<string, unknown>>;

const count = (value: unknown) =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;

/** Each chunk tells totals, and leaves out what is none yet; what it does not tell stays as it was. */
export function createUsage(model: string): (told: Told) => Usage {
  const known: Record<string, number | undefined> = {};
  return (told) => {
    const of = (name: string) => (known[name] = count(told[name]) ?? known[name]);
    // What was read from the cache is in the prompt's count; thoughts are not in the answer's.
    const cacheRead = of('cachedContentTokenCount') ?? 0;
    const prompt = (of('promptTokenCount') ?? 0) + (of('toolUsePromptTokenCount') ?? 0);
    const thinking = of('thoughtsTokenCount');
    const tokens = {
      input: Math.max(0, prompt - cacheRead),
      output: (of('candidatesTokenCount') ?? 0) + (thinking ?? 0),
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
  };
}
