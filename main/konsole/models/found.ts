/** Servers of this computer that are in no settings: when they are looked for, and how long what was found holds. */
import type { Settings } from '../../../preload/contract/settings';
import type { LocalServer } from '../../../preload/contract/shapes';
import type { ListedModel } from '../providers/types';
import { type AccessDeps, accessOf } from './access';
import type { Catalogue } from './catalogue';
import { asSettings, type Entry, entriesOf, type FoundServer } from './entries';

export interface FoundDeps extends AccessDeps {
  settings: () => Settings;
  catalogue: Pick<Catalogue, 'hold'>;
  /** The servers of this computer that are known by name. */
  localServers: readonly LocalServer[];
  /** Looks for servers on this computer; never rejects. */
  findLocal: () => Promise<FoundServer[]>;
  /** False: nobody looks for servers. */
  mayLook: boolean;
}

export interface Found {
  /** As the last look found them: they stay until the next one, whatever changes in the settings meanwhile. */
  servers(): readonly FoundServer[];
  /** All providers there are. */
  entries(): Entry[];
  /**
   * How a provider is reached. A session may use one that was found before, and nobody has looked since: it is where it
   * usually is.
   */
  byId(id: string): Entry | undefined;
  /** Somebody asks for them: the next look is a real one. */
  want(): void;
  /** Looks where somebody asked, or where `isNeeded`. Never rejects. */
  look(isNeeded: boolean): Promise<void>;
}

export function createFound(deps: FoundDeps): Found {
  let servers: readonly FoundServer[] = [];
  let wanted = false;

  const mayLook = () => deps.mayLook && deps.settings().findLocalServers;
  const entries = () => entriesOf(deps.settings().providers, servers);

  function usual(id: string): Entry | undefined {
    const place = mayLook() ? deps.localServers.find((one) => one.id === id) : undefined;
    return place && { provider: asSettings(place) };
  }

  /** One that was put into the settings may have been found, too, and tells the same there. */
  async function holdModels(id: string, baseUrl: string, models: ListedModel[]): Promise<void> {
    const entry = entries().find(({ provider }) => provider.id === id);
    if (entry?.provider.baseUrl !== baseUrl) return;
    deps.catalogue.hold((await accessOf(entry.provider, deps)).access, models);
  }

  return {
    servers: () => servers,
    entries,
    byId: (id) => entries().find(({ provider }) => provider.id === id) ?? usual(id),
    want() {
      wanted = true;
    },
    async look(isNeeded) {
      const looks = isNeeded || wanted;
      wanted = false;
      if (!mayLook()) servers = [];
      else if (looks) {
        // Until the new look is over, what the last one found stays.
        servers = await deps.findLocal();
        await Promise.all(
          servers.map(({ id, baseUrl, models }) => holdModels(id, baseUrl, models)),
        );
      }
    },
  };
}
