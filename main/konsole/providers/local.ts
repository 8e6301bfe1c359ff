/**
 * The servers of this computer that Konsole knows: where they usually are, and how they are spoken to. All of them speak
 * Anthropic's API and OpenAI's Chat Completions; whether one is found or named by a person, it is the first that is used.
 */
import { anthropic } from './anthropic/house';
import { listLocalModels, type LocalKind } from './local-models';
import type { SmallFetch } from './small-json';
import type { ListedModel } from './types';

interface LocalPlace {
  id: LocalKind;
  /** How it is spoken to: the house's. */
  kind: string;
  name: string;
  /** Where it is unless somebody moved it. */
  baseUrl: string;
}

export interface LocalServer extends LocalPlace {
  /** Empty: it runs, and has none that answers in words. */
  models: ListedModel[];
}

const { kind } = anthropic;

export const localServers: readonly LocalPlace[] = [
  { id: 'ollama', kind, name: 'Ollama', baseUrl: 'http://127.0.0.1:11434' },
  { id: 'lm-studio', kind, name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234' },
  { id: 'llama-server', kind, name: 'llama-server', baseUrl: 'http://127.0.0.1:8080' },
];

/**
 * Looks for them all at once, each within twice `timeoutMs` (see `LocalQuestion`). What does not answer with a list of models is left
 * out; the list may be empty. Never rejects.
 */
export async function findLocalServers(fetch: SmallFetch, timeoutMs = 400): Promise<LocalServer[]> {
  const found = await Promise.all(
    localServers.map(async (place) => {
      const { id, baseUrl } = place;
      const models = await listLocalModels({ fetch, origin: baseUrl, timeoutMs }, id);
      return models && { ...place, models };
    }),
  );
  return found.filter((server) => server !== undefined);
}
