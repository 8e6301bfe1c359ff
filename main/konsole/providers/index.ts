/** The door to all providers: from how to reach one to its adapter. Loads the client of what is asked for. */
import type { TurnError } from '../../../preload/contract/shapes';
import type { ProviderAccess } from '../host/protocol';
import { fetchThrough } from './connections';
import { houseOf, unknownKind } from './houses';
import { ProviderError, type ProviderAdapter } from './types';

export interface ProviderDeps {
  /** Epoch ms. */
  now: () => number;
}

/** Rejects only where a client cannot be loaded; what cannot be reached says so when it is asked for something. */
export async function createAdapter(
  access: ProviderAccess,
  deps: ProviderDeps,
): Promise<ProviderAdapter> {
  const house = houseOf(access.kind);
  if (!house) return failing({ code: 'provider', ...unknownKind(access.kind) });
  if (access.noWay) return failing({ code: 'no-network', ...access.noWay });
  const create = await house.load();
  const { baseUrl, key, tier } = access;
  return create(
    {
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(key === undefined || key === 'none' ? {} : { key }),
      ...(tier === undefined ? {} : { tier }),
    },
    { fetch: fetchThrough(access), now: deps.now },
  );
}

/** It cannot be asked at all. */
function failing(told: TurnError): ProviderAdapter {
  const fail = () => new ProviderError(told, false);
  return {
    async *stream() {
      throw fail();
    },
    models: () => Promise.reject(fail()),
    warm: () => Promise.resolve(false),
  };
}
