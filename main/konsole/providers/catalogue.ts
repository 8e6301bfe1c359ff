/**
 * What is known about models by name: how much they hold, how they think, what they cost. A model that is
 * not here (a local server's, one that is newer than this file) gets no special parameters and no price.
 */
import { houses } from './houses';
import type { KnownModel } from './known-model';

export type { KnownModel } from './known-model';

/** The day of the oldest figures among them. */
export const pricesAsOf: string = houses
  .flatMap(({ models }) => models.map(({ asOf }) => asOf))
  .reduce((oldest, day) => (day < oldest ? day : oldest));

const million = 1_000_000;

/** Finds a model by its id; a dated id (`claude-haiku-4-5-20251001`) is its undated model. */
export function knownModel(id: string): KnownModel | undefined {
  const plain = id.replace(/-(\d{8}|\d{4}-\d{2}-\d{2})$/, '');
  for (const { models } of houses) {
    const found =
      models.find((model) => model.id === id) ?? models.find((model) => model.id === plain);
    if (found) return found;
  }
  return undefined;
}

/** What a request asks of this model: what a person chose, where the model knows that word; a little for a side question. */
export function effortOf(
  { effort, quick }: { effort?: string; quick?: boolean },
  known: KnownModel | undefined,
): string | undefined {
  if (effort !== undefined && known?.efforts?.includes(effort)) return effort;
  return quick ? known?.quickEffort : undefined;
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
