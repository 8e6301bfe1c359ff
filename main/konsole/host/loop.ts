/**
 * The turn loop: request, stream, tools, next request, until the model ends. Everything that happens is
 * told as events; nothing is thrown. One turn at a time.
 */
import { limits } from '../../../preload/contract/limits';
import type { TurnError, TurnStatus, Usage } from '../../../preload/contract/shapes';
import { timingAt } from '../../../preload/contract/timing';
import { noteOf } from '../providers/anthropic/conversation';
import { type ModelRequest, type ProviderAdapter, ProviderError } from '../providers/types';
import { type HostClock, wait } from './clock';
import { type Emitter, openBlocks } from './emitter';
import { systemPrompt, turnNote } from './prompt';
import type { TurnOrder } from './protocol';
import { asProviderError, decideRetry } from './retry';
import { idleLimitMs, runStep, type StepDeps, type StepEnd } from './step';
import { closeTools, runTools, type ToolStepDeps } from './tool-step';
import type { Tool, ToolContext } from './tools/tool';
import { sumUsage } from './usage';

export interface LoopDeps {
  order: TurnOrder;
  adapter: ProviderAdapter;
  emitter: Emitter;
  clock: HostClock;
  /** In [0, 1). */
  random: () => number;
  newBlock: () => string;
  tools: readonly Tool[];
  context: ToolContext;
  /** Aborted by a person's stop; with a `ProviderError` as its reason, the turn failed with that. */
  signal: AbortSignal;
  log: (message: string, fields: Record<string, unknown>) => void;
  stallMs?: number;
  idleMs?: number;
  maxSteps?: number;
}

type End = { status: Exclude<TurnStatus, 'queued' | 'running'>; error?: TurnError };

/** More requests than any real task needs: a model that runs in circles is stopped. */
export const mostSteps = 200;

/** Resolves after `turn.finished` was sent. Never rejects. */
export async function runTurn(deps: LoopDeps): Promise<void> {
  const { emitter, order, signal } = deps;
  const requests: Usage[] = [];
  let end: End;
  try {
    end = await steps(deps, requests);
  } catch (thrown) {
    const why: unknown = signal.aborted ? signal.reason : thrown;
    end =
      signal.aborted && !(why instanceof ProviderError)
        ? { status: 'interrupted' }
        : { status: 'failed', error: asProviderError(why).error };
  }
  closeAll(deps, end);
  const at = emitter.stamp();
  const usage = sumUsage(requests);
  const timing = timingAt(emitter.clock(), at);
  const { status, error } = end;
  emitter.event({
    type: 'turn.finished',
    turn: order.turn,
    status,
    usage,
    timing,
    ...(error ? { error } : {}),
  });
}

async function steps(deps: LoopDeps, requests: Usage[]): Promise<End> {
  const { order, signal } = deps;
  if (order.provider.keyMissing) return { status: 'failed', error: noKey(order) };
  const context = order.context === undefined ? {} : { context: order.context };
  const folder = order.workspace === undefined ? {} : { workspace: order.workspace };
  const note = turnNote({ at: order.startedAt, ...folder, ...context });
  const stepDeps = makeStepDeps(deps, note);
  const toolDeps: ToolStepDeps = { ...deps, turn: order.turn };
  for (let step = 0; step < (deps.maxSteps ?? mostSteps); step++) {
    const stopped = await request(deps, stepDeps, note, requests);
    if (stopped.tools.length > 0 && (stopped.reason === 'tools' || stopped.reason === 'end')) {
      await runTools(toolDeps, stopped.tools);
      if (signal.aborted) throw signal.reason;
      continue;
    }
    if (stopped.reason === 'pause') continue;
    return endOf(stopped, order.model);
  }
  return { status: 'failed', error: tooManySteps(deps.maxSteps ?? mostSteps) };
}

function makeStepDeps(deps: LoopDeps, note: string): Omit<StepDeps, 'onUsage'> {
  const { order, emitter, clock } = deps;
  let first = true;
  let owed: string | undefined = note;
  return {
    adapter: deps.adapter,
    emitter,
    clock,
    newBlock: deps.newBlock,
    turn: order.turn,
    stallMs: deps.stallMs ?? limits.stallMs,
    idleMs: deps.idleMs ?? idleLimitMs,
    takeNote() {
      const given = owed;
      owed = undefined;
      return given;
    },
    onFirst() {
      if (!first) return;
      first = false;
      const ms = Math.max(0, Math.round(clock.now() - order.startedAt));
      emitter.event({ type: 'turn.first', turn: order.turn, ms });
    },
  };
}

