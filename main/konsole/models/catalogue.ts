/** Asks providers which models there are and whether one answers, when a person wants to know: each within its time. */
import type { ModelInfo, ProviderInfo, RateLimit } from '../../../preload/contract/shapes';
import type { ProviderAccess, ProviderOutcome } from '../host/protocol';
import { houseOf } from '../providers/houses';
import type { ListedModel, ProviderAdapter } from '../providers/types';
import type { Clock } from '../surroundings';
import { modelInfo } from './model-info';
import { isLoopback, originOf } from './origins';
import { probe } from './probe';
import { createProviderStates } from './provider-states';
import { inWords, type Trouble, troubleOf } from './told';

const listMs = 5_000;
/** A server of this computer may load the model first. */
const answerMs = 30_000;
const keptMs = 10 * 60_000;
/** What answers was loaded, and may have been loaded anew with another size since it was last looked at after an answer. */
const answeredMs = 60_000;
/** On a server of this computer models are pulled and loaded while Konsole runs, and asking it costs nothing. */
const keptHereMs = 2_000;

export type Tested = { ok: true; models: ModelInfo[] } | Trouble;

export interface Catalogue {
  /** Asks now for what it offers. Never rejects. */
  test(access: ProviderAccess): Promise<Tested>;
  /**
   * As `test`, but a good answer is kept for ten minutes. A server of this computer is asked again, and where it does not answer
   * what it told before stands as long.
   */
  models(access: ProviderAccess): Promise<Tested>;
  /** Asks this model (its id within the provider) for a word. Never rejects. */
  ask(access: ProviderAccess, model: string): Promise<{ ok: true; ms: number } | Trouble>;
  /** A model as its provider told of it when it was last asked at this address; asks nobody. `<provider>/<model>`. */
  told(model: string, baseUrl: string | undefined): ModelInfo | undefined;
  /** What a server has told just now to somebody else who asked. */
  hold(access: ProviderAccess, models: readonly ListedModel[]): void;
  /**
   * One of its models is about to be used: a server of this computer tells what its models hold and can do, as one that
   * was found has told. Waits for nothing, asks no other, and what does not answer is left as it is.
   */
  lookAt(access: ProviderAccess): void;
  /** How it went when it was last asked. */
  state(access: ProviderAccess): Pick<ProviderInfo, 'state' | 'limits'>;
  /** What the provider said in an answer is left for now. */
  limitsTold(access: ProviderAccess, limits: readonly RateLimit[]): void;
  /** How a request of a turn went. A server of this computer that answered has loaded the model: it is looked at (`lookAt`). */
  askedTold(access: ProviderAccess, outcome: ProviderOutcome): void;
  /** See `ProviderStates.rev`. */
  statesRev(): number;
}

export interface CatalogueDeps {
  clock: Clock;
  /** Loads the provider's client on first use: it is not needed to start. */
  adapter: (access: ProviderAccess) => Promise<ProviderAdapter>;
  /** What a server of this computer at this origin tells of its models; undefined where it tells nothing. Absent: not asked. */
  local?: (origin: string) => Promise<ListedModel[] | undefined>;
  /** A provider answers otherwise than before. */
  changed?: () => void;
  /** A provider lists its models otherwise than before: which ones fit may have changed. */
  toldOtherwise?: () => void;
}

interface Kept {
  signature: string;
  baseUrl: string | undefined;
  /** Epoch ms. */
  at: number;
  models: ModelInfo[];
}

