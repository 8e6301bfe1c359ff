/** What a model is, for whoever chooses one: what its provider lists of it, joined with what is known beforehand. Pure. */
import type { ModelInfo } from '../../../preload/contract/shapes';
import { knownModel } from '../providers/catalogue';
import type { ListedModel, Reads } from '../providers/types';

/** A main turn begins with a system prompt, its tools and files that it read: less has no room for an answer. */
const mainTokens = 16_384;

export function modelInfo(provider: string, listed: ListedModel): ModelInfo {
  const known = knownModel(listed.id);
  // The provider says what it serves; what is known fills the gaps.
  const contextTokens = listed.contextTokens ?? known?.contextTokens;
  const maxOutputTokens = listed.maxOutputTokens ?? known?.maxOutputTokens;
  const images = listed.images ?? known?.images;
  const pdf = listed.pdf ?? known?.pdf;
  const tools = listed.tools ?? known?.tools;
  const retires = listed.retires ?? known?.retires;
  const quickOnly = whyQuickOnly(tools, contextTokens, listed.served);
  return {
    id: `${provider}/${listed.id}`,
    name: listed.name === listed.id ? (known?.name ?? listed.name) : listed.name,
    provider,
    ...(contextTokens === undefined ? {} : { contextTokens }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(known ? { price: { ...known.price }, asOf: known.asOf } : {}),
    ...(known?.efforts ? { efforts: [...known.efforts] } : {}),
    ...(images === undefined ? {} : { images }),
    ...(pdf === undefined ? {} : { pdf }),
    ...(retires === undefined ? {} : { retires: { ...known?.retires, ...retires } }),
    ...(quickOnly === undefined ? {} : { quickOnly }),
  };
}

/** What of files it cannot be given, as the order of a turn says it. */
export function readsOf({ images, pdf }: ModelInfo): { reads?: Reads } {
  const reads = {
    ...(images === false ? { images } : {}),
    ...(pdf === false ? { pdf } : {}),
  };
  return Object.keys(reads).length > 0 ? { reads } : {};
}

function whyQuickOnly(
  tools: boolean | undefined,
  tokens: number | undefined,
  served: ListedModel['served'],
): string | undefined {
  if (tools === false) return 'It calls no tools.';
  if (tokens === undefined || tokens >= mainTokens) return undefined;
  if (!served || served.most < mainTokens) {
    return `It holds ${tokens} tokens, too few for a main turn.`;
  }
  return `${served.by} serves it with ${tokens} tokens, too few for a main turn. ${served.raise}`;
}
