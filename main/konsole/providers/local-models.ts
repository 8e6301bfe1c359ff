/**
 * What Ollama, LM Studio and llama-server tell of their models, each in its own way, beyond the ids that `/v1/models` has:
 * how much one holds as it is served, whether it calls tools and sees pictures. What is not told stays unknown. None of the
 * three takes a PDF over Chat Completions: each refuses a part of the kind `file`.
 */
import { askJson, type SmallFetch } from './small-json';
import type { ListedModel } from './types';

export type LocalKind = 'ollama' | 'lm-studio' | 'llama-server';

export interface LocalQuestion {
  fetch: SmallFetch;
  /** Origin, without a slash at its end. */
  origin: string;
  /** For all lists together, ms; what is asked about single models after them may take as long again. */
  timeoutMs: number;
}

/** More models than these are listed without their sizes. */
const maxShown = 32;
const maxModels = 200;

/**
 * Models of a server of this kind, or as any server lists them. Empty: it answers and has none; undefined: it does not
 * answer, or lists nothing in the way of another. Embedding models are left out. Never rejects.
 */
export async function listLocalModels(
  { fetch, origin, timeoutMs }: LocalQuestion,
  kind: LocalKind,
): Promise<ListedModel[] | undefined> {
  const question = { fetch, origin, timeoutMs, signal: AbortSignal.timeout(timeoutMs) };
  const asked = await ways[kind](question);
  if (asked) return withoutPdf(asked);
  const listed = await plain(question);
  return listed.length > 0 ? listed : undefined;
}

/** What a server tells that is one of these; undefined for any other, which is asked in the way of its API. Never rejects. */
export async function tellLocalModels({
  fetch,
  origin,
  timeoutMs,
}: LocalQuestion): Promise<ListedModel[] | undefined> {
  return all({ fetch, origin, timeoutMs, signal: AbortSignal.timeout(timeoutMs) });
}

interface Asked extends LocalQuestion {
  signal: AbortSignal;
}

/** Undefined: it does not answer in this way. */
type Way = (question: Asked) => Promise<ListedModel[] | undefined>;

const ways: Record<LocalKind, Way> = {
  ollama,
  'lm-studio': lmStudio,
  'llama-server': llamaServer,
};

/** llama-server also answers as Ollama does, with less, so it comes first. */
async function all(question: Asked): Promise<ListedModel[] | undefined> {
  for (const way of [llamaServer, lmStudio, ollama]) {
    const models = await way(question);
    if (models) return withoutPdf(models);
  }
  return undefined;
}

const withoutPdf = (models: readonly ListedModel[]): ListedModel[] =>
  models.map((model) => ({ ...model, pdf: false }));

async function ollama(question: Asked): Promise<ListedModel[] | undefined> {
  const tags = listIn(await ask(question, '/api/tags'), 'models');
  if (!tags) return undefined;
  const ids = tags.map(({ name, model }) => name ?? model);
  const names = ids.filter(isId);
  const shown = AbortSignal.timeout(question.timeoutMs);
  const { fetch, origin } = question;
  const loaded = ollamaLoaded({ ...question, signal: shown });
  const models = await Promise.all(
    names.map(async (id, at): Promise<ListedModel | undefined> => {
      if (at >= maxShown) return { id, name: id };
      const url = `${origin}/api/show`;
      const told = record(await askJson({ fetch, url, signal: shown, body: { model: id } }));
      const can = told.capabilities;
      const size = ollamaSize(told, (await loaded).get(id));
      if (!Array.isArray(can)) return { id, name: id, ...size };
      if (!can.includes('completion')) return undefined;
      const [tools, images] = [can.includes('tools'), can.includes('vision')];
      return { id, name: id, ...size, tools, images };
    }),
  );
  return models.filter((model) => model !== undefined);
}

/** By name, with how much each is served that is loaded now. Before 0.10 it does not say. */
async function ollamaLoaded(question: Asked): Promise<ReadonlyMap<unknown, unknown>> {
  const running = listIn(await ask(question, '/api/ps'), 'models') ?? [];
  return new Map(running.map(({ name, model, context_length }) => [name ?? model, context_length]));
}

