/** Providers and models as the engine uses them: which one a turn gets, how it is reached, and what a person sees. */
import { KonsoleError } from '../../../preload/contract/errors';
import type {
  Lane,
  LocalServer,
  ModelInfo,
  ProviderHouse,
  ProviderInfo,
  SessionKind,
} from '../../../preload/contract/shapes';
import type { ProviderNews } from '../pool/provider-news';
import type { WarmOrder } from '../pool/types';
import type { ModelChoice } from '../sessions/types';
import { accessOf, keepsPrompts } from './access';
import { alternativeNames, effectiveModels } from './effective';
import { demoModel, type ModelName, readModelName } from './names';
import type { Entry, FoundServer } from './entries';
import { createFound, type FoundDeps } from './found';
import { originForKey } from './key-given';
import { houseInfo, nameOf } from './house-info';
import { listModels, type ListingDeps, namesOf } from './listing';
import { modelInfo, readsOf } from './model-info';
import { createNews } from './news';
import { testProvider } from './provider-test';
import { inOneLine } from './told';
import { houseOf, houses, unknownKind } from '../providers/houses';

export interface ModelsDeps extends ListingDeps, Omit<FoundDeps, 'catalogue'> {
  forceDemo: boolean;
  /** A model whose parameters and price are known. */
  isKnown: (model: string) => boolean;
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
  /** Which servers of this computer can be added by name. */
  localServers(): LocalServer[];
  list(): Promise<ModelInfo[]>;
  test(provider: string): Promise<{ ok: boolean; message: string; models?: number }>;
  setKey(provider: string, key: string, keep?: 'store' | 'run'): Promise<ProviderInfo>;
  removeKey(provider: string): Promise<void>;
  /** What turns hear from their providers; shown with these. */
  news: ProviderNews;
  /** Grows when a provider answers otherwise than before. */
  providersRev(): number;
}

