/** One try of one request: the model's events become blocks. Retries and tools are not its business. */
import type { Block, RateLimit, Usage } from '../../../preload/contract/shapes';
import type { ModelEvent, ModelRequest, ProviderAdapter, StopReason } from '../providers/types';
import { ProviderError } from '../providers/types';
import type { HostClock } from './clock';
import type { Emitter } from './emitter';
import type { Marks } from './marks';
import type { ProviderAccess } from './protocol';
import { emptyLimitMs, nameOf, silentAtFirst, silentFor } from './silence';
import { watchSilence } from './stall';

export interface StepDeps {
  adapter: ProviderAdapter;
  emitter: Emitter;
  clock: HostClock;
  newBlock: () => string;
  turn: string;
  marks: Pick<Marks, 'take'>;
  /** Told once a turn, at the first event of its first answer. */
  onFirst: () => void;
  onUsage: (usage: Usage) => void;
  /** What the provider says is left for now. */
  onLimits?: (limits: readonly RateLimit[]) => void;
  /** Who is asked, for the words of a silence. */
  provider: () => ProviderAccess;
  stallMs: number;
  idleMs: number;
  /** How long the first event may take, where somebody else could be asked. */
  firstMs?: () => number | undefined;
}

export interface StepEnd {
  reason: StopReason;
  detail?: string;
  /** The tool blocks of this answer, in order. */
  tools: string[];
}

interface OpenBlock {
  id: string;
  kind: Block['kind'];
  openedAt: number;
}

/** Four times the longest answer of any model (128 000 tokens, about 0.5 MB): more is a server that never ends. */
const maxAnswerChars = 2 * 1024 * 1024;
const maxAnswerBlocks = 5_000;

/**
 * Rejects with a `ProviderError`, or with the signal's reason when it was aborted; then the blocks it opened
 * are as they were, and `opened` names them.
 */
export async function runStep(
  deps: StepDeps,
  request: ModelRequest,
  signal: AbortSignal,
  opened: string[],
): Promise<StepEnd> {
  const { emitter, clock, turn } = deps;
  const idle = new AbortController();
  const provider = deps.provider();
  const { stallMs, idleMs } = deps;
  const watch = watchSilence({
    clock,
    stallMs,
    idleMs,
    emptyMs: emptyLimitMs,
    onStall(silentMs, alive) {
      const how = alive ? { alive } : {};
      emitter.event({ type: 'turn.stalled', turn, silentMs, ...how });
    },
    onIdle: (alive) => idle.abort(silentFor(provider, alive ? emptyLimitMs : idleMs, alive)),
  });
  const firstMs = deps.firstMs?.();
  let late =
    firstMs === undefined
      ? undefined
      : clock.schedule(firstMs, () => idle.abort(silentAtFirst(provider, firstMs)));
  const inTime = () => {
    late?.();
    late = undefined;
  };
  const either = AbortSignal.any([signal, idle.signal]);
  const orStop = oneAtATime(either);
  const events = deps.adapter.stream(request, either)[Symbol.asyncIterator]();
  const open = new Map<number, OpenBlock>();
  const tools: string[] = [];
  let chars = 0;
  try {
    for (;;) {
      const next = await orStop.wait(events.next());
      if (next.done) throw broken(nameOf(provider));
      const content = next.value.some(({ type }) => type !== 'alive');
      watch.heard(content);
      watch.pause();
      // Being alive is no beginning.
      if (content) inTime();
      for (const event of joined(next.value)) {
        if (event.type === 'stop') {
          for (const index of [...open.keys()]) close(deps, open, { type: 'close', index });
          const detail = event.detail ? { detail: event.detail } : {};
          return { reason: event.reason, tools, ...detail };
        }
        const room = take(event);
        // A person's stop goes before room in the journal.
        if (room) await orStop.wait(room);
      }
      watch.resume();
      if (either.aborted) throw either.reason;
    }
  } finally {
    watch.stop();
    inTime();
    orStop.close();
    // Not awaited: a provider that hangs must not hold a person's stop.
    Promise.resolve(events.return?.()).catch(() => undefined);
  }

  /** A promise where there is something to wait for. */
  function take(event: Exclude<ModelEvent, { type: 'stop' }>): Promise<void> | undefined {
    switch (event.type) {
      case 'first':
        deps.onFirst();
        return undefined;
      case 'alive':
        return undefined;
      case 'limits':
        deps.onLimits?.(event.limits);
        return undefined;
      case 'usage':
        deps.onUsage(event.usage);
        return undefined;
      case 'open': {
        if (opened.length >= maxAnswerBlocks) throw new EndlessAnswer(nameOf(provider));
        const block: OpenBlock = { id: deps.newBlock(), kind: event.kind, openedAt: clock.now() };
        open.set(event.index, block);
        opened.push(block.id);
        if (event.kind === 'tool') tools.push(block.id);
        const name = event.name === undefined ? {} : { name: event.name.slice(0, 64) };
        emitter.event({
          type: 'block.opened',
          turn,
          block: block.id,
          kind: event.kind,
          ...name,
        });
        return undefined;
      }
      case 'delta': {
        const block = open.get(event.index);
        chars += event.text.length;
        if (chars > maxAnswerChars) throw new EndlessAnswer(nameOf(provider));
        return block && emitter.append(block.id, event.text);
      }
      case 'close':
        close(deps, open, event);
        return undefined;
    }
  }
}

