/** Providers and models of the engine, with nobody to ask but whom a test gives. */
import { createCatalogue } from '../../../main/konsole/models/catalogue';
import type { FoundServer } from '../../../main/konsole/models/entries';
import { createModels, type ModelsDeps } from '../../../main/konsole/models/models';
import type {
  ModelEvent,
  ModelRequest,
  ProviderAdapter,
} from '../../../main/konsole/providers/types';
import { settings as schema } from '../../../preload/contract/settings';
import { memoryKeys } from '../support/konsole';

export const env = { ANTHROPIC_API_KEY: 'sk-ant-from-the-environment' };

export const ollama: FoundServer = {
  id: 'ollama',
  kind: 'anthropic',
  name: 'Ollama',
  baseUrl: 'http://127.0.0.1:11434',
  models: [{ id: 'llama', name: 'llama' }],
};

const clock = { now: () => 0 };

export const catalogueOf = (adapter: ProviderAdapter) =>
  createCatalogue({ clock, adapter: async () => adapter });

export function open(change: Partial<ModelsDeps> = {}, patch: unknown = {}) {
  const settings = schema.parse(patch);
  let looked = 0;
  const models = createModels({
    settings: () => settings,
    keys: memoryKeys(),
    env: {},
    hide: () => {},
    storeFailed: () => {},
    catalogue: createCatalogue({
      clock,
      adapter: () => Promise.reject(new Error('not in this test')),
    }),
    localServers: [],
    findLocal: async () => {
      looked += 1;
      return [ollama];
    },
    mayLook: true,
    forceDemo: false,
    isKnown: () => false,
    demoModels: [{ id: 'scripted', name: 'Demo' }],
    changed: () => {},
    ...change,
  });
  return { models, looked: () => looked };
}

/** An adapter that lists these models and answers each request with these events, one after the other. */
export function scripted(
  models: Awaited<ReturnType<ProviderAdapter['models']>>,
  events: readonly ModelEvent[] = [],
) {
  const asked: ModelRequest[] = [];
  const read: string[] = [];
  const adapter: ProviderAdapter = {
    async *stream(request) {
      asked.push(request);
      for (const event of events) {
        read.push(event.type);
        yield [event];
      }
    },
    models: async () => models,
    warm: async () => true,
  };
  return { adapter, asked, read };
}
