/** What leaving the first run by one of its doors does. Each door ends with the models that it promised. */
import type { ModelInfo, ProviderHouse, ProviderInfo } from '../../../preload/contract/shapes';
import {
  loadModels,
  loadSettings,
  markSaid,
  updateSettings,
  useSettings,
} from '../../stores/settings-store';
import { isDemo } from '../../ui/format';
import { addProvider, freeId, useProviders, writeProvider } from '../settings/providers-store';

/** Said once: the first run need not come again. Where it cannot be written, that is said and it comes at the next start. */
export async function leaveFirstRun(): Promise<void> {
  await markSaid('first-run');
}

/** The provider of a house that the first run speaks of: its first one, however it was called. */
export const providerOf = (house: ProviderHouse, providers: readonly ProviderInfo[] = []) =>
  providers.find((provider) => provider.kind === house.kind && !provider.found);

/** Puts a house among the providers where it is not there yet, so that it can be given a key. False when it failed, which was said. */
export async function addHouse(house: ProviderHouse): Promise<string | false> {
  const { providers } = useProviders.getState();
  const there = providerOf(house, providers);
  if (there) return there.id;
  const id = freeId(
    house.kind,
    (useSettings.getState().settings?.providers ?? []).map((known) => known.id),
  );
  const done = await writeProvider({
    id,
    kind: house.kind,
    name: house.name,
    ...(house.keyVariable ? { keyEnv: house.keyVariable } : {}),
  });
  return done && id;
}

/**
 * After a key that works: the house's models, where models still say demo or those of another house cannot be used. One that
 * this key may not use is not in its list, and another stands in.
 */
export async function chooseHouse(house: ProviderHouse): Promise<void> {
  // What a key lists is known from now on; the composer, which comes next, has names and sizes from it.
  await loadModels();
  const { settings } = useSettings.getState();
  const id = providerOf(house, useProviders.getState().providers)?.id;
  if (!settings || id === undefined) return;
  const already = (chosen: string) => chosen.startsWith(`${id}/`);
  if (already(settings.models.main) && already(settings.models.quick)) return;
  const offered = offeredBy(id);
  const usual = (model: string | undefined) =>
    model !== undefined &&
    (offered.length === 0 || offered.some((one) => one.id === `${id}/${model}`))
      ? `${id}/${model}`
      : undefined;
  const main = usual(house.defaults?.main) ?? offered.find(runsMain)?.id;
  const quick = usual(house.defaults?.quick) ?? main ?? offered[0]?.id;
  if (main === undefined || quick === undefined) return;
  await updateSettings({ models: { main, quick } });
}

const offeredBy = (provider: string): ModelInfo[] =>
  useSettings.getState().models.filter((model) => model.provider === provider);

const runsMain = (model: ModelInfo) => model.quickOnly === undefined;

/**
 * Puts a server that was found to work: into the settings, and the model that was chosen for both kinds of turn. One for side
 * questions alone is never made the main model: another of the server's is, or what there was stays.
 */
export async function chooseLocalServer(provider: ProviderInfo, chosen: string): Promise<boolean> {
  const { id, name, baseUrl } = provider;
  const added = await addProvider({
    id,
    kind: provider.kind,
    name,
    key: 'none',
    ...(baseUrl ? { baseUrl } : {}),
  });
  if (!added) return false;
  const offered = offeredBy(id);
  // It may have gone meanwhile.
  const quick = offered.find((one) => one.id === chosen) ?? offered.find(runsMain) ?? offered[0];
  if (!quick) return true;
  const main = runsMain(quick) ? quick : offered.find(runsMain);
  return updateSettings({ models: { ...(main ? { main: main.id } : {}), quick: quick.id } });
}

/** With no key the demo answers by itself; where something else would answer, the demo is chosen by name. */
export async function chooseDemo(): Promise<boolean> {
  // A key that was tried in between may have changed it.
  await loadSettings();
  const { effective } = useSettings.getState();
  if (effective && isDemo(effective.main) && isDemo(effective.quick)) return true;
  await loadModels();
  const demo = useSettings.getState().models.find((model) => isDemo(model.id))?.id;
  const model = demo ?? 'demo/scripted';
  return updateSettings({ models: { main: model, quick: model } });
}