/** One request with its retries. Rejects with the signal's reason, or with the error that ends the turn. */
async function request(
  deps: LoopDeps,
  stepDeps: Omit<StepDeps, 'onUsage'>,
  note: string,
  requests: Usage[],
): Promise<StepEnd> {
  const { order, emitter, clock, signal } = deps;
  for (let attempt = 1; ; attempt++) {
    const opened: string[] = [];
    const slot = requests.length;
    const onUsage = (usage: Usage) => {
      requests[slot] = usage;
    };
    const asked = clock.now();
    try {
      const end = await runStep({ ...stepDeps, onUsage }, modelRequest(deps, note), signal, opened);
      deps.log('request ended', {
        ms: Math.round(clock.now() - asked),
        reason: end.reason,
        attempt,
      });
      return end;
    } catch (thrown) {
      if (signal.aborted) throw signal.reason;
      const failure = asProviderError(thrown);
      const { code, status } = failure.error;
      deps.log('request failed', { ms: Math.round(clock.now() - asked), code, status, attempt });
      abandon(deps, opened);
      const decision = decideRetry(failure, attempt, deps.random());
      if (!decision.retry) throw Object.assign(failure, { error: decision.error });
      const { reason, delayMs } = decision;
      emitter.event({ type: 'turn.retrying', turn: order.turn, reason, delayMs, attempt });
      await wait(clock, delayMs, signal);
    }
  }
}

/** The request of this moment: the earlier turns as they were, and the running one with what it has. */
function modelRequest(deps: LoopDeps, note: string): ModelRequest {
  const { order, emitter, tools } = deps;
  const history = order.history.map((turn) => {
    const kept = noteOf(turn.blocks);
    return kept === undefined ? turn : { ...turn, note: kept };
  });
  const used = order.history.some((turn) => turn.blocks.some((block) => block.kind === 'tool'));
  return {
    model: order.model,
    system: systemPrompt(order.kind),
    // A conversation that has tool calls in it needs its tools declared, folder or not.
    tools: order.workspace !== undefined || used ? tools : [],
    turns: [...history, { ...emitter.turn(), note }],
    quick: order.kind === 'chat',
  };
}

/** What a failed try has written stays on screen, marked, and never reaches a model. */
function abandon(deps: LoopDeps, opened: readonly string[]): void {
  for (const id of opened) {
    const block = deps.emitter.turn().blocks.find((known) => known.id === id);
    const ms = block?.ms ?? Math.max(0, Math.round(deps.clock.now() - (block?.openedAt ?? 0)));
    deps.emitter.event({ type: 'block.closed', block: id, ms, status: 'abandoned' });
  }
}

/** Whatever is still open is closed with what it has; open tool calls get an explicit error result (I3). */
function closeAll(deps: LoopDeps, end: End): void {
  const { emitter, clock, order } = deps;
  for (const block of openBlocks(emitter.turn())) {
    emitter.settle(block.id);
    const ms = Math.max(0, Math.round(clock.now() - (block.openedAt ?? clock.now())));
    emitter.event({ type: 'block.closed', block: block.id, ms, status: 'done' });
  }
  const why =
    end.status === 'interrupted'
      ? 'The person stopped this turn before the tool had a result.'
      : 'The turn ended before the tool had a result.';
  closeTools({ ...deps, turn: order.turn }, why);
}

function endOf(stopped: StepEnd, model: string): End {
  switch (stopped.reason) {
    case 'max-tokens': {
      const message = `The answer reached the longest that ${model} may give and was cut off.`;
      const error: TurnError = {
        code: 'too-long',
        message,
        hint: 'Send “go on” to have the rest.',
      };
      return { status: stopped.tools.length > 0 ? 'failed' : 'completed', error };
    }
    case 'context-full':
      return {
        status: 'failed',
        error: {
          code: 'too-long',
          message: `This conversation fills all that ${model} can hold.`,
          hint: 'Start a new session and bring over what matters.',
        },
      };
    case 'refusal': {
      const why = stopped.detail ? ` ${stopped.detail}` : '';
      const hint = 'Ask in another way, or choose another model.';
      return {
        status: 'refused',
        error: { code: 'refused', message: `The model declined to answer.${why}`, hint },
      };
    }
    default:
      return { status: 'completed' };
  }
}

function tooManySteps(most: number): TurnError {
  return {
    code: 'stopped',
    message: `The model has made ${most} requests in this turn without coming to an end, so it was stopped.`,
    hint: 'Send “go on” if it was on a good way, or say more exactly what you want.',
  };
}

function noKey(order: TurnOrder): TurnError {
  return {
    code: 'no-key',
    message: `There is no key for the provider "${order.provider.id}".`,
    hint: order.provider.keyHint ?? 'Give one in Settings → Providers, or try the demo.',
  };
}
