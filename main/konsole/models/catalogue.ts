/** Asks providers which models there are, when a person wants to know: each within a few seconds, kept a while. */
import type { ModelInfo } from '../../../preload/contract/shapes';
import type { ProviderAccess } from '../host/protocol';
import type { ProviderAdapter } from '../providers/types';
import type { Clock } from '../surroundings';

const patienceMs = 5_000;
const keptMs = 10 * 60_000;

export type Tested =
  | { ok: true; models: ModelInfo[] }
  /** What went wrong and what to do. */
  | { ok: false; message: string };

export interface Catalogue {
  /** Asks now. Never rejects. */
  test(access: ProviderAccess): Promise<Tested>;
  /** As `test`, but a good answer is kept for ten minutes. */
  models(access: ProviderAccess): Promise<Tested>;
  /** Tokens that a model holds, as its provider told when it was last asked; asks nobody. `<provider>/<model>`. */
  holds(model: string): number | undefined;
}

export function createCatalogue(deps: {
  clock: Clock;
  /** Loads the provider's client on first use: it is not needed to start. */
  adapter: (access: ProviderAccess) => Promise<ProviderAdapter>;
}): Catalogue {
  /** By provider. */
  const kept = new Map<string, { signature: string; at: number; tested: Tested }>();

  async function test(access: ProviderAccess): Promise<Tested> {
    if (access.keyMissing) {
      return { ok: false, message: access.keyHint ?? 'A key is missing. Give one in Settings.' };
    }
    const signal = AbortSignal.timeout(patienceMs);
    try {
      const adapter = await deps.adapter(access);
      const models = await Promise.race([adapter.models(signal), whenAborted(signal)]);
      return {
        ok: true,
        models: models.map(({ id, name, contextTokens }) => ({
          id: `${access.id}/${id}`,
          name,
          provider: access.id,
          ...(contextTokens === undefined ? {} : { contextTokens }),
        })),
      };
    } catch (error) {
      if (signal.aborted) {
        const message = `${access.id} did not answer within 5 seconds. Check the network and its address.`;
        return { ok: false, message };
      }
      return { ok: false, message: wordsOf(error) };
    }
  }

  return {
    test,
    holds(model) {
      const tested = kept.get(model.slice(0, model.indexOf('/')))?.tested;
      return tested?.ok ? tested.models.find(({ id }) => id === model)?.contextTokens : undefined;
    },
    async models(access) {
      const signature = JSON.stringify(access);
      const before = kept.get(access.id);
      const isFresh = before?.signature === signature && deps.clock.now() - before.at < keptMs;
      if (before && isFresh) return before.tested;
      const tested = await test(access);
      if (tested.ok) kept.set(access.id, { signature, at: deps.clock.now(), tested });
      return tested;
    },
  };
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('too late')), { once: true });
  });
}

/** A `ProviderError` carries words for a person; known by its shape, its class lives with the providers' code. */
function wordsOf(error: unknown): string {
  const told = (error as { error?: { message?: unknown; hint?: unknown } } | null)?.error;
  if (typeof told?.message === 'string') {
    return typeof told.hint === 'string' ? `${told.message} ${told.hint}` : told.message;
  }
  return 'The provider could not be asked. The log in Diagnostics has the details.';
}
