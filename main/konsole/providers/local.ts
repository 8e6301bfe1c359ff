/** Looks for servers on this computer that speak Anthropic's API, at the ports they usually have. */
import { anthropic } from './anthropic/house';
import { listLocalModels, type LocalKind } from './local-models';
import type { SmallFetch } from './small-json';
import type { ListedModel } from './types';

export interface LocalServer {
  id: string;
  /** How it is spoken with: the house's. */
  kind: string;
  name: string;
  baseUrl: string;
  models: ListedModel[];
}

const places: readonly { id: LocalKind; name: string; port: number }[] = [
  { id: 'ollama', name: 'Ollama', port: 11434 },
  { id: 'lm-studio', name: 'LM Studio', port: 1234 },
  { id: 'llama-server', name: 'llama-server', port: 8080 },
];

/**
 * All at once, each within twice `timeoutMs` (see `LocalQuestion`). What does not answer with a list of models is left
 * out. Never rejects.
 */
export async function findLocalServers(fetch: SmallFetch, timeoutMs = 400): Promise<LocalServer[]> {
  const found = await Promise.all(
    places.map(async ({ id, name, port }) => {
      const baseUrl = `http://127.0.0.1:${port}`;
      const models = await listLocalModels({ fetch, origin: baseUrl, timeoutMs }, id);
      const { kind } = anthropic;
      return models.length > 0 ? { id, kind, name, baseUrl, models } : undefined;
    }),
  );
  return found.filter((server) => server !== undefined);
}