export function createModels(deps: ModelsDeps): Models {
  const found = createFound(deps);
  let effective = { main: demoModel, quick: demoModel };
  let warm = new Map<Lane, WarmOrder>();
  let refreshing: Promise<void> | undefined;
  let again = false;

  /** What is known of a model without asking anybody. `<provider>/<model>`. */
  function told(model: string): ModelInfo | undefined {
    const name = readModelName(model);
    const entry = name && found.byId(name.provider);
    return entry && deps.catalogue.told(model, entry.provider.baseUrl);
  }

  /** Why a model is for side questions only. One of which nothing was told yet may be known by its name. */
  function quickOnly(model: string): string | undefined {
    const name = readModelName(model);
    if (!name) return undefined;
    return knownOf(model, name).quickOnly;
  }

  const knownOf = (model: string, { provider, model: id }: ModelName) =>
    told(model) ?? modelInfo(provider, { id, name: id });

  async function usableProviders(): Promise<Set<string>> {
    const usable = await Promise.all(
      found.entries().map(async ({ provider }) => {
        const { access } = await accessOf(provider, deps);
        return access.keyMissing ? [] : [provider.id];
      }),
    );
    return new Set(usable.flat());
  }

  async function look(): Promise<void> {
    const { models } = deps.settings();
    const usable = await usableProviders();
    const choose = (servers: readonly FoundServer[]) =>
      effectiveModels({
        configured: models,
        usable: (provider) => usable.has(provider),
        found: namesOf(servers),
        fitsMain: (model) => quickOnly(model) === undefined,
        forceDemo: deps.forceDemo,
      });
    const without = choose([]);
    const isDemo = without.main === demoModel || without.quick === demoModel;
    await found.look(isDemo && !deps.forceDemo);
    effective = choose(found.servers());
    const next: typeof warm = new Map();
    for (const lane of ['quick', 'main'] as const) {
      const way = await resolve(effective[lane]);
      if (!way.ok) continue;
      const { provider, model, effort } = way;
      const mayFill = keepsPrompts(provider, { model, isKnown: deps.isKnown(model) });
      const thinks = effort === undefined ? {} : { effort };
      next.set(lane, { provider, model, ...thinks, ...(mayFill ? { mayFill } : {}) });
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
    const entry = found.byId(name.provider);
    if (!entry) {
      const message = `There is no provider "${name.provider}" in the settings.`;
      return { ok: false, error: { code: 'unknown-model', message, hint } };
    }
    if (!houseOf(entry.provider.kind)) {
      return { ok: false, error: { code: 'provider', ...unknownKind(entry.provider.kind) } };
    }
    const { access } = await accessOf(entry.provider, deps);
    const known = told(model);
    if (!known) deps.catalogue.lookAt(access);
    const contextTokens = known?.contextTokens;
    const size = contextTokens === undefined ? {} : { contextTokens };
    const reads = readsOf(knownOf(model, name));
    const effort = deps.settings().models.efforts[model];
    const thinks = effort === undefined ? {} : { effort };
    return { ok: true, provider: access, model: name.model, ...size, ...reads, ...thinks };
  };

  async function info({ provider, found: isFound }: Entry): Promise<ProviderInfo> {
    const { id, kind, baseUrl, keyEnv, tier } = provider;
    const { access, key, proxy } = await accessOf(provider, deps);
    return {
      ...{ id, kind, name: nameOf(provider) },
      ...(baseUrl === undefined ? {} : { baseUrl }),
      ...(keyEnv === undefined ? {} : { keyEnv }),
      key,
      ...(isFound ? { found: true } : {}),
      ...(proxy === undefined ? {} : { proxy }),
      ...(tier === undefined ? {} : { tier }),
      ...deps.catalogue.state(access),
    };
  }

  function known(id: string) {
    const entry = found.entries().find(({ provider }) => provider.id === id);
    if (entry) return entry;
    throw new KonsoleError(
      'not-found',
      `There is no provider "${id}". Add it to the settings first.`,
    );
  }

  return {
    effective: () => effective,
    warmFor: (lane) => warm.get(lane),
    refresh,
    look() {
      found.want();
      return refresh();
    },
    resolve,
    async alternatives(model, kind) {
      const { fallback, mainFallback } = deps.settings().models;
      const isMain = kind === 'main';
      const facts = { asked: model, main: effective.main, found: namesOf(found.servers()) };
      const names = alternativeNames({ ...facts, configured: isMain ? mainFallback : fallback })
        // A main turn that lost its tools would not be the same turn.
        .filter((name) => !isMain || quickOnly(name) === undefined);
      const ways = await Promise.all(
        names.map(async (name) => ({ name, way: await resolve(name) })),
      );
      return ways.flatMap(({ name, way }) => {
        if (!way.ok || way.provider.keyMissing) return [];
        const { ok: _ok, ...reached } = way;
        return [{ name, ...reached }];
      });
    },
    check(model, kind) {
      if (!readModelName(model)) {
        throw new KonsoleError(
          'invalid',
          `model: "${model.slice(0, 100)}" is no model name. Write "<provider>/<model>", for example "anthropic/claude-opus-5-5".`,
        );
      }
      const why = kind === 'main' ? quickOnly(model) : undefined;
      if (why === undefined) return;
      throw new KonsoleError(
        'invalid',
        `model: ${model} is for side questions only. ${why} Choose another model for this session.`,
      );
    },
    async preferred(kind: SessionKind) {
      await refreshing;
      return kind === 'chat' ? effective.quick : effective.main;
    },
    async providers() {
      // What is being looked for belongs in the list.
      await refreshing;
      return Promise.all(found.entries().map(info));
    },
    localServers: () => [...deps.localServers],
    houses: () => houses.filter(({ scripted }) => !scripted).map(houseInfo),
    async list() {
      await refreshing;
      const { main, quick } = deps.settings().models;
      return listModels(deps, found.entries(), [main, quick, effective.main, effective.quick]);
    },
    async test(id) {
      const { access } = await accessOf(known(id).provider, deps);
      const house = houseOf(access.kind);
      if (!house) return { ok: false, message: inOneLine(unknownKind(access.kind)) };
      if (house.scripted) {
        const message = 'The demo is always there: scripted answers, no AI.';
        return { ok: true, message, models: deps.demoModels.length };
      }
      return testProvider(deps.catalogue, access, deps.settings().models);
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
    limitsOf: (access) => deps.catalogue.state(access).limits,
    providersRev: deps.catalogue.statesRev,
    news: createNews({
      catalogue: deps.catalogue,
      async accessNow(id) {
        const entry = found.byId(id);
        return entry && (await accessOf(entry.provider, deps)).access;
      },
    }),
    async removeKey(id) {
      await deps.keys.remove(id);
      await refresh();
    },
  };
}
