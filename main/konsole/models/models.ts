/** Providers and models as the engine uses them: which one a turn gets, how it is reached, and what a person sees. */
import { KonsoleError } from '../../../preload/contract/errors';
import type { ProviderSettings, Settings } from '../../../preload/contract/settings';
import type {
  Lane,
  ModelInfo,
  ProviderHouse,
  ProviderInfo,
  SessionKind,
} from '../../../preload/contract/shapes';
import type { WarmOrder } from '../pool/types';
import type { ModelChoice } from '../sessions/types';
import { type AccessDeps, accessOf, keepsPrompts } from './access';
import type { Catalogue } from './catalogue';
import { alternativeNames, effectiveModels } from './effective';
import { demoModel, readModelName } from './names';
import { originForKey } from './key-given';
import { houseInfo } from './house-info';
import { houses } from '../providers/houses';

export interface FoundServer {
  id: string;
  name: string;
  baseUrl: string;
  models: string[];
}

export interface ModelsDeps extends AccessDeps {
  settings: () => Settings;
  catalogue: Catalogue;
  /** Looks for servers on this computer; never rejects. */
  findLocal: () => Promise<FoundServer[]>;
  /** False: nobody looks for servers. */
  mayLook: boolean;
  forceDemo: boolean;
  /** A model whose parameters and price are known. */
  isKnown: (model: string) => boolean;
  demoModels: readonly { id: string; name: string; contextTokens?: number }[];
  /** What is effective, or what to warm for, may have changed. */
  changed: () => void;
}

export interface Models extends ModelChoice {
  effective(): { main: string; quick: string };
  warmFor(lane: Lane): WarmOrder | undefined;
  /** After settings or keys changed, and at start. */
  refresh(): Promise<void>;
  /** Somebody asks for the servers of this computer: looks for them even where they are not needed. */
  look(): Promise<void>;
  providers(): Promise<ProviderInfo[]>;
  /** Which kinds there are to add. */
  houses(): ProviderHouse[];
  list(): Promise<ModelInfo[]>;
  test(provider: string): Promise<{ ok: boolean; message: string; models?: number }>;
  setKey(provider: string, key: string, keep?: 'store' | 'run'): Promise<ProviderInfo>;
  removeKey(provider: string): Promise<void>;
}

const demo: ProviderSettings = { id: 'demo', kind: 'demo', name: 'Demo: scripted answers, no AI' };