export function createCatalogue(deps: CatalogueDeps): Catalogue {
  const { clock } = deps;
  /** By provider. */
  const kept = new Map<string, Kept>();
  const states = createProviderStates(clock, deps.changed);

  const looking = new Map<string, Promise<void>>();
  /** When a model was last looked at because it had answered. `<provider>/<model>`. */
  const answered = new Map<string, number>();

  /** Undefined: it is no server of this computer, or tells nothing. */
  async function toldHere(access: ProviderAccess): Promise<ListedModel[] | undefined> {
    const origin = originOf(access);
    return origin !== undefined && isLoopback(origin) ? deps.local?.(origin) : undefined;
  }

  async function listed(access: ProviderAccess, signal: AbortSignal): Promise<ListedModel[]> {
    return (await toldHere(access)) ?? (await deps.adapter(access)).models(signal);
  }

  function keep(access: ProviderAccess, list: readonly ListedModel[]): ModelInfo[] {
    const models = list.map((one) => modelInfo(access.id, one));
    const { id, baseUrl } = access;
    kept.set(id, { signature: JSON.stringify(access), baseUrl, at: clock.now(), models });
    return models;
  }

  /** As `keep`, by whoever asked on the way. */
  function learn(access: ProviderAccess, list: readonly ListedModel[]): ModelInfo[] {
    const before = kept.get(access.id);
    const models = keep(access, list);
    const isOther = before && JSON.stringify(before.models) !== JSON.stringify(models);
    if (isOther) deps.toldOtherwise?.();
    return models;
  }

  /** What was told just now is not asked for again: answers that differ each time would go round without an end. */
  function lookAt(access: ProviderAccess): void {
    const before = kept.get(access.id);
    const isNew = before && clock.now() - before.at < keptHereMs;
    if (!isNew || before.signature !== JSON.stringify(access)) askHere(access);
  }

  function askHere(access: ProviderAccess): void {
    if (looking.has(access.id)) return;
    const look = toldHere(access)
      .then((models) => {
        if (models) learn(access, models);
      })
      .finally(() => looking.delete(access.id));
    looking.set(access.id, look);
  }

  /** Only now it is known with how much a server of this computer serves this model. */
  function lookAfter(access: ProviderAccess, model: string): void {
    if (!isLoopback(originOf(access))) return;
    const name = `${access.id}/${model}`;
    const now = clock.now();
    if (Math.abs(now - (answered.get(name) ?? -Infinity)) < answeredMs) return;
    answered.set(name, now);
    // A look that is going on may have been before it was loaded.
    void (looking.get(access.id) ?? Promise.resolve()).then(() => askHere(access));
  }

  async function test(access: ProviderAccess): Promise<Tested> {
    if (access.keyMissing) return withoutKey(access);
    const tested = await within(listMs, access, (signal) => listed(access, signal));
    if (!tested.ok) {
      states.note(access, 'listed', tested);
      return tested;
    }
    const models = learn(access, tested.value);
    states.note(access, 'listed', { ok: true, message: `It lists ${counted(models.length)}.` });
    return { ok: true, models };
  }

  return {
    test,
    async models(access) {
      const before = kept.get(access.id);
      const isSame = before?.signature === JSON.stringify(access);
      const age = before && isSame ? clock.now() - before.at : keptMs;
      const told = before && age < keptMs ? before.models : undefined;
      if (told && age < (isLoopback(originOf(access)) ? keptHereMs : keptMs)) {
        return { ok: true, models: told };
      }
      const tested = await test(access);
      const instead = tested.ok ? undefined : (told ?? tableOf(access));
      return instead ? { ok: true, models: instead } : tested;
    },
    async ask(access, model) {
      if (access.keyMissing) return withoutKey(access);
      const from = clock.now();
      const answer = await within(answerMs, access, async (signal) =>
        probe(await deps.adapter(access), model, signal),
      );
      if (!answer.ok) {
        states.note(access, 'answered', answer);
        return answer;
      }
      const ms = Math.max(0, Math.round(clock.now() - from));
      states.note(access, 'answered', { ok: true, message: `${model} answered in ${ms} ms.` });
      states.limits(access, answer.value.limits);
      return { ok: true, ms };
    },
    told(model, baseUrl) {
      const listing = kept.get(model.slice(0, model.indexOf('/')));
      if (listing?.baseUrl !== baseUrl) return undefined;
      return listing?.models.find(({ id }) => id === model);
    },
    hold(access, models) {
      keep(access, models);
    },
    lookAt,
    state: states.of,
    limitsTold: states.limits,
    askedTold(access, { model, error }) {
      const outcome = error ? inWords(error) : { ok: true, message: `${model} answered.` };
      states.note(access, 'answered', outcome);
      if (!error) lookAfter(access, model);
    },
    statesRev: states.rev,
  };
}

export const counted = (models: number): string =>
  models === 1 ? 'one model' : `${models} models`;

const withoutKey = ({ keyHint }: ProviderAccess): Trouble => ({
  ok: false,
  message: keyHint ?? 'A key is missing. Give one in Settings.',
});

/** What is known of a provider that cannot be asked now. A server that wants no key is another's, and offers what it does. */
function tableOf({ id, kind, key }: ProviderAccess): ModelInfo[] | undefined {
  const known = houseOf(kind)?.models ?? [];
  if (key === undefined || key === 'none' || known.length === 0) return undefined;
  return known.map((model) => modelInfo(id, model));
}

async function within<Value>(
  ms: number,
  { id }: ProviderAccess,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<{ ok: true; value: Value } | Trouble> {
  const signal = AbortSignal.timeout(ms);
  try {
    return { ok: true, value: await Promise.race([work(signal), whenAborted(signal)]) };
  } catch (error) {
    if (!signal.aborted) return troubleOf(error);
    const message = `${id} did not answer within ${ms / 1000} seconds.`;
    return { ok: false, message, hint: 'Check the network and its address.' };
  }
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('too late')), { once: true });
  });
}
