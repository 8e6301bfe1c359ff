/** The door to all providers: from how to reach one to its adapter. Loads the client of what is asked for. */
import type { ProviderAccess } from '../host/protocol';
import { createAnthropicAdapter } from './anthropic/adapter';
import { warmFetch } from './connections';
import { createDemoFetch } from './demo/demo-fetch';
import { demoModels } from './demo/models';
import { ProviderError, type ProviderAdapter } from './types';

export interface ProviderDeps {
  /** Epoch ms. */
  now: () => number;
}

/** Never throws: what cannot be reached says so when it is asked for something. */
export function createAdapter(access: ProviderAccess, deps: ProviderDeps): ProviderAdapter {
  if (access.kind === 'demo') return demoAdapter(deps);
  if (access.kind !== 'anthropic') return unsupported(access.kind);
  const key = access.key === undefined || access.key === 'none' ? {} : { key: access.key };
  const base = access.baseUrl === undefined ? {} : { baseUrl: access.baseUrl };
  return createAnthropicAdapter({ ...base, ...key }, { fetch: warmFetch, now: deps.now });
}

/** The real client over scripted bytes: no request leaves this process. */
function demoAdapter(deps: ProviderDeps): ProviderAdapter {
  const adapter = createAnthropicAdapter(
    { baseUrl: 'http://demo.invalid' },
    { fetch: createDemoFetch(), now: deps.now },
  );
  return {
    stream: adapter.stream,
    models: () => Promise.resolve(demoModels.map((model) => ({ ...model }))),
    warm: () => Promise.resolve(true),
  };
}

function unsupported(kind: string): ProviderAdapter {
  const fail = () =>
    new ProviderError(
      {
        code: 'provider',
        message: `Providers of kind "${kind}" are not supported yet by this version.`,
        hint: 'Use kind "anthropic", which also serves Ollama, LM Studio and llama-server.',
      },
      false,
    );
  return {
    async *stream() {
      throw fail();
    },
    models: () => Promise.reject(fail()),
    warm: () => Promise.resolve(false),
  };
}
