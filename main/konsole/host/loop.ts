/**
 * The turn loop: request, stream, tools, next request, until the model ends. Everything that happens is
 * told as events; nothing is thrown. One turn at a time.
 */
import { limits } from '../../../preload/contract/limits';
import type { Usage } from '../../../preload/contract/shapes';
import { timingAt } from '../../../preload/contract/timing';
import { noteOf } from '../providers/anthropic/conversation';
import { type ModelRequest, type ProviderAdapter, ProviderError } from '../providers/types';
import { type HostClock, wait } from './clock';
import { type Emitter, openBlocks } from './emitter';
import type { Files } from './files';
import { createMarks, type Marks } from './marks';
import { systemPrompt, turnNote } from './prompt';
import type { TurnOrder } from './protocol';
import { asProviderError, decideRetry } from './retry';
import { EndlessAnswer, idleLimitMs, orAbort, runStep, type StepDeps, type StepEnd } from './step';
import type { Steers } from './steers';
import type { Approvals } from './approvals';
import { createRepeats } from './repeats';
import { closeTools } from './tool-output';
import { runTools, type ToolStepDeps } from './tool-step';
import type { Tool, ToolContext } from './tools/tool';
import { type End, endOf, noKey, tooManySteps } from './turn-end';
import { sumUsage } from './usage';

export interface LoopDeps {
  order: TurnOrder;
  adapter: ProviderAdapter;
  emitter: Emitter;
  clock: HostClock;
  /** In [0, 1). */
  random: () => number;
  newBlock: () => string;
  steers: Steers;
  files: Files;
  tools: readonly Tool[];
  context: ToolContext;
  permit: ToolStepDeps['permit'];
  approvals: Approvals;
  /** Aborted by a person's stop; with a `ProviderError` as its reason, the turn failed with that. */
  signal: AbortSignal;
  log: (message: string, fields: Record<string, unknown>) => void;
  stallMs?: number;
  idleMs?: number;
  maxSteps?: number;
}

/** More requests than any real task needs: a model that runs in circles is stopped. */
export const mostSteps = 200;

