/** A server of this computer is the same, whether it was found or named by a person, and whatever it is spoken to as. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { createCatalogue } from '../../../main/konsole/models/catalogue';
import { houseOf } from '../../../main/konsole/providers/houses';
import { createAdapter } from '../../../main/konsole/providers/index';
import { findLocalServers, localServers } from '../../../main/konsole/providers/local';
import { tellLocalModels } from '../../../main/konsole/providers/local-models';
import { startFakeAnthropic } from '../../fakes/anthropic';
import { ollamaAnswers, serveLocal } from '../../fakes/local-servers';
import { startFakeChat } from '../../fakes/openai-chat';
import { openTested } from '../support/konsole';
import { open } from './support';

const timeoutMs = 10_000;

/** An Ollama at a port of its own; whoever looks at the usual one finds it. */
async function openOllama(kind: string, path = '') {
  const server = await serveLocal(ollamaAnswers);
  onTestFinished(server.close);
  const { models } = open(
    {
      findLocal: () =>
        findLocalServers((url, init) => {
          const { port, pathname } = new URL(url);
          if (port !== '11434') return Promise.reject(new Error('nobody is there'));
          return fetch(`${server.url}${pathname}`, init);
        }, timeoutMs),
      catalogue: createCatalogue({
        clock: { now: () => 0 },
        adapter: () => Promise.reject(new Error('not in this test')),
        local: (origin) => tellLocalModels({ fetch, origin, timeoutMs }),
      }),
    },
    { providers: [{ id: 'mine', kind, baseUrl: `${server.url}${path}`, key: 'none' }] },
  );
  return { models, server };
}

test.each(localServers)('$name is spoken to as a house that there is, on loopback', (server) => {
  expect(houseOf(server.kind)).toBeDefined();
  expect(new URL(server.baseUrl).hostname).toBe('127.0.0.1');
});

test.each([
  ['anthropic', ''],
  ['anthropic', '/v1'],
  ['openai-chat', ''],
  ['openai-chat', '/v1'],
])(
  'models of one that was added as %s at its address%s are what those of the found one are',
  async (kind, path) => {
    const { models } = await openOllama(kind, path);
    await models.look();
    const listed = await models.list();
    const of = (provider: string) =>
      listed
        .filter((model) => model.provider === provider)
        .map(({ id, provider: _provider, ...rest }) => ({
          ...rest,
          id: id.slice(provider.length),
        }));
    expect(of('mine')).toEqual(of('ollama'));
    expect(of('mine')).toHaveLength(3);
    expect(of('mine').map(({ quickOnly }) => quickOnly)).toContain('It calls no tools.');
  },
);

test.each(['anthropic', 'openai-chat'])(
  'one that was added as %s tells what its models hold and can do as soon as one is to be used, and is asked once',
  async (kind) => {
    const { models, server } = await openOllama(kind);
    const asked = () => server.asked.filter((line) => line.includes('/api/tags')).length;
    expect(asked()).toBe(0);
    await Promise.all([models.resolve('mine/gemma3:4b'), models.resolve('mine/qwen3-coder:30b')]);
    await vi.waitFor(async () =>
      expect(await models.resolve('mine/qwen3-coder:30b')).toMatchObject({
        contextTokens: 262_144,
      }),
    );
    expect(() => models.check('mine/gemma3:4b', 'main')).toThrow('It calls no tools.');
    expect(asked()).toBe(1);
    // It was not asked for an answer.
    const mine = (await models.providers()).find(({ id }) => id === 'mine');
    expect(mine).not.toHaveProperty('state');
  },
);

test('a model that was pulled meanwhile is offered, and what was told stands while the server is away', async () => {
  const tagged = (name: string) => ({ name, model: name });
  const tags = { models: [tagged('one')] };
  const server = await serveLocal({
    '/api/tags': tags,
    '/api/show': () => ({ capabilities: ['completion', 'tools'], model_info: {} }),
  });
  onTestFinished(server.close);
  let now = 0;
  const { models } = open(
    {
      catalogue: createCatalogue({
        clock: { now: () => now },
        adapter: () => Promise.reject(new Error('not in this test')),
        local: (origin) => tellLocalModels({ fetch, origin, timeoutMs }),
      }),
    },
    { providers: [{ id: 'mine', kind: 'anthropic', baseUrl: server.url, key: 'none' }] },
  );
  const listed = async () =>
    (await models.list()).flatMap(({ id, provider }) => (provider === 'mine' ? [id] : []));
  expect(await listed()).toEqual(['mine/one']);
  tags.models.push(tagged('two'));
  now = 60_000;
  expect(await listed()).toEqual(['mine/one', 'mine/two']);
  server.close();
  now = 120_000;
  expect(await listed()).toEqual(['mine/one', 'mine/two']);
});

const written = ['', '/', '/v1', '/v1/'];
test.each([
  ['anthropic', startFakeAnthropic, [...written, '/v1/messages']],
  ['openai-chat', startFakeChat, [...written, '/v1/chat/completions']],
] as const)(
  'a server that is spoken to as %s is reached however its address is written',
  async (kind, start, ways) => {
    const fake = await start();
    onTestFinished(() => fake.close());
    for (const way of ways) {
      const access = { id: 'mine', kind, baseUrl: `${fake.url}${way}` };
      const adapter = await createAdapter(access, { now: Date.now });
      const turn = { id: 't', text: 'Hi', status: 'running' as const, blocks: [] };
      const types = new Set<string>();
      const request = { model: 'qwen', system: '', tools: [], turns: [turn] };
      const { signal } = new AbortController();
      for await (const events of adapter.stream(request, signal)) {
        for (const { type } of events) types.add(type);
      }
      expect(types).toContain('stop');
    }
    expect(fake.requests).toHaveLength(ways.length);
  },
);

test('whoever adds a provider is told of them', async () => {
  const konsole = await openTested({ noHosts: true });
  const told = await konsole.ask('provider.list', {});
  expect(told.localServers).toEqual(localServers);
});
