/**
 * A key that a person wrote into settings.json stays there: no window, journal or client ever gets it. What is sent
 * back unchanged keeps it, for the same address. Pure.
 */
import type { ProviderSettings, Settings } from '../../../preload/contract/settings';

/** Stands for a key that is in the file. */
export const keptKey = '(kept)';

const isSecret = (key: string | undefined) => key !== undefined && key !== 'none';

export function hideKeys(settings: Settings): Settings {
  const hidden = (provider: ProviderSettings) =>
    isSecret(provider.key) ? { ...provider, key: keptKey } : provider;
  return { ...settings, providers: settings.providers.map(hidden) };
}

/** Puts the keys back into a patch that was made from hidden settings; to a new address none goes along. */
export function restoreKeys(
  patch: Record<string, unknown>,
  { providers: known }: Settings,
): Record<string, unknown> {
  const { providers } = patch;
  if (!Array.isArray(providers)) return patch;
  const restored = providers.map((provider: unknown) => {
    if (typeof provider !== 'object' || provider === null) return provider;
    const { key, ...rest } = provider as Partial<ProviderSettings>;
    if (key !== keptKey) return provider;
    const before = known.find(({ id, baseUrl }) => id === rest.id && baseUrl === rest.baseUrl);
    return before?.key === undefined ? rest : { ...rest, key: before.key };
  });
  return { ...patch, providers: restored };
}
