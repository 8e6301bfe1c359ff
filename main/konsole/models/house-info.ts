/** A house as a window may know it: which kinds of provider there are to add. Pure. */
import type { ProviderHouse } from '../../../preload/contract/shapes';
import type { House } from '../providers/house';

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
