/** The requests of a turn: what the model is told at this moment, asked again where that may help. */
import type { Usage } from '../../../preload/contract/shapes';
import { noteOf } from '../providers/notes';
import type { ModelRequest } from '../providers/types';
import { wait } from './clock';
import { goOver, isHasty, isOfProvider, successor } from './failover';
import type { LoopDeps } from './loop';
import type { Marks } from './marks';
import { noteFailure } from './failure-log';
import { prefixOf } from './prefix';
import { nothingLeft } from './rates';
import { asProviderError, decideRetry, maxRetryAfterMs } from './retry';
import { EndlessAnswer, runStep, type StepDeps, type StepEnd } from './step';
import { sumUsage } from './usage';

export type RequestDeps = Pick<
  LoopDeps,
  | 'order'
  | 'context'
  | 'emitter'
  | 'clock'
  | 'random'
  | 'signal'
  | 'steers'
  | 'files'
  | 'tools'
  | 'log'
  | 'rates'
  | 'asked'
  | 'budget'
>;

/**
 * One request with its retries; `make` gives what is asked, anew for each try. Rejects with the signal's reason, or with
 * the error that ends the turn.
 */
export async function request(
  deps: RequestDeps,
  stepDeps: Omit<StepDeps, 'onUsage'>,
  marks: Marks,
  requests: Usage[],
  make: () => ModelRequest = () => modelRequest(deps, marks),
): Promise<StepEnd> {
  const { order, emitter, clock, signal, steers } = deps;
  for (let attempt = 1; ; attempt++) {
    const opened: string[] = [];
    const slot = requests.length;
    const onUsage = (usage: Usage) => {
      requests[slot] = usage;
    };
    if (await heldBack(deps, attempt)) {
      // It has all its tries before it.
      attempt = 0;
      continue;
    }
    await deps.budget.mayAsk(requests);
    const asked = clock.now();
    marks.told = steers.texts().length;
    try {
      const end = await runStep({ ...stepDeps, onUsage }, make(), signal, opened);
      emitter.event({ type: 'turn.used', turn: order.turn, usage: sumUsage(requests) });
      // These tell of the model and of the conversation.
      if (end.reason !== 'refusal' && end.reason !== 'context-full') deps.asked();
      deps.log('request ended', {
        ms: Math.round(clock.now() - asked),
        reason: end.reason,
        attempt,
      });
      return end;
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      const failure = asProviderError(thrown);
      if (isOfProvider(failure.error)) deps.asked(failure.error);
      const ms = Math.round(clock.now() - asked);
      const decision = decideRetry(failure, attempt, deps.random());
      const mayGo = isHasty(order) || !decision.retry;
      const next = mayGo ? successor(deps, failure.error, opened) : undefined;
      if (next) {
        noteFailure(deps, { failure, next: `${next.name} is asked`, attempt, ms, opened });
        abandon(deps, opened);
        goOver(deps, next, failure.error);
        // It has all its tries before it.
        attempt = 0;
        continue;
      }
      const then = decision.retry ? `tried again in ${decision.delayMs} ms` : 'given up';
      noteFailure(deps, { failure, next: then, attempt, ms, opened });
      // Nothing replaces what the last try wrote: it stays, as what was said before a stop does.
      if (decision.retry || failure instanceof EndlessAnswer) abandon(deps, opened);
      if (!decision.retry) throw Object.assign(failure, { error: decision.error });
      const { reason, delayMs } = decision;
      emitter.event({ type: 'turn.retrying', turn: order.turn, reason, delayMs, attempt });
      await wait(clock, delayMs, signal);
    }
  }
}

/**
 * Respects what the provider has said of its limits: true where another model is asked instead; else resolves when this one
 * may be asked. A pause that is too long to wait for is not waited for: the provider is asked, and says so itself.
 */
async function heldBack(deps: RequestDeps, attempt: number): Promise<boolean> {
  const { order, emitter, clock, signal, rates } = deps;
  const pause = rates.pause(order.provider.id);
  if (!pause) return false;
  const error = nothingLeft(order.provider.id, pause);
  const next = isHasty(order) ? successor(deps, error) : undefined;
  if (next) {
    goOver(deps, next, error);
    return true;
  }
  if (pause.ms > maxRetryAfterMs) return false;
  const { message: reason } = error;
  emitter.event({ type: 'turn.retrying', turn: order.turn, reason, delayMs: pause.ms, attempt });
  await wait(clock, pause.ms, signal);
  return false;
}

/** The request of this moment: the earlier turns as they were, and the running one with what it has. */
export function modelRequest(deps: RequestDeps, { note, told }: Marks): ModelRequest {
  const { order, emitter, tools, steers, files } = deps;
  const steered = steers.texts().slice(0, told);
  const history = order.history.map((turn) => {
    const kept = noteOf(turn.blocks);
    return {
      ...turn,
      ...files.of(turn, order.reads),
      ...(kept === undefined ? {} : { note: kept }),
    };
  });
  const said = steered.map((text) => ({ text }));
  const { pictures } = deps.context;
  const current = {
    ...emitter.turn(),
    ...files.of(order, order.reads),
    note,
    steered: said,
    pictures,
  };
  return {
    model: order.model,
    ...(order.effort === undefined ? {} : { effort: order.effort }),
    // Always the same for a kind: they are the first of what a provider caches.
    ...prefixOf(order.kind, tools),
    turns: [...history, current],
  };
}

/** What a try has written that is made again, or of no use, stays on screen, marked, and never reaches a model. */
export function abandon(
  deps: Pick<LoopDeps, 'emitter' | 'clock'>,
  opened: readonly string[],
): void {
  for (const id of opened) {
    const block = deps.emitter.turn().blocks.find((known) => known.id === id);
    const ms = block?.ms ?? Math.max(0, Math.round(deps.clock.now() - (block?.openedAt ?? 0)));
    deps.emitter.event({ type: 'block.closed', block: id, ms, status: 'abandoned' });
  }
}