/**
 * What it was loaded with goes before what its Modelfile sets, and that before what the model was made for: a longer prompt
 * is cut without a word.
 */
function ollamaSize({ parameters, model_info }: Fields, loaded: unknown): Size {
  const set =
    typeof parameters === 'string' ? /^num_ctx\s+(\d+)/m.exec(parameters)?.[1] : undefined;
  const info = record(model_info);
  const name = Object.keys(info).find((key) => key.endsWith('.context_length'));
  const made = name === undefined ? undefined : info[name];
  const raise = 'OLLAMA_CONTEXT_LENGTH for its server, or num_ctx in a Modelfile, raises that.';
  const now = count(loaded) ?? count(Number(set));
  return sizeOf(now, made, { by: 'Ollama', raise });
}

async function lmStudio(question: Asked): Promise<ListedModel[] | undefined> {
  const told = listIn(await ask(question, '/api/v0/models'), 'data');
  if (!told) return undefined;
  const chat = told.filter(({ type }) => type !== 'embeddings');
  // What is loaded answers at once.
  const loaded = (one: Fields) => Number(one['state'] === 'loaded');
  const sorted = chat.toSorted((a, b) => loaded(b) - loaded(a));
  return sorted.flatMap(({ id, type, capabilities, loaded_context_length, max_context_length }) => {
    if (!isId(id)) return [];
    const tools = Array.isArray(capabilities) ? { tools: capabilities.includes('tool_use') } : {};
    const images = typeof type === 'string' ? { images: type === 'vlm' } : {};
    const raise = 'Load it there with a longer context.';
    const size = sizeOf(loaded_context_length, max_context_length, { by: 'LM Studio', raise });
    return [{ id, name: id, ...size, ...tools, ...images }];
  });
}

async function llamaServer(question: Asked): Promise<ListedModel[] | undefined> {
  const props = record(await ask(question, '/props'));
  const settings = record(props['default_generation_settings']);
  if (Object.keys(settings).length === 0) return undefined;
  const told = entries(await ask(question, '/v1/models')).filter(({ id }) => isId(id));
  // One that serves many tells only of each itself: what it would tell of one, it would have to load.
  const only = told.length === 1;
  const { vision } = record(props['modalities']);
  return told.map(({ id, meta }) => {
    const { n_ctx, n_ctx_train } = record(meta);
    const now = (only ? count(settings['n_ctx']) : undefined) ?? n_ctx;
    const raise = 'Start it with a greater --ctx-size.';
    const size = sizeOf(now, n_ctx_train, { by: 'llama-server', raise });
    const images = only && typeof vision === 'boolean' ? { images: vision } : {};
    return { id: String(id), name: String(id), ...size, ...images };
  });
}

/** Any server that lists its models as OpenAI's API does. */
async function plain(question: Asked): Promise<ListedModel[]> {
  const ids = entries(await ask(question, '/v1/models')).map(({ id }) => id);
  return ids.filter(isId).map((id) => ({ id, name: id }));
}

const ask = ({ fetch, origin, signal }: Asked, path: string) =>
  askJson({ fetch, url: `${origin}${path}`, signal });

type Fields = Readonly<Record<string, unknown>>;

const record = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

function listIn(answer: unknown, name: string): Fields[] | undefined {
  const list = record(answer)[name];
  return Array.isArray(list) ? list.slice(0, maxModels).map(record) : undefined;
}

/** As OpenAI's API lists them. */
const entries = (answer: unknown): Fields[] => listIn(answer, 'data') ?? [];

const isId = (id: unknown): id is string =>
  typeof id === 'string' && id.length <= 160 && /^\S+$/.test(id);

const count = (tokens: unknown): number | undefined =>
  typeof tokens === 'number' && Number.isSafeInteger(tokens) && tokens > 0 ? tokens : undefined;

type Size = Pick<ListedModel, 'contextTokens' | 'served'>;

/** As it is served now, where that is told; else as it was made. */
function sizeOf(now: unknown, made: unknown, served: { by: string; raise: string }): Size {
  const [contextTokens, most] = [count(now) ?? count(made), count(made)];
  if (contextTokens === undefined) return {};
  return {
    contextTokens,
    ...(most !== undefined && contextTokens < most ? { served: { ...served, most } } : {}),
  };
}
