/** Servers on this computer: each of the three kinds is found at its port with what it tells of its models. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createAdapter } from '../../../main/konsole/providers/index';
import { findLocalServers } from '../../../main/konsole/providers/local';
import { listLocalModels, tellLocalModels } from '../../../main/konsole/providers/local-models';
import { startFakeAnthropic } from '../../fakes/anthropic';
import { answer } from '../../fakes/anthropic-scenarios';
import {
  type Answers,
  llamaServerAnswers,
  lmStudioAnswers,
  ollamaAnswers,
  ollamaRunning,
  serveLocal,
} from '../../fakes/local-servers';

const longMs = 10_000;

/** They were made for more than they are served with. */
const ofOllamaServed = {
  by: 'Ollama',
  most: 131_072,
  raise: 'OLLAMA_CONTEXT_LENGTH for its server, or num_ctx in a Modelfile, raises that.',
};
const ofLlamaServed = {
  by: 'llama-server',
  most: 131_072,
  raise: 'Start it with a greater --ctx-size.',
};

const ofOllama = [
  {
    id: 'qwen3-coder:30b',
    name: 'qwen3-coder:30b',
    contextTokens: 262_144,
    tools: true,
    images: false,
    pdf: false,
  },
  // Its Modelfile says less than the model could hold.
  {
    id: 'gemma3:4b',
    name: 'gemma3:4b',
    contextTokens: 8192,
    served: ofOllamaServed,
    tools: false,
    images: true,
    pdf: false,
  },
  { id: 'llama3:8b', name: 'llama3:8b', contextTokens: 8192, pdf: false },
];
const ofLmStudio = [
  {
    id: 'llama-3.2-3b-instruct',
    name: 'llama-3.2-3b-instruct',
    contextTokens: 4096,
    served: { by: 'LM Studio', most: 131_072, raise: 'Load it there with a longer context.' },
    tools: true,
    images: false,
    pdf: false,
  },
  { id: 'qwen2-vl-7b', name: 'qwen2-vl-7b', contextTokens: 32_768, images: true, pdf: false },
];
const ofLlamaServer = [
  {
    id: 'gpt-oss-20b.gguf',
    name: 'gpt-oss-20b.gguf',
    contextTokens: 32_768,
    served: ofLlamaServed,
    images: false,
    pdf: false,
  },
];

async function serve(answers: Answers) {
  const server = await serveLocal(answers);
  onTestFinished(server.close);
  return server;
}

it('Ollama, LM Studio and llama-server are found at their ports, on loopback alone', async () => {
  const real = new Map<string, string>();
  const all = { 11434: ollamaAnswers, 1234: lmStudioAnswers, 8080: llamaServerAnswers };
  for (const [port, answers] of Object.entries(all)) real.set(port, (await serve(answers)).url);
  const asked = new Set<string>();
  const found = await findLocalServers((url, init) => {
    const { origin, port, pathname } = new URL(url);
    asked.add(origin);
    return fetch(`${real.get(port)}${pathname}`, init);
  }, longMs);
  expect([...asked]).toEqual([
    'http://127.0.0.1:11434',
    'http://127.0.0.1:1234',
    'http://127.0.0.1:8080',
  ]);
  const kind = 'anthropic';
  expect(found).toEqual([
    { id: 'ollama', kind, name: 'Ollama', baseUrl: 'http://127.0.0.1:11434', models: ofOllama },
    {
      id: 'lm-studio',
      kind,
      name: 'LM Studio',
      baseUrl: 'http://127.0.0.1:1234',
      models: ofLmStudio,
    },
    {
      id: 'llama-server',
      kind,
      name: 'llama-server',
      baseUrl: 'http://127.0.0.1:8080',
      models: ofLlamaServer,
    },
  ]);
});

it.each([
  ['Ollama', ollamaAnswers, ofOllama],
  ['LM Studio', lmStudioAnswers, ofLmStudio],
  ['llama-server', llamaServerAnswers, ofLlamaServer],
])('%s is known by what it answers where its port is another', async (_name, answers, models) => {
  const { url } = await serve(answers);
  expect(await tellLocalModels({ fetch, origin: url, timeoutMs: longMs })).toEqual(models);
});

it('a server of no such kind tells nothing: it is asked in the way of its own API', async () => {
  const { url } = await serve({
    '/v1/models': { data: [{ id: 'of-its-own', max_input_tokens: 5 }] },
  });
  expect(await tellLocalModels({ fetch, origin: url, timeoutMs: longMs })).toBeUndefined();
});

it.each([
  [
    'Ollama',
    'ollama' as const,
    {
      '/api/tags': { models: [{ name: 'nomic-embed-text', model: 'nomic-embed-text' }] },
      '/api/show': () => ({ capabilities: ['embedding'] }),
      '/v1/models': { data: [{ id: 'nomic-embed-text' }] },
    },
  ],
  [
    'LM Studio',
    'lm-studio' as const,
    {
      '/api/v0/models': { data: [{ id: 'embed', type: 'embeddings' }] },
      '/v1/models': { data: [{ id: 'embed' }] },
    },
  ],
])('%s with embedding models alone is there, and has no model', async (_name, kind, answers) => {
  const { url } = await serve(answers);
  const question = { fetch, origin: url, timeoutMs: longMs };
  expect(await listLocalModels(question, kind)).toEqual([]);
  expect(await tellLocalModels(question)).toEqual([]);
});

