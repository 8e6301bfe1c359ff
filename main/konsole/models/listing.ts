/** The models that may be chosen: what each provider offers, and what is in use whether it is listed or not. */
import type { ModelInfo } from '../../../preload/contract/shapes';
import { houseOf } from '../providers/houses';
import type { ListedModel } from '../providers/types';
import { type AccessDeps, accessOf } from './access';
import type { Catalogue } from './catalogue';
import type { Entry, FoundServer } from './entries';
import { modelInfo } from './model-info';
import { readModelName } from './names';

export interface ListingDeps extends AccessDeps {
  catalogue: Catalogue;
  demoModels: readonly ListedModel[];
}

/** `used`: `<provider>/<model>` of what the lanes are set to and what they really use. Never rejects. */
export async function listModels(
  deps: ListingDeps,
  entries: readonly Entry[],
  used: readonly string[],
): Promise<ModelInfo[]> {
  const listed = (await Promise.all(entries.map((entry) => modelsOf(deps, entry)))).flat();
  for (const id of used) {
    const name = readModelName(id);
    if (!name || listed.some((one) => one.id === id)) continue;
    if (!entries.some(({ provider }) => provider.id === name.provider)) continue;
    listed.push(modelInfo(name.provider, { id: name.model, name: name.model }));
  }
  return listed;
}

async function modelsOf(deps: ListingDeps, { provider }: Entry): Promise<ModelInfo[]> {
  if (houseOf(provider.kind)?.scripted) {
    return deps.demoModels.map((one) => modelInfo(provider.id, one));
  }
  const { access } = await accessOf(provider, deps);
  if (access.keyMissing) return [];
  const tested = await deps.catalogue.models(access);
  return tested.ok ? tested.models : [];
}

/** `<provider>/<model>` of all that was found on this computer, server by server. */
export const namesOf = (servers: readonly FoundServer[]): string[] =>
  servers.flatMap(({ id, models }) => models.map((model) => `${id}/${model.id}`));
