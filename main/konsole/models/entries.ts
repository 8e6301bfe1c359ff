/** The providers that there are: those of the settings, those found on this computer, and the demo. Pure. */
import type { ProviderSettings } from '../../../preload/contract/settings';
import { houses } from '../providers/houses';
import type { ListedModel } from '../providers/types';

export interface FoundServer {
  id: string;
  kind: string;
  name: string;
  baseUrl: string;
  models: ListedModel[];
}

export interface Entry {
  provider: ProviderSettings;
  /** What was found, where it is not configured. */
  found?: FoundServer;
}

const own: readonly Entry[] = houses
  .filter(({ scripted }) => scripted)
  .map(({ kind, name }) => ({ provider: { id: kind, kind, name } }));

/** What is configured wins over what was found under the same id. */
export function entriesOf(
  configured: readonly ProviderSettings[],
  found: readonly FoundServer[],
): Entry[] {
  const isNew = (id: string) => configured.every((provider) => provider.id !== id);
  return [
    ...configured.map((provider) => ({ provider })),
    ...found
      .filter(({ id }) => isNew(id))
      .map((one) => ({ provider: asSettings(one), found: one })),
    ...own.filter(({ provider }) => isNew(provider.id)),
  ];
}

export const asSettings = ({
  id,
  kind,
  name,
  baseUrl,
}: Omit<FoundServer, 'models'>): ProviderSettings => ({
  ...{ id, kind, name, baseUrl },
  key: 'none',
});
