/** Which other models a failed turn can be asked of again, the likeliest to answer first. Pure. */
import type { Lane, ModelInfo, ProviderInfo } from '../../../preload/contract/shapes';
import type { Settings } from '../../../preload/contract/settings';
import { isDemo } from '../../ui/format';

export interface Known {
  /** The models of the settings. Absent: not loaded, or not for this window. */
  chosen: Settings['models'] | undefined;
  models: readonly ModelInfo[];
  providers: readonly ProviderInfo[] | undefined;
  /** One that is asked the same anyway. */
  without?: string | undefined;
}

/** Everything that could answer in this lane but `failed`: its provider has a key or needs none. The demo is no AI. */
export function othersFor(failed: string, lane: Lane, known: Known): ModelInfo[] {
  const { models, providers, without } = known;
  return models.filter(
    ({ id, provider, quickOnly }) =>
      id !== failed &&
      id !== without &&
      !isDemo(id) &&
      (lane === 'quick' || quickOnly === undefined) &&
      hasWay(providers, provider),
  );
}

/**
 * The one that is offered by name: the next that the settings name for this, else the other lane's, else the first of
 * another provider. Of a provider that failed when it was last asked only where no other is left.
 */
export function bestOther(failed: string, lane: Lane, known: Known): ModelInfo | undefined {
  const { chosen, providers } = known;
  const others = othersFor(failed, lane, known);
  const find = (id: string | undefined) => others.find((model) => model.id === id);
  const named = (lane === 'main' ? chosen?.mainFallback : chosen?.fallback) ?? [];
  // Those before it in the list were asked before it.
  const after = named.slice(named.indexOf(failed) + 1);
  const elsewhere = others.filter((model) => model.provider !== providerOf(failed));
  const lanes = find(lane === 'main' ? chosen?.quick : chosen?.main);
  const ordered = [
    ...after.map(find),
    lanes?.provider === providerOf(failed) ? undefined : lanes,
    ...elsewhere,
  ].filter((model) => model !== undefined);
  const fails = ({ provider }: ModelInfo) =>
    providers?.find(({ id }) => id === provider)?.state?.ok === false;
  return ordered.find((model) => !fails(model)) ?? ordered[0];
}

const providerOf = (id: string) => id.slice(0, Math.max(0, id.indexOf('/')));

/** A provider that is not known has no way to it. */
function hasWay(providers: Known['providers'], id: string): boolean {
  const key = providers?.find((provider) => provider.id === id)?.key;
  return key !== undefined && key !== 'missing' && key !== 'origin-changed';
}
