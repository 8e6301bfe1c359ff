/** Servers on this computer: each of the three kinds is found at its port, and spoken to through the Anthropic adapter. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createAdapter } from '../../../main/konsole/providers/index';
import { findLocalServers } from '../../../main/konsole/providers/local';
import { startFakeAnthropic } from '../../fakes/anthropic';
import { answer } from '../../fakes/anthropic-scenarios';

/** `GET /v1/models` as each of them answers it. */
const lists = {
  11434: {
    object: 'list',
    data: [{ id: 'qwen3-coder:30b', object: 'model', created: 1_753_000_000, owned_by: 'library' }],
  },
  1234: {
    data: [
      { id: 'mistralai/devstral-small', object: 'model', owned_by: 'organization_owner' },
      { id: 'text-embedding-nomic', object: 'model', owned_by: 'organization_owner' },
    ],
    object: 'list',
  },
  8080: {
    models: [{ name: 'gpt-oss-20b.gguf', model: 'gpt-oss-20b.gguf', type: 'model' }],
    object: 'list',
    data: [{ id: 'gpt-oss-20b.gguf', object: 'model', owned_by: 'llamacpp', meta: { n_vocab: 9 } }],
  },
} as const;

/** A server that answers as one of the three; its real address. */
async function serve(body: unknown): Promise<string> {
  const server = createServer((request, response) => {
    response.statusCode = request.url === '/v1/models' ? 200 : 404;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('Ollama, LM Studio and llama-server are found at their ports, on loopback alone', async () => {
  const real = new Map<string, string>();
  for (const [port, body] of Object.entries(lists)) real.set(port, await serve(body));
  const asked: string[] = [];
  const found = await findLocalServers((url, init) => {
    asked.push(url);
    const { port, pathname } = new URL(url);
    return fetch(`${real.get(port)}${pathname}`, init);
  }, 10_000);
  expect(asked).toEqual([
    'http://127.0.0.1:11434/v1/models',
    'http://127.0.0.1:1234/v1/models',
    'http://127.0.0.1:8080/v1/models',
  ]);
  expect(found).toEqual([
    {
      id: 'ollama',
      name: 'Ollama',
      baseUrl: 'http://127.0.0.1:11434',
      models: ['qwen3-coder:30b'],
    },
    {
      id: 'lm-studio',
      name: 'LM Studio',
      baseUrl: 'http://127.0.0.1:1234',
      models: ['mistralai/devstral-small', 'text-embedding-nomic'],
    },
    {
      id: 'llama-server',
      name: 'llama-server',
      baseUrl: 'http://127.0.0.1:8080',
      models: ['gpt-oss-20b.gguf'],
    },
  ]);
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
