/** One tiny request to a model, to see that it answers: stopped at the first word of the answer. */
import type { RateLimit } from '../../../preload/contract/shapes';
import type { ModelEvent, ModelRequest, ProviderAdapter } from '../providers/types';

export interface Answered {
  /** What the provider said is left, where it said so. */
  limits: readonly RateLimit[];
}

const request = (model: string): ModelRequest => ({
  model,
  system: 'Answer in one word.',
  tools: [],
  turns: [{ id: 'test', text: 'Are you there?', status: 'running', blocks: [] }],
  quick: true,
  maxTokens: 16,
});

/** Rejects with the adapter's `ProviderError`, or with the reason of `signal`. */
export async function probe(
  adapter: ProviderAdapter,
  model: string,
  signal: AbortSignal,
): Promise<Answered> {
  const enough = new AbortController();
  let limits: readonly RateLimit[] = [];
  const texts = new Set<number>();
  /** Its end without a word is an answer too: what it thought took all that it was given. */
  const answers = (event: ModelEvent): boolean => {
    if (event.type === 'limits') ({ limits } = event);
    if (event.type === 'open' && event.kind === 'text') texts.add(event.index);
    return event.type === 'stop' || (event.type === 'delta' && texts.has(event.index));
  };
  try {
    const either = AbortSignal.any([signal, enough.signal]);
    for await (const piece of adapter.stream(request(model), either)) {
      if (piece.filter(answers).length > 0) break;
    }
    return { limits };
  } finally {
    enough.abort();
  }
}