/** Words for one block that came together are appended together. */
function* joined(events: readonly ModelEvent[]): Generator<ModelEvent> {
  let last: Extract<ModelEvent, { type: 'delta' }> | undefined;
  for (const event of events) {
    if (event.type === 'delta' && last?.index === event.index) {
      last = { ...last, text: last.text + event.text };
      continue;
    }
    if (last) yield last;
    last = event.type === 'delta' ? event : undefined;
    if (!last) yield event;
  }
  if (last) yield last;
}

function close(
  deps: StepDeps,
  open: Map<number, OpenBlock>,
  event: Extract<ModelEvent, { type: 'close' }>,
): void {
  const block = open.get(event.index);
  if (!block) return;
  open.delete(event.index);
  const opaque = { ...event.opaque, ...deps.marks.take() };
  deps.emitter.settle(block.id);
  deps.emitter.event({
    type: 'block.closed',
    block: block.id,
    ms: Math.round(deps.clock.now() - block.openedAt),
    status: 'done',
    ...(Object.keys(opaque).length > 0 ? { opaque } : {}),
  });
}

/** Settles as `promise` does, or rejects with the signal's reason as soon as it is aborted. */
export function orAbort<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason);
    if (signal.aborted) {
      promise.catch(() => undefined);
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** `orAbort` for one wait after another, thousands in an answer: a listener for each would cost more than the rest. */
function oneAtATime(signal: AbortSignal) {
  let stop: ((reason: unknown) => void) | undefined;
  const onAbort = () => stop?.(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    wait<Value>(promise: Promise<Value>): Promise<Value> {
      return new Promise((resolve, reject) => {
        promise.then(resolve, reject);
        stop = reject;
        if (signal.aborted) onAbort();
      });
    },
    close: () => signal.removeEventListener('abort', onAbort),
  };
}

/** What came is of no use: told to the model, it would fill every later request of the session. */
export class EndlessAnswer extends ProviderError {
  constructor(name: string) {
    const message = `${name} sent more than any answer has, so it was cut off.`;
    const hint = 'Choose another model or provider in Settings.';
    super({ code: 'bad-answer', message, hint }, false);
  }
}

/** An adapter that ends without a terminal event breaks its own promise; treated as a cut connection. */
function broken(name: string): ProviderError {
  const message = `The answer of ${name} broke off before its end.`;
  return new ProviderError({ code: 'bad-answer', message, hint: 'Try again.' }, {});
}