export function createModels(deps: ModelsDeps): Models {
  let found: FoundServer[] = [];
  let effective = { main: demoModel, quick: demoModel };
  let warm = new Map<Lane, WarmOrder>();
  let refreshing: Promise<void> | undefined;
  let again = false;
  /** Somebody asked to look; it holds for one look. */
  let wanted = false;

  const asSettings = (server: FoundServer): ProviderSettings => ({
    id: server.id,
    kind: 'anthropic',
    name: server.name,
    baseUrl: server.baseUrl,
    key: 'none',
  });

  /** What is configured wins over what was found under the same id. */
  function all(): { provider: ProviderSettings; found: boolean }[] {
    const configured = deps.settings().providers.map((provider) => ({ provider, found: false }));
    const isNew = (id: string) => configured.every(({ provider }) => provider.id !== id);
    const extra = found
      .filter((one) => isNew(one.id))
      .map((one) => ({ provider: asSettings(one), found: true }));
    const own = isNew(demo.id) ? [{ provider: demo, found: false }] : [];
    return [...configured, ...extra, ...own];
  }

  const byId = (id: string) => all().find(({ provider }) => provider.id === id);

  async function usableProviders(): Promise<Set<string>> {
    const usable = await Promise.all(
      all().map(async ({ provider }) => {
        const { access } = await accessOf(provider, deps);
        return access.keyMissing ? [] : [provider.id];
      }),
    );
    return new Set(usable.flat());
  }

  async function look(): Promise<void> {
    const asked = wanted;
    wanted = false;
    const { models, findLocalServers } = deps.settings();
    const usable = await usableProviders();
    const choose = (servers: readonly FoundServer[]) =>
      effectiveModels({
        configured: models,
        usable: (provider) => usable.has(provider),
        found: servers.map((server) => `${server.id}/${server.models[0]}`),
        forceDemo: deps.forceDemo,
      });
    const without = choose([]);
    const isDemo = without.main === demoModel || without.quick === demoModel;
    const needed = (isDemo && !deps.forceDemo) || asked;
    const looks = needed && deps.mayLook && findLocalServers;
    // Until the new look is over, what the last one found stays.
    const servers = looks ? await deps.findLocal() : [];
    found = servers.filter((server) => server.models.length > 0);
    effective = choose(found);
    const next: typeof warm = new Map();
    for (const lane of ['quick', 'main'] as const) {
      const way = await resolve(effective[lane]);
      if (!way.ok) continue;
      const { provider, model } = way;
      const mayFill = keepsPrompts(provider, deps.isKnown(model));
      next.set(lane, { provider, model, ...(mayFill ? { mayFill } : {}) });
    }
    warm = next;
    deps.changed();
  }

  /** One look at a time; what changes during one is looked at after it. */
  async function refresh(): Promise<void> {
    if (refreshing) {
      again = true;
      return refreshing;
    }
    refreshing = (async () => {
      do {
        again = false;
        await look();
      } while (again);
    })().finally(() => {
      refreshing = undefined;
    });
    return refreshing;
  }

  const resolve: ModelChoice['resolve'] = async (model) => {
    const name = readModelName(model);
    const hint = 'Choose a model for this session and send again.';
    if (!name) {
      const message = `"${model.slice(0, 100)}" is no model name; one looks like "anthropic/claude-opus-5-5".`;
      return { ok: false, error: { code: 'unknown-model', message, hint } };
    }
    const entry = byId(name.provider);
    if (!entry) {
      const message = `There is no provider "${name.provider}" in the settings.`;
      return { ok: false, error: { code: 'unknown-model', message, hint } };
    }
    const { access } = await accessOf(entry.provider, deps);
    const contextTokens = deps.catalogue.holds(model);
    const size = contextTokens === undefined ? {} : { contextTokens };
    return { ok: true, provider: access, model: name.model, ...size };
  };

  async function info(entry: {
    provider: ProviderSettings;
    found: boolean;
  }): Promise<ProviderInfo> {
    const { provider } = entry;
    const { key } = await accessOf(provider, deps);
    return {
      id: provider.id,
      kind: provider.kind,
      name: provider.name ?? (provider.id === 'anthropic' ? 'Anthropic' : provider.id),
      ...(provider.baseUrl === undefined ? {} : { baseUrl: provider.baseUrl }),
      ...(provider.keyEnv === undefined ? {} : { keyEnv: provider.keyEnv }),
      key,
      ...(entry.found ? { found: true } : {}),
    };
  }

  function known(id: string) {
    const entry = byId(id);
    if (entry) return entry;
    throw new KonsoleError(
      'not-found',
      `There is no provider "${id}". Add it to the settings first.`,
    );
  }

  async function modelsOf({
    provider,
    found: isFound,
  }: ReturnType<typeof all>[number]): Promise<ModelInfo[]> {
    const named = (id: string) => ({ id: `${provider.id}/${id}`, name: id, provider: provider.id });
    if (provider.kind === 'demo') {
      return deps.demoModels.map(({ id, name, contextTokens }) => ({
        ...named(id),
        name,
        ...(contextTokens === undefined ? {} : { contextTokens }),
      }));
    }
    if (isFound) return found.find((server) => server.id === provider.id)?.models.map(named) ?? [];
    const { access } = await accessOf(provider, deps);
    if (access.keyMissing) return [];
    const tested = await deps.catalogue.models(access);
    return tested.ok ? tested.models : [];
  }

  return {
    effective: () => effective,
    warmFor: (lane) => warm.get(lane),
    refresh,
    look() {
      wanted = true;
      return refresh();
    },
    resolve,
    async alternatives(model) {
      const names = alternativeNames({
        asked: model,
        configured: deps.settings().models.fallback,
        main: effective.main,
        found: found.map((server) => `${server.id}/${server.models[0]}`),
      });
      const ways = await Promise.all(
        names.map(async (name) => ({ name, way: await resolve(name) })),
      );
      return ways.flatMap(({ name, way }) => {
        if (!way.ok || way.provider.keyMissing) return [];
        const { ok: _ok, ...reached } = way;
        return [{ name, ...reached }];
      });
    },
    check(model) {
      if (readModelName(model)) return;
      throw new KonsoleError(
        'invalid',
        `model: "${model.slice(0, 100)}" is no model name. Write "<provider>/<model>", for example "anthropic/claude-opus-5-5".`,
      );
    },
    async preferred(kind: SessionKind) {
      await refreshing;
      return kind === 'chat' ? effective.quick : effective.main;
    },
    async providers() {
      // What is being looked for belongs in the list.
      await refreshing;
      return Promise.all(all().map(info));
    },
    houses: () => houses.filter(({ kind }) => kind !== demo.kind).map(houseInfo),
    async list() {
      await refreshing;
      const listed = (await Promise.all(all().map(modelsOf))).flat();
      // What is in use is always there to be seen, listed by its provider or not.
      const { models } = deps.settings();
      for (const id of [models.main, models.quick, effective.main, effective.quick]) {
        const name = readModelName(id);
        if (!name || !byId(name.provider) || listed.some((one) => one.id === id)) continue;
        listed.push({ id, name: name.model, provider: name.provider });
      }
      return listed;
    },
    async test(id) {
      const { access } = await accessOf(known(id).provider, deps);
      if (access.kind === 'demo') {
        const message = 'The demo is always there: scripted answers, no AI.';
        return { ok: true, message, models: deps.demoModels.length };
      }
      const tested = await deps.catalogue.test(access);
      if (!tested.ok) return tested;
      const { length } = tested.models;
      const usable = length === 1 ? 'one model' : `${length} models`;
      return { ok: true, message: `Connected: ${usable} can be used.`, models: length };
    },
    async setKey(id, key, keep) {
      const entry = known(id);
      const origin = originForKey(entry.provider, key, keep, deps.keys);
      deps.hide(key);
      const { keys } = deps;
      await keys.set(id, origin, key, keep ?? (keys.kind === 'system' ? 'store' : 'run'));
      await refresh();
      return info(entry);
    },
    async removeKey(id) {
      await deps.keys.remove(id);
      await refresh();
    },
  };
}
