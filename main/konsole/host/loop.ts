/**
 * The turn loop: request, stream, tools, next request, until the model ends. Everything that happens is
 * told as events; nothing is thrown. One turn at a time.
 */
import { limits } from '../../../preload/contract/limits';
import type { LogRecord, TurnError, Usage } from '../../../preload/contract/shapes';
import { timingAt } from '../../../preload/contract/timing';
import { type ProviderAdapter, ProviderError } from '../providers/types';
import type { Approvals } from './approvals';
import type { Budget } from './budget';
import type { HostClock } from './clock';
import { createCompaction } from './compaction';
import { type Emitter, openBlocks } from './emitter';
import { firstEventLimit, goOver, successor } from './failover';
import type { Files } from './files';
import { createMarks, type Marks } from './marks';
import { makeNote } from './note';
import type { TurnOrder } from './protocol';
import type { Rates } from './rates';
import { createRepeats } from './repeats';
import { request } from './requests';
import { asProviderError } from './retry';
import { idleLimitMs } from './silence';
import { orAbort, type StepDeps } from './step';
import type { Steers } from './steers';
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
  rates: Rates;
  /** How a request to the order's present provider went, where that tells of the provider; without an error it answered. */
  asked: (error?: TurnError) => void;
  budget: Budget;
  /** Aborted by a person's stop; with a `ProviderError` as its reason, the turn failed with that. */
  signal: AbortSignal;
  /** Where nothing else is said, at level info in the area of the host. */
  log: (
    message: string,
    fields: Record<string, unknown>,
    as?: { level?: LogRecord['level']; area?: string },
  ) => void;
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
  const marks = createMarks('');
  let end: End;
  try {
    Object.assign(marks, await makeNote(deps));
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

async function steps(deps: LoopDeps, marks: Marks, requests: Usage[]): Promise<End> {
  const { order, signal, steers } = deps;
  while (order.provider.keyMissing) {
    const error = noKey(order);
    const next = successor(deps, error);
    if (!next) return { status: 'failed', error };
    goOver(deps, next, error);
  }
  await deps.files.load([...order.history, order]);
  const stepDeps = makeStepDeps(deps, marks);
  const toolDeps: ToolStepDeps = { ...deps, turn: order.turn, repeats: createRepeats() };
  const compaction = createCompaction({ ...deps, stepDeps, marks, requests });
  for (let step = 0; step < (deps.maxSteps ?? mostSteps); step++) {
    await compaction.ifDue();
    const stopped = await request(deps, stepDeps, marks, requests).catch((error: unknown) =>
      compaction.afterTooLong(error),
    );
    if (!stopped) continue;
    compaction.answered(stopped);
    if (stopped.tools.length > 0 && (stopped.reason === 'tools' || stopped.reason === 'end')) {
      await runTools(toolDeps, stopped.tools);
      if (signal.aborted) throw signal.reason;
      continue;
    }
    if (stopped.reason === 'pause') continue;
    if (stopped.reason === 'context-full' && (await compaction.makeRoom())) continue;
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
    provider: () => order.provider,
    stallMs: deps.stallMs ?? limits.stallMs,
    idleMs: deps.idleMs ?? idleLimitMs,
    firstMs: () => firstEventLimit(order),
    marks,
    onLimits: (limits) => deps.rates.note(order.provider.id, limits),
    onFirst() {
      if (!first) return;
      first = false;
      const ms = Math.max(0, Math.round(clock.now() - order.startedAt));
      emitter.event({ type: 'turn.first', turn: order.turn, ms });
    },
  };
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