/** Resolves after `turn.finished` was sent. Never rejects. */
export async function runTurn(deps: LoopDeps): Promise<void> {
  const { emitter, order, signal } = deps;
  const requests: Usage[] = [];
  const marks = createMarks(noteFor(order));
  let end: End;
  try {
    end = await steps(deps, marks, requests);
  } catch (thrown) {
    const why: unknown = signal.aborted ? signal.reason : thrown;
    end =
      signal.aborted && !(why instanceof ProviderError)
        ? { status: 'interrupted' }
        : { status: 'failed', error: asProviderError(why).error };
  }
  closeAll(deps, marks, end);
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

function noteFor({ startedAt, workspace, context }: TurnOrder): string {
  return turnNote({
    at: startedAt,
    ...(workspace === undefined ? {} : { workspace }),
    ...(context === undefined ? {} : { context }),
  });
}

async function steps(deps: LoopDeps, marks: Marks, requests: Usage[]): Promise<End> {
  const { order, signal, steers } = deps;
  if (order.provider.keyMissing) return { status: 'failed', error: noKey(order) };
  await deps.files.load([...order.history, order]);
  const stepDeps = makeStepDeps(deps, marks);
  const toolDeps: ToolStepDeps = { ...deps, turn: order.turn, repeats: createRepeats() };
  for (let step = 0; step < (deps.maxSteps ?? mostSteps); step++) {
    const stopped = await request(deps, stepDeps, marks, requests);
    if (stopped.tools.length > 0 && (stopped.reason === 'tools' || stopped.reason === 'end')) {
      await runTools(toolDeps, stopped.tools);
      if (signal.aborted) throw signal.reason;
      continue;
    }
    if (stopped.reason === 'pause') continue;
    const end = endOf(stopped, order.model);
    // What was said during the last answer is answered as well: one more request tells it.
    if (end.status === 'completed' && !(await orAbort(steers.mayEnd(marks.told), signal))) continue;
    return end;
  }
  return { status: 'failed', error: tooManySteps(deps.maxSteps ?? mostSteps) };
}

function makeStepDeps(deps: LoopDeps, marks: Marks): Omit<StepDeps, 'onUsage'> {
  const { order, emitter, clock } = deps;
  let first = true;
  return {
    adapter: deps.adapter,
    emitter,
    clock,
    newBlock: deps.newBlock,
    turn: order.turn,
    stallMs: deps.stallMs ?? limits.stallMs,
    idleMs: deps.idleMs ?? idleLimitMs,
    marks,
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
  marks: Marks,
  requests: Usage[],
): Promise<StepEnd> {
  const { order, emitter, clock, signal, steers } = deps;
  for (let attempt = 1; ; attempt++) {
    const opened: string[] = [];
    const slot = requests.length;
    const onUsage = (usage: Usage) => {
      requests[slot] = usage;
    };
    const asked = clock.now();
    marks.told = steers.texts().length;
    try {
      const asking = modelRequest(deps, marks);
      const end = await runStep({ ...stepDeps, onUsage }, asking, signal, opened);
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
      const decision = decideRetry(failure, attempt, deps.random());
      // Nothing replaces what the last try wrote: it stays, as what was said before a stop does.
      if (decision.retry || failure instanceof EndlessAnswer) abandon(deps, opened);
      if (!decision.retry) throw Object.assign(failure, { error: decision.error });
      const { reason, delayMs } = decision;
      emitter.event({ type: 'turn.retrying', turn: order.turn, reason, delayMs, attempt });
      await wait(clock, delayMs, signal);
    }
  }
}

/** The request of this moment: the earlier turns as they were, and the running one with what it has. */
function modelRequest(deps: LoopDeps, { note, told }: Marks): ModelRequest {
  const { order, emitter, tools, steers, files } = deps;
  const steered = steers.texts().slice(0, told);
  const history = order.history.map((turn) => {
    const kept = noteOf(turn.blocks);
    return { ...turn, ...files.of(turn), ...(kept === undefined ? {} : { note: kept }) };
  });
  const said = steered.map((text) => ({ text }));
  const used = order.history.some((turn) => turn.blocks.some((block) => block.kind === 'tool'));
  return {
    model: order.model,
    system: systemPrompt(order.kind),
    // A conversation that has tool calls in it needs its tools declared, folder or not.
    tools: order.workspace !== undefined || used ? tools : [],
    turns: [...history, { ...emitter.turn(), ...files.of(order), note, steered: said }],
    quick: order.kind === 'chat',
  };
}

/** What a try has written that is made again, or of no use, stays on screen, marked, and never reaches a model. */
function abandon(deps: LoopDeps, opened: readonly string[]): void {
  for (const id of opened) {
    const block = deps.emitter.turn().blocks.find((known) => known.id === id);
    const ms = block?.ms ?? Math.max(0, Math.round(deps.clock.now() - (block?.openedAt ?? 0)));
    deps.emitter.event({ type: 'block.closed', block: id, ms, status: 'abandoned' });
  }
}

/** Whatever is still open is closed with what it has; open tool calls get an explicit error result (I3). */
function closeAll(deps: LoopDeps, marks: Marks, end: End): void {
  const { emitter, clock, order } = deps;
  deps.approvals.withdraw();
  for (const block of openBlocks(emitter.turn())) {
    emitter.settle(block.id);
    const ms = Math.max(0, Math.round(clock.now() - (block.openedAt ?? clock.now())));
    const opaque = marks.take();
    const kept = Object.keys(opaque).length > 0 ? { opaque } : {};
    emitter.event({ type: 'block.closed', block: block.id, ms, status: 'done', ...kept });
  }
  const why =
    end.status === 'interrupted'
      ? 'The person stopped this turn before the tool had a result.'
      : 'The turn ended before the tool had a result.';
  closeTools({ ...deps, turn: order.turn }, why);
}
