/** Houses and their providers as a person knows them: which kinds there are to add, and what one is called. Pure. */
import type { ProviderHouse } from '../../../preload/contract/shapes';
import type { ProviderSettings } from '../../../preload/contract/settings';
import type { House } from '../providers/house';
import { houseOf } from '../providers/houses';

export function houseInfo(house: House): ProviderHouse {
  const { kind, name, api, origin, keyVariables, defaults, tiers } = house;
  const [keyVariable] = keyVariables;
  return {
    kind,
    name,
    api,
    ...(origin === undefined ? {} : { origin }),
    ...(keyVariable === undefined ? {} : { keyVariable }),
    ...(defaults === undefined ? {} : { defaults }),
    ...(tiers === undefined ? {} : { tiers: [...tiers] }),
  };
}

/** The name that a person gave; else the house's, where the provider goes by its kind, as the first of several does. */
export const nameOf = ({ id, kind, name }: ProviderSettings): string =>
  name ?? (id === kind ? houseOf(kind)?.name : undefined) ?? id;
