/** What leaving the first run by one of its doors does. Each door ends with the models that it promised. */
import type { ProviderInfo } from '../../../preload/contract/shapes';
import {
  loadModels,
  loadSettings,
  markSaid,
  updateSettings,
  useSettings,
} from '../../stores/settings-store';
import { isDemo } from '../../ui/format';
import { addProvider } from '../settings/providers-store';

const anthropic = { main: 'anthropic/claude-opus-5-5', quick: 'anthropic/claude-haiku-5-5' };

/** Said once: the first run need not come again. Where it cannot be written, that is said and it comes at the next start. */
export async function leaveFirstRun(): Promise<void> {
  await markSaid('first-run');
}

/** After a key that works: models that still say demo become Anthropic's. */
export async function chooseAnthropic(): Promise<void> {
  const models = useSettings.getState().settings?.models;
  if (models && (isDemo(models.main) || isDemo(models.quick)))
    await updateSettings({ models: anthropic });
}

/** Puts a server that was found to work: into the settings, and one of its models for both kinds of turn. */
export async function chooseLocalServer(provider: ProviderInfo, chosen?: string): Promise<boolean> {
  const { id, name, baseUrl } = provider;
  const added = await addProvider({
    id,
    kind: 'anthropic',
    name,
    key: 'none',
    ...(baseUrl ? { baseUrl } : {}),
  });
  if (!added) return false;
  await loadModels();
  const offered = useSettings.getState().models.filter((other) => other.provider === id);
  const model = (offered.find((other) => other.id === chosen) ?? offered[0])?.id;
  return model === undefined ? true : updateSettings({ models: { main: model, quick: model } });
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
