/**
 * What is known about models by name: how much they hold, how they think, what they cost. A model that is
 * not here (a local server's, one that is newer than this file) gets no special parameters and no price.
 */

export interface Price {
  /** US dollars per million tokens. */
  input: number;
  output: number;
  cacheRead: number;
  /** Kept for five minutes. */
  cacheWrite: number;
}

export interface KnownModel {
  id: string;
  name: string;
  contextTokens: number;
  /** Largest answer the provider allows, tokens. */
  maxOutputTokens: number;
  /** `adaptive`: the model decides itself, and is asked to show a summary. `none`: no parameter is sent. */
  thinking: 'adaptive' | 'none';
  /** Takes `output_config.effort`. */
  effort: boolean;
  price: Price;
  /** A prompt of more tokens than `over` costs `price` for the whole request. */
  longPrompt?: { over: number; price: Price };
}

/** Source of the figures: the price list and model overview of platform.claude.com, as of this day. */
export const pricesAsOf = '2026-11-22';

const price = (input: number, output: number, cacheWrite: number, cacheRead: number): Price => ({
  input,
  output,
  cacheRead,
  cacheWrite,
});

const million = 1_000_000;

export const anthropicModels: readonly KnownModel[] = [
  {
    id: 'claude-opus-5-5',
    name: 'Claude Opus 5.5',
    contextTokens: million,
    maxOutputTokens: 128_000,
    thinking: 'adaptive',
    effort: true,
    price: price(4, 20, 5, 0.2),
  },
  {
    id: 'claude-sonnet-5-5',
    name: 'Claude Sonnet 5.5',
    contextTokens: million,
    maxOutputTokens: 128_000,
    thinking: 'adaptive',
    effort: true,
    price: price(2, 10, 2.5, 0.1),
  },
  {
    id: 'claude-haiku-5-5',
    name: 'Claude Haiku 5.5',
    contextTokens: million,
    maxOutputTokens: 128_000,
    thinking: 'adaptive',
    effort: true,
    price: price(0.1, 0.5, 0.125, 0.01),
    longPrompt: { over: 100_000, price: price(0.5, 2.5, 0.625, 0.05) },
  },
  {
    id: 'claude-fable-5-1',
    name: 'Claude Fable 5.1',
    contextTokens: million,
    maxOutputTokens: 128_000,
    thinking: 'adaptive',
    effort: true,
    price: price(10, 50, 12.5, 0.25),
  },
  {
    id: 'claude-opus-5',
    name: 'Claude Opus 5',
    contextTokens: million,
    maxOutputTokens: 128_000,
    thinking: 'adaptive',
    effort: true,
    price: price(5, 25, 6.25, 0.5),
  },
  {
    id: 'claude-haiku-4-5',
    name: 'Claude Haiku 4.5',
    contextTokens: 200_000,
    maxOutputTokens: 64_000,
    thinking: 'none',
    effort: false,
    price: price(1, 5, 1.25, 0.1),
  },
];

/** Finds a model by its id; a dated id (`claude-haiku-4-5-20251001`) is its undated model. */
export function knownModel(id: string): KnownModel | undefined {
  const plain = id.replace(/-\d{8}$/, '');
  return anthropicModels.find((model) => model.id === plain);
}

/** Cost of one request in US dollars; undefined where no price is known. */
export function costOf(
  model: string,
  tokens: { input: number; output: number; cacheRead: number; cacheWrite: number },
): number | undefined {
  const known = knownModel(model);
  if (!known) return undefined;
  const prompt = tokens.input + tokens.cacheRead + tokens.cacheWrite;
  const long = known.longPrompt && prompt > known.longPrompt.over ? known.longPrompt : undefined;
  const rate = long ? long.price : known.price;
  const micro =
    tokens.input * rate.input +
    tokens.output * rate.output +
    tokens.cacheRead * rate.cacheRead +
    tokens.cacheWrite * rate.cacheWrite;
  return micro / million;
}
