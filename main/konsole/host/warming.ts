/** Makes this host warm: the provider's code, a connection, and where it is asked for the provider's prompt cache. */
import type { LogRecord, SessionKind } from '../../../preload/contract/shapes';
import { type ProviderAdapter, ProviderError, type ToolDeclaration } from '../providers/types';
import type { HostClock } from './clock';
import { prefixOf } from './prefix';
import type { FromHost, ProviderAccess, ToHost } from './protocol';

const openMs = 5_000;
const fillMs = 30_000;

export interface WarmingDeps {
  post: (message: FromHost) => void;
  clock: HostClock;
  loadAdapter: (access: ProviderAccess) => Promise<ProviderAdapter>;
  tools: (kind: SessionKind) => readonly ToolDeclaration[];
  log: (level: LogRecord['level'], message: string, fields: Record<string, unknown>) => void;
}

type WarmMessage = Extract<ToHost, { t: 'warm' }>;

/** Takes one order after the other, and answers each; a later one cuts the wait of the one before short. */
export function createWarming(deps: WarmingDeps): (message: WarmMessage) => void {
  const { post, clock } = deps;
  let before: Promise<void> = Promise.resolve();
  let stop: AbortController | undefined;

  async function warm(message: WarmMessage, signal: AbortSignal): Promise<void> {
    const from = clock.now();
    const since = () => Math.round(clock.now() - from);
    const answer = (isOpen: boolean) =>
      post({ t: 'warmed', ms: since(), ...(isOpen ? {} : { offline: true }) });
    try {
      const adapter = await deps.loadAdapter(message.provider);
      answer(await adapter.warm(AbortSignal.any([signal, AbortSignal.timeout(openMs)])));
      // Beside whatever is ordered next: nobody waits for it.
      if (message.fill) void fill(adapter, message, message.fill, signal);
    } catch (error) {
      deps.log('error', 'the provider could not be loaded', { error: String(error) });
      answer(false);
      if (message.fill) post({ t: 'filled', ms: since(), why: 'The provider was not loaded.' });
    }
  }

  async function fill(
    adapter: ProviderAdapter,
    { model, effort }: Pick<WarmMessage, 'model' | 'effort'>,
    kind: SessionKind,
    signal: AbortSignal,
  ): Promise<void> {
    const from = clock.now();
    const since = () => Math.round(clock.now() - from);
    if (!adapter.fillCache) {
      post({ t: 'filled', ms: 0, why: 'This provider has no cache to fill.', final: true });
      return;
    }
    try {
      const thinks = effort === undefined ? {} : { effort };
      const request = { model, ...thinks, ...prefixOf(kind, deps.tools(kind)), turns: [] };
      const either = AbortSignal.any([signal, AbortSignal.timeout(fillMs)]);
      post({ t: 'filled', usage: await adapter.fillCache(request, either), ms: since() });
    } catch (thrown) {
      const known = thrown instanceof ProviderError ? thrown : undefined;
      const why = signal.aborted
        ? 'Another model or key was ordered meanwhile.'
        : (known?.error.message ?? `The provider did not answer (${String(thrown)}).`);
      const isFinal = known?.retry === false;
      post({ t: 'filled', ms: since(), why, ...(isFinal ? { final: true } : {}) });
    }
  }

  return (message) => {
    stop?.abort();
    const mine = new AbortController();
    stop = mine;
    before = before.then(() => warm(message, mine.signal));
  };
}
