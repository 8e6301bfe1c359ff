/** Looks for servers on this computer that speak Anthropic's API. Only asked for when no key is there. */

export interface LocalServer {
  id: string;
  name: string;
  baseUrl: string;
  /** Ids of the models it offers. */
  models: string[];
}

const places = [
  { id: 'ollama', name: 'Ollama', port: 11434 },
  { id: 'lm-studio', name: 'LM Studio', port: 1234 },
  { id: 'llama-server', name: 'llama-server', port: 8080 },
] as const;

type SmallFetch = (
  url: string,
  init: { signal: AbortSignal; redirect: 'error' },
) => Promise<Response>;

/** All at once, each within `timeoutMs`. What does not answer with a list of models is left out. Never rejects. */
export async function findLocalServers(fetch: SmallFetch, timeoutMs = 400): Promise<LocalServer[]> {
  const found = await Promise.all(
    places.map(async ({ id, name, port }) => {
      const baseUrl = `http://127.0.0.1:${port}`;
      const models = await listModels(fetch, baseUrl, timeoutMs);
      return models.length > 0 ? { id, name, baseUrl, models } : undefined;
    }),
  );
  return found.filter((server) => server !== undefined);
}

async function listModels(
  fetch: SmallFetch,
  baseUrl: string,
  timeoutMs: number,
): Promise<string[]> {
  const signal = AbortSignal.timeout(timeoutMs);
  const late = new Promise<string[]>((resolve) => {
    signal.addEventListener('abort', () => resolve([]), { once: true });
  });
  const asked = fetch(`${baseUrl}/v1/models`, { signal, redirect: 'error' })
    .then(async (answer) => (answer.ok ? modelIds(await answer.json()) : []))
    .catch(() => []);
  return Promise.race([asked, late]);
}

function modelIds(body: unknown): string[] {
  const data = (body as { data?: unknown } | null)?.data;
  if (!Array.isArray(data)) return [];
  return data
    .map((entry) => (entry as { id?: unknown } | null)?.id)
    .filter((id): id is string => typeof id === 'string' && id !== '' && id.length <= 200)
    .slice(0, 200);
}