it('a server that tells nothing of its own is listed as OpenAI lists models; strange ids are left out', async () => {
  const ids = ['plain', '', 'with space', 7, null, 'x'.repeat(500)];
  const { url } = await serve({ '/v1/models': { data: ids.map((id) => ({ id })) } });
  const question = { fetch, origin: url, timeoutMs: longMs };
  expect(await listLocalModels(question, 'ollama')).toEqual([{ id: 'plain', name: 'plain' }]);
});

it.each([
  ['less than it was made for', 'qwen3-coder:30b', 4096, { contextTokens: 4096 }],
  ['more than its Modelfile sets', 'gemma3:4b', 32_768, { contextTokens: 32_768 }],
  ['all that it was made for', 'qwen3-coder:30b', 262_144, { contextTokens: 262_144 }],
  ['a size that an old Ollama does not tell', 'gemma3:4b', undefined, { contextTokens: 8192 }],
])(
  'of a model that Ollama has loaded with %s, that is the size',
  async (_what, name, size, told) => {
    const { url } = await serve({ ...ollamaAnswers, '/api/ps': ollamaRunning(name, size) });
    const models = await tellLocalModels({ fetch, origin: url, timeoutMs: longMs });
    const loaded = models?.find(({ id }) => id === name);
    expect(loaded).toMatchObject(told);
    expect(loaded?.served === undefined).toBe(size === 262_144);
    // Of those that are not loaded nothing else is known than before.
    expect(models?.filter(({ id }) => id !== name)).toEqual(
      ofOllama.filter(({ id }) => id !== name),
    );
  },
);

it('an Ollama that does not say what is loaded tells what its models were made for', async () => {
  const { '/api/ps': _, ...old } = ollamaAnswers;
  const { url } = await serve(old);
  expect(await tellLocalModels({ fetch, origin: url, timeoutMs: longMs })).toEqual(ofOllama);
});

it('a llama-server of many models tells the size of none that it would have to load', async () => {
  const model = (id: string, meta?: object) => ({ id, object: 'model', ...(meta ? { meta } : {}) });
  const { url } = await serve({
    ...llamaServerAnswers,
    '/v1/models': { data: [model('a', { n_ctx: 8192, n_ctx_train: 131_072 }), model('b')] },
  });
  expect(await tellLocalModels({ fetch, origin: url, timeoutMs: longMs })).toEqual([
    { id: 'a', name: 'a', contextTokens: 8192, served: ofLlamaServed, pdf: false },
    { id: 'b', name: 'b', pdf: false },
  ]);
});

it('of a long list, only so many models are asked for', async () => {
  const names = Array.from({ length: 300 }, (_, n) => `model:${n}`);
  const server = await serve({
    '/api/tags': { models: names.map((name) => ({ name, model: name })) },
    '/api/show': () => ({ capabilities: ['completion', 'tools'], model_info: {} }),
  });
  const models = await listLocalModels({ fetch, origin: server.url, timeoutMs: longMs }, 'ollama');
  expect(models).toHaveLength(200);
  expect(server.asked.filter((one) => one === 'POST /api/show')).toHaveLength(32);
  expect(models?.[0]).toEqual({
    id: 'model:0',
    name: 'model:0',
    tools: true,
    images: false,
    pdf: false,
  });
  expect(models?.[199]).toEqual({ id: 'model:199', name: 'model:199', pdf: false });
});

it('rubbish, silence, too much and a redirect are no answer', async () => {
  const other = await serve({ '/v1/models': { data: [{ id: 'caught' }] } });
  const redirects = createServer((_request, response) => {
    response.writeHead(302, { location: `${other.url}/v1/models` }).end();
  });
  await new Promise<void>((resolve) => redirects.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void redirects.close());
  const origins = [
    (await serve({ '/v1/models': '<html>', '/api/tags': '[[', '/props': 'null' })).url,
    (await serve({ '/v1/models': `{"data":[{"id":"x"}],"y":"${'y'.repeat(3_000_000)}"}` })).url,
    `http://127.0.0.1:${(redirects.address() as AddressInfo).port}`,
  ];
  for (const origin of origins) {
    expect(await tellLocalModels({ fetch, origin, timeoutMs: longMs })).toBeUndefined();
    expect(await listLocalModels({ fetch, origin, timeoutMs: longMs }, 'ollama')).toBeUndefined();
  }
  expect(other.asked).toEqual([]);
  const silent = () => new Promise<Response>(() => undefined);
  expect(await findLocalServers(silent, 1)).toEqual([]);
});

it('a server that was found answers through the Anthropic adapter, without a key', async () => {
  const server = await startFakeAnthropic();
  onTestFinished(() => server.close());
  server.next(answer('Hello from here.', { chunks: 1 }));
  const access = { id: 'ollama', kind: 'anthropic', baseUrl: server.url, key: 'none' } as const;
  const adapter = await createAdapter(access, { now: Date.now });
  const turns = [{ id: 't', text: 'Hi', status: 'running' as const, blocks: [] }];
  const request = { model: 'qwen3-coder:30b', system: 'Be short.', tools: [], turns };
  let text = '';
  for await (const piece of adapter.stream(request, new AbortController().signal)) {
    for (const event of piece) if (event.type === 'delta') text += event.text;
  }
  expect(text).toBe('Hello from here.');
  const [got] = server.requests;
  expect(got?.body.model).toBe('qwen3-coder:30b');
  // A model that is not in the catalogue gets no parameter that its server may not know.
  expect(got?.body.thinking).toBeUndefined();
  expect(JSON.stringify(got?.headers)).not.toContain('"none"');
});
