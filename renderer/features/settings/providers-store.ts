/** The providers as the konsole knows them: where each key is and what its last test said. Never a key. */
import { create } from 'zustand';
import type { LocalServer, ProviderHouse, ProviderInfo } from '../../../preload/contract/shapes';
import type { ProviderSettings } from '../../../preload/contract/settings';
import { command, messageOf } from '../../stores/commands';
import { toast } from '../../ui/toast';
import { loadModels, loadSettings, updateSettings, useSettings } from '../../stores/settings-store';

export interface TestResult {
  ok: boolean;
  message: string;
  /** Epoch ms. */
  at: number;
}

export interface ProvidersView {
  /** Absent until loaded. */
  providers?: readonly ProviderInfo[];
  /** The kinds of provider that may be added. */
  houses?: readonly ProviderHouse[];
  /** The servers of this computer that may be added by name. */
  localServers?: readonly LocalServer[];
  /** Why the list could not be loaded. */
  trouble?: string;
  tests: Readonly<Record<string, TestResult>>;
  testing: ReadonlySet<string>;
}

export const useProviders = create<ProvidersView>()(() => ({ tests: {}, testing: new Set() }));

/** With `look`, the servers of this computer are looked for again first. */
export async function loadProviders(look = false): Promise<void> {
  try {
    const told = await command('provider.list', look ? { look } : {});
    useProviders.setState(({ trouble: _trouble, ...rest }) => ({ ...rest, ...told }), true);
  } catch (error) {
    useProviders.setState({ trouble: messageOf(error) });
  }
}

/** Keys came or went: what can be used has changed with them. */
async function renew(): Promise<void> {
  await Promise.all([loadProviders(), loadSettings(), loadModels()]);
}

/** Asks the provider something small; resolves to what it said. Never rejects. */
export async function testProvider(provider: string): Promise<TestResult> {
  useProviders.setState(({ testing }) => ({ testing: new Set(testing).add(provider) }));
  let result: TestResult;
  try {
    const { ok, message } = await command('provider.test', { provider });
    result = { ok, message, at: Date.now() };
  } catch (error) {
    result = { ok: false, message: messageOf(error), at: Date.now() };
  }
  useProviders.setState(({ testing, tests }) => {
    const left = new Set(testing);
    left.delete(provider);
    return { testing: left, tests: { ...tests, [provider]: result } };
  });
  return result;
}

/**
 * Gives a key and tests it. Rejects with what was wrong when it was not taken. With `quietly`, what turns use is
 * not shown anew: the first run stays in sight until it is left.
 */
export async function giveKey(
  provider: string,
  key: string,
  keep: 'store' | 'run',
  quietly = false,
): Promise<TestResult> {
  await command('provider.set-key', { provider, key, keep });
  await (quietly ? loadProviders() : renew());
  return testProvider(provider);
}

export async function removeKey(provider: string): Promise<void> {
  await command('provider.remove-key', { provider });
  forgetTest(provider);
  await renew();
}

function forgetTest(provider: string): void {
  useProviders.setState(({ tests }) => {
    const { [provider]: _gone, ...rest } = tests;
    return { tests: rest };
  });
}

/** Writes the provider into the settings. False when it failed, which was said. */
export async function addProvider(provider: ProviderSettings): Promise<boolean> {
  const done = await writeProvider(provider);
  if (done) await renew();
  return done;
}

/** The same without showing anew what turns use: the first run stays in sight until it is left. */
export async function writeProvider(provider: ProviderSettings): Promise<boolean> {
  const known = useSettings.getState().settings?.providers ?? [];
  const others = known.filter((other) => other.id !== provider.id);
  return updateSettings({ providers: [...others, provider] });
}

/** Writes what was changed of a provider in place. False when it failed, which was said. */
export async function editProvider(provider: ProviderSettings): Promise<boolean> {
  const known = useSettings.getState().settings?.providers ?? [];
  const done = await updateSettings({
    providers: known.map((other) => (other.id === provider.id ? provider : other)),
  });
  if (done) {
    forgetTest(provider.id);
    await renew();
  }
  return done;
}

/** Takes it out of the settings, its kept key first, and offers to undo it. False when it failed, which was said. */
export async function dropProvider(provider: ProviderInfo): Promise<boolean> {
  const keyed =
    provider.key === 'store' || provider.key === 'run' || provider.key === 'origin-changed';
  if (keyed) await command('provider.remove-key', { provider: provider.id });
  const known = useSettings.getState().settings?.providers ?? [];
  const at = known.findIndex((other) => other.id === provider.id);
  const gone = known[at];
  const done = await updateSettings({ providers: known.filter((other) => other !== gone) });
  if (done) forgetTest(provider.id);
  await renew();
  if (!done || !gone) return done;
  toast({
    // A key that was forgotten is nowhere to be had.
    message: `Removed ${provider.name}.${keyed ? ' Its key does not come back with it.' : ''}`,
    action: { label: 'Undo', undo: true, run: () => void bringBack(gone, at) },
  });
  return true;
}

/** To where it was, unless somebody has added one of its id meanwhile. */
async function bringBack(gone: ProviderSettings, at: number): Promise<void> {
  const known = useSettings.getState().settings?.providers ?? [];
  if (known.some((other) => other.id === gone.id)) return;
  if (await updateSettings({ providers: known.toSpliced(at, 0, gone) })) await renew();
}

/** An id that no provider has yet, from a name a person typed. */
export function freeId(name: string, taken: readonly string[]): string {
  const plain =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 28) || 'server';
  if (!taken.includes(plain)) return plain;
  for (let count = 2; ; count += 1) {
    if (!taken.includes(`${plain}-${count}`)) return `${plain}-${count}`;
  }
}
