/** Keys where there is no secret store of a system: in memory, for this run only, bound to their origin. */
import { KonsoleError } from '../preload/contract/errors';
import type { KeyStore } from './konsole/surroundings';

export function createRunKeys(): KeyStore {
  const keys = new Map<string, { origin: string; key: string }>();
  const why =
    'There is no desktop here, so keys are kept for this run only. To have one at every start, set ANTHROPIC_API_KEY.';

  return {
    kind: 'none',
    why,
    async get(provider, origin) {
      const kept = keys.get(provider);
      return kept?.origin === origin ? kept.key : undefined;
    },
    async where(provider) {
      const kept = keys.get(provider);
      return kept && { kept: 'run', origin: kept.origin };
    },
    async set(provider, origin, key, keep) {
      if (keep === 'store') throw new KonsoleError('unsupported', why);
      keys.set(provider, { origin, key });
    },
    async remove(provider) {
      keys.delete(provider);
    },
  };
}
