/** With how much a server of this computer serves a model is known once it has loaded it, and counts from then on. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { createCatalogue } from '../../../main/konsole/models/catalogue';
import { findLocalServers, localServers } from '../../../main/konsole/providers/local';
import { tellLocalModels } from '../../../main/konsole/providers/local-models';
import { ollamaAnswers, ollamaRunning, serveLocal } from '../../fakes/local-servers';
import { open } from './support';

const timeoutMs = 10_000;
const patience = { timeout: timeoutMs };
const qwen = 'qwen3-coder:30b';
const tooSmall =
  'Ollama serves it with 4096 tokens, too few for a main turn. OLLAMA_CONTEXT_LENGTH for its server, or num_ctx in a Modelfile, raises that.';

/** An Ollama at its usual port, as far as anybody can tell; `load` is what somebody's question would do. */
async function openOllama() {
  let running: object = { models: [] };
  const server = await serveLocal({ ...ollamaAnswers, '/api/ps': () => running });
  onTestFinished(server.close);
  const toFake = (url: string, init?: RequestInit) => {
    const { port, pathname } = new URL(url);
    if (port !== '11434') return Promise.reject(new Error('nobody is there'));
    return fetch(`${server.url}${pathname}`, init);
  };
  let now = 0;
  let looked = 0;
  let refresh = () => {};
  const { models } = open({
    localServers,
    findLocal: () => findLocalServers(toFake, timeoutMs),
    catalogue: createCatalogue({
      clock: { now: () => now },
      adapter: () => Promise.reject(new Error('not in this test')),
      local(origin) {
        looked += 1;
        return tellLocalModels({ fetch: toFake, origin, timeoutMs });
      },
      toldOtherwise: () => refresh(),
    }),
  });
  refresh = () => void models.refresh();
  const name = `ollama/${qwen}`;
  const reached = async () => {
    const way = await models.resolve(name);
    if (!way.ok) throw new Error(way.error.message);
    return way;
  };
  /** A request of a turn went so, and that has been taken in. */
  async function tell(error?: { message: string }): Promise<void> {
    const { provider } = await reached();
    const outcome = { provider: 'ollama', model: qwen, ...(error ? { error } : {}) };
    models.news.asked(provider, outcome);
    const message = error?.message ?? `${qwen} answered.`;
    await vi.waitFor(async () => {
      const shown = (await models.providers()).find(({ id }) => id === 'ollama');
      expect(shown?.state?.message).toBe(message);
    }, patience);
  }
  return {
    ...{ models, name, reached },
    load: (size?: number) => (running = size ? ollamaRunning(qwen, size) : { models: [] }),
    pass: (ms: number) => (now += ms),
    answered: () => tell(),
    failed: () => tell({ message: 'No.' }),
    listed: async () => (await models.list()).find(({ id }) => id === name),
    looks: () => looked,
  };
}

test('once a model has answered, what it was loaded with counts, and new main turns do not go there where that is too little', async () => {
  const { models, load, answered, reached, name } = await openOllama();
  await models.refresh();
  expect(await reached()).toMatchObject({ contextTokens: 262_144 });
  expect(models.effective().main).toBe(name);
  load(4096);
  await answered();
  await vi.waitFor(
    async () => expect(await reached()).toMatchObject({ contextTokens: 4096 }),
    patience,
  );
  expect(() => models.check(name, 'main')).toThrow(tooSmall);
  // Nothing else that is there is large enough, or calls tools.
  await vi.waitFor(() => expect(models.effective().main).toBe('demo/scripted'), patience);
  expect(models.effective().quick).toBe(name);
});

test('what was loaded meanwhile is known at the next listing, with what raises it', async () => {
  const { models, load, pass, listed } = await openOllama();
  await models.refresh();
  expect(await listed()).toMatchObject({ contextTokens: 262_144 });
  load(4096);
  pass(2_000);
  expect(await listed()).toMatchObject({ contextTokens: 4096, quickOnly: tooSmall });
  load(65_536);
  pass(2_000);
  const larger = await listed();
  expect(larger).toMatchObject({ contextTokens: 65_536 });
  expect(larger).not.toHaveProperty('quickOnly');
});

test('a turn of many answers looks once, and a later one looks again: it may have been loaded anew', async () => {
  const { models, load, pass, answered, failed, looks, reached } = await openOllama();
  await models.refresh();
  load(32_768);
  await answered();
  await vi.waitFor(
    async () => expect(await reached()).toMatchObject({ contextTokens: 32_768 }),
    patience,
  );
  expect(looks()).toBe(1);
  for (let n = 0; n < 3; n += 1) {
    await failed();
    await answered();
  }
  expect(looks()).toBe(1);
  load(65_536);
  pass(60_000);
  await answered();
  await vi.waitFor(
    async () => expect(await reached()).toMatchObject({ contextTokens: 65_536 }),
    patience,
  );
});

test('a request that failed has loaded nothing', async () => {
  const { models, failed, looks } = await openOllama();
  await models.refresh();
  await failed();
  expect(looks()).toBe(0);
});

test('a server that tells otherwise each time is asked no more than its last word is old', async () => {
  const access = { id: 'ollama', kind: 'openai-chat', baseUrl: 'http://127.0.0.1:11434' };
  let now = 0;
  let looks = 0;
  const told = vi.fn<() => void>();
  const catalogue = createCatalogue({
    clock: { now: () => now },
    adapter: () => Promise.reject(new Error('not in this test')),
    local: () => Promise.resolve([{ id: qwen, name: qwen, contextTokens: (looks += 1) }]),
    // As the lanes do, a little later, when one of them uses a model that this server does not list.
    toldOtherwise: () => {
      told();
      setImmediate(() => catalogue.lookAt(access));
    },
  });
  await catalogue.models(access);
  now += 3_000;
  catalogue.lookAt(access);
  await vi.waitFor(() => expect(told).toHaveBeenCalledOnce(), patience);
  // Rounds enough for a next look to begin and to tell.
  for (let round = 0; round < 10; round += 1) await new Promise((done) => setImmediate(done));
  expect(told).toHaveBeenCalledOnce();
  expect(looks).toBe(2);
  now += 3_000;
  catalogue.lookAt(access);
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2), patience);
  expect(looks).toBe(3);
});
