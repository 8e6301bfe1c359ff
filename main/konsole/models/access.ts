/** From a provider in the settings to how it is reached: which key goes there, and where that key is kept. */
import { resolve } from 'node:path';
import type { ProviderInfo } from '../../../preload/contract/shapes';
import type { ProviderSettings } from '../../../preload/contract/settings';
import type { ProviderAccess } from '../host/protocol';
import type { KeyStore } from '../surroundings';
import type { FillPlace } from '../providers/house';
import { houseOf, unknownKind } from '../providers/houses';
import { nameOf } from './house-info';
import { isLoopback, mayCarry, originOf } from './origins';
import { proxyFor } from './proxy';
import { inOneLine } from './told';

export interface Access {
  access: ProviderAccess;
  key: ProviderInfo['key'];
  /** The host of the proxy on the way. */
  proxy?: string;
}

export interface AccessDeps {
  keys: KeyStore;
  env: Readonly<Record<string, string | undefined>>;
  /** Told every key and every password of a proxy that is found, so that no log ever shows it. */
  hide: (key: string) => void;
  /** The secret store could not be asked. */
  storeFailed: (provider: string, error: unknown) => void;
}

/** Never rejects. A key is looked up for the provider's origin and no other. */
export async function accessOf(provider: ProviderSettings, deps: AccessDeps): Promise<Access> {
  const base: ProviderAccess = {
    id: provider.id,
    kind: provider.kind,
    ...(provider.baseUrl === undefined ? {} : { baseUrl: provider.baseUrl }),
    ...(provider.tier === undefined ? {} : { tier: provider.tier }),
  };
  const house = houseOf(provider.kind);
  if (!house) {
    const hint = inOneLine(unknownKind(provider.kind));
    return { access: { ...base, keyMissing: true, keyHint: hint }, key: 'missing' };
  }
  if (house.scripted) return { access: base, key: 'none-needed' };
  const name = nameOf(provider);
  const origin = originOf(provider);
  if (origin === undefined) {
    const hint = `Give ${name} a server address ("baseUrl") in the settings.`;
    return { access: { ...base, keyMissing: true, keyHint: hint }, key: 'missing' };
  }
  const { seen, ...reached } = wayTo(origin, provider, deps);
  const way = { ...base, ...reached };
  const found = await findKey(provider, origin, deps);
  if ('key' in found) {
    deps.hide(found.key);
    return { access: { ...way, key: found.key }, key: found.from, ...seen };
  }
  if (found.from === 'none-needed') return { access: way, key: 'none-needed', ...seen };
  const missing = { keyMissing: true, keyHint: found.hint };
  return { access: { ...way, ...missing }, key: found.from, ...seen };
}

type Way = Pick<ProviderAccess, 'proxy' | 'noWay' | 'certificates' | 'extraCertificates'>;

/** `seen`: what a person may see of it. */
function wayTo(
  origin: string,
  { proxy: configured, certificates }: ProviderSettings,
  { env, hide }: AccessDeps,
): Way & { seen: Pick<Access, 'proxy'> } {
  const proxy = proxyFor(origin, configured, env);
  const extra = env['NODE_EXTRA_CA_CERTS'];
  const trust = {
    ...(certificates === undefined ? {} : { certificates }),
    // A host may stand in another folder.
    ...(extra ? { extraCertificates: resolve(extra) } : {}),
  };
  if (proxy === undefined) return { ...trust, seen: {} };
  if ('noWay' in proxy) return { ...trust, noWay: proxy.noWay, seen: {} };
  proxy.secrets.forEach(hide);
  return { ...trust, proxy: proxy.url, seen: { proxy: proxy.host } };
}

/**
 * Whether this provider keeps prompts of this model for what it is paid, as its house says. One that wants no key is a
 * server of this computer, which has nothing to fill.
 */
export function keepsPrompts(
  { kind, key, baseUrl }: ProviderAccess,
  { model, isKnown }: Pick<FillPlace, 'model' | 'isKnown'>,
): boolean {
  if (key === undefined || key === 'none') return false;
  const isOwn = baseUrl === undefined || originOf({ kind, baseUrl }) === originOf({ kind });
  return houseOf(kind)?.fillsCache?.({ model, isOwn, isKnown }) ?? false;
}

type Found =
  | { from: 'store' | 'run' | 'environment' | 'none-needed'; key: string }
  | { from: 'none-needed' }
  | { from: 'missing' | 'origin-changed'; hint: string };

async function findKey(
  provider: ProviderSettings,
  origin: string,
  deps: AccessDeps,
): Promise<Found> {
  const { id, keyEnv } = provider;
  const name = nameOf(provider);
  const kept = await stored(id, origin, deps);
  if (kept && 'key' in kept) return kept;
  const variable = keyEnv === undefined ? undefined : deps.env[keyEnv]?.trim();
  if (keyEnv !== undefined && variable) {
    if (mayCarry(keyEnv, origin)) return { from: 'environment', key: variable };
    const hint =
      `The key in ${keyEnv} is not sent to ${origin}, for which it was not made. ` +
      `Give a key for ${origin} in Settings, or name another variable as "keyEnv".`;
    return { from: 'origin-changed', hint };
  }
  if (isLoopback(origin)) {
    if (provider.key === 'none') return { from: 'none-needed' };
    if (provider.key) return { from: 'none-needed', key: provider.key };
    if (keyEnv === undefined) return { from: 'none-needed' };
  }
  if (kept) {
    const hint =
      `The key of ${name} was given for ${kept.otherOrigin}. Its address is now ${origin}: ` +
      'give a key for it in Settings.';
    return { from: 'origin-changed', hint };
  }
  const orSet = keyEnv === undefined ? '' : ` or set ${keyEnv} before starting Konsole`;
  const ignored =
    provider.key === undefined
      ? ''
      : ' (A "key" in settings.json is only used for servers on this computer.)';
  return { from: 'missing', hint: `Give a key for ${name} in Settings${orSet}.${ignored}` };
}

async function stored(
  id: string,
  origin: string,
  { keys, storeFailed }: AccessDeps,
): Promise<{ from: 'store' | 'run'; key: string } | { otherOrigin: string } | undefined> {
  try {
    const where = await keys.where(id);
    if (!where) return undefined;
    const key = where.origin === origin ? await keys.get(id, origin) : undefined;
    return key ? { from: where.kept, key } : { otherOrigin: where.origin };
  } catch (error) {
    storeFailed(id, error);
    return undefined;
  }
}
