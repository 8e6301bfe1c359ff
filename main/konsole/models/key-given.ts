/** What must be true of a key that a person gives. Pure. */
import { KonsoleError } from '../../../preload/contract/errors';
import type { ProviderSettings } from '../../../preload/contract/settings';
import type { KeyStore } from '../surroundings';
import { originOf } from './origins';

/** The origin that the key is bound to from now on. Throws a `KonsoleError` that names what is wrong. */
export function originForKey(
  provider: ProviderSettings,
  key: string,
  keep: 'store' | 'run' | undefined,
  keys: Pick<KeyStore, 'kind' | 'why'>,
): string {
  const origin = originOf(provider);
  if (origin === undefined) {
    throw new KonsoleError('invalid', `The provider "${provider.id}" takes no key.`);
  }
  if (/[\s\p{C}]/u.test(key)) {
    throw new KonsoleError(
      'invalid',
      'The key has spaces or invisible characters in it. Paste only the key.',
    );
  }
  if (keep === 'store' && keys.kind === 'none') {
    const why = keys.why ?? 'This system has no secret store.';
    throw new KonsoleError(
      'unsupported',
      `${why} Keep the key for this run, or set a variable instead.`,
    );
  }
  return origin;
}
