/** Settings, what turns really use, and the model catalogue: loaded by command, renewed after each update. */
import { create } from 'zustand';
import type { CommandResult } from '../../preload/contract/commands';
import type { ModelInfo, PoolStatus } from '../../preload/contract/shapes';
import { command, commandOrToast } from './commands';
import { usePool } from './pool-store';

type Loaded = CommandResult<'settings.get'>;

export interface SettingsView {
  /** Absent until loaded. */
  settings?: Loaded['settings'];
  problems: Loaded['problems'];
  effective?: Loaded['effective'];
  /** Of the settings that are shown; absent until loaded. */
  rev?: number;
  /** Where a new session works, chosen or not. Absent until loaded. */
  workspace?: Loaded['workspace'];
  models: readonly ModelInfo[];
}

export const useSettings = create<SettingsView>()(() => ({ problems: [], models: [] }));

let loading: Promise<unknown> = Promise.resolve();

/** Loads settings again: at start, after an update, after a key came or went. False when it failed, which was said. */
export async function loadSettings(): Promise<boolean> {
  const asked = commandOrToast('settings.get', {});
  loading = asked;
  const loaded = await asked;
  if (loaded) useSettings.setState(loaded);
  return loaded !== undefined;
}

/**
 * Somebody else may change a setting: another window, a browser, who edits the file. The pool's status tells. Returns
 * how to stop.
 */
export function followSettings(): () => void {
  const look = async (status: PoolStatus | undefined) => {
    // What is on its way may bring it already.
    await loading;
    if (status?.settingsRev === undefined || status !== usePool.getState().status) return;
    if (status.settingsRev === useSettings.getState().rev) return;
    await Promise.all([loadSettings(), loadModels()]);
  };
  return usePool.subscribe(({ status }) => void look(status));
}

/** The catalogue is a comfort: without it the context bar has no size, and nothing else is missing. */
export async function loadModels(): Promise<void> {
  const loaded = await command('model.list', {}).catch(() => undefined);
  if (loaded) useSettings.setState({ models: loaded.models });
}

/**
 * Writes a patch of settings.json and renews what is shown. Rejects with what is wrong. Objects merge, null takes away:
 * a patch names what was changed alone, so that it brings nothing back that another window changed meanwhile.
 */
export async function writeSettings(patch: Record<string, unknown>): Promise<void> {
  const { settings } = await command('settings.update', { patch });
  useSettings.setState({ settings });
  await loadSettings();
}

/** The same where there is no place for a reason. False when it failed, which was said. */
export async function updateSettings(patch: Record<string, unknown>): Promise<boolean> {
  const done = await commandOrToast('settings.update', { patch });
  if (!done) return false;
  useSettings.setState({ settings: done.settings });
  await loadSettings();
  return true;
}

/** Notes that something was said once and need not be said again. */
export async function markSaid(what: string): Promise<void> {
  const said = useSettings.getState().settings?.said ?? [];
  if (!said.includes(what)) await updateSettings({ said: [...said, what] });
}

/** The context size of a model, tokens, where the catalogue knows it. */
export function contextTokens(models: readonly ModelInfo[], id: string): number | undefined {
  return models.find((model) => model.id === id)?.contextTokens;
}
