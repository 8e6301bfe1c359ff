/**
 * How a turn is closed that nobody can finish any more: its host died, it did not answer, Konsole was closed or
 * killed. Every open block, tool call and approval gets an explicit end, so the session goes on (I3). Pure.
 */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { SessionState } from '../../../preload/contract/session-state';
import type {
  Approval,
  Block,
  Queued,
  Turn,
  TurnError,
  TurnStart,
  Usage,
} from '../../../preload/contract/shapes';
import { startClock, timingAt } from '../../../preload/contract/timing';
import { isUnanswered } from './light-state';

export const noUsage: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
};

export interface Closing {
  turn: Turn;
  approvals: readonly Approval[];
  queue: Queued[];
  paused: boolean;
  /** When this is written; epoch ms. */
  at: number;
  /** Time is charged up to here: now for a death that was seen, the last recorded event for one that was not. */
  chargeUntil: number;
  status: 'interrupted' | 'failed';
  error: TurnError;
}

/** The events that close the turn and, where messages wait, pause the queue. */
export function closingEvents(closing: Closing): SessionEventBody[] {
  const { turn, at, error } = closing;
  const ended = Math.max(turn.startedAt ?? 0, closing.chargeUntil);
  const events: SessionEventBody[] = [];
  for (const approval of closing.approvals) {
    if (approval.turn !== turn.id) continue;
    events.push({
      type: 'approval.resolved',
      at,
      approval: approval.id,
      decision: 'withdrawn',
      by: 'konsole',
    });
  }
  // What a tool has put out so far is closed before the tool itself is.
  for (const block of turn.blocks) {
    if (block.closed || isUnanswered(block)) continue;
    events.push(closeBlock(block, at, ended));
  }
  for (const block of turn.blocks.filter(isUnanswered)) {
    events.push(...closeTool(closing, block, ended));
  }
  events.push({
    type: 'turn.finished',
    at,
    turn: turn.id,
    status: closing.status,
    error,
    usage: turn.usage ?? noUsage,
    timing: timingAt(turn.clock ?? startClock(turn.startedAt ?? at), ended),
  });
  if (closing.queue.length > 0 && !closing.paused) {
    events.push({ type: 'queue.changed', at, queue: closing.queue, paused: true });
  }
  return events;
}

function closeBlock(block: Block, at: number, ended: number): SessionEventBody {
  const ms = Math.max(0, ended - (block.openedAt ?? ended));
  return { type: 'block.closed', at, block: block.id, ms, status: 'done' };
}

/** Also a call whose input was still being written gets a result: a model is told of every call it began. */
function closeTool(closing: Closing, block: Block, ended: number): SessionEventBody[] {
  const { turn, at, error } = closing;
  const events: SessionEventBody[] = [];
  if (!block.closed && block.startedAt === undefined) events.push(closeBlock(block, at, ended));
  if (!turn.blocks.some((other) => other.kind === 'output' && other.parent === block.id)) {
    const output = `${block.id.slice(0, 59)}-end`;
    const text =
      block.startedAt === undefined
        ? `Not run: ${error.message}`
        : `Cut off, no result: ${error.message}`;
    events.push(
      { type: 'block.opened', at, turn: turn.id, block: output, kind: 'output', parent: block.id },
      { type: 'block.appended', at, block: output, off: 0, text },
      { type: 'block.closed', at, block: output, ms: 0, status: 'done' },
    );
  }
  const ms = block.startedAt === undefined ? 0 : Math.max(0, ended - block.startedAt);
  const summary = block.summary ?? block.name ?? 'tool';
  events.push({
    type: 'tool.finished',
    at,
    block: block.id,
    status: 'interrupted',
    ms,
    summary,
  });
  return events;
}

/** After a stop or a failure what waits is not started by itself: a person looks first. */
export function pauseAfter(
  state: Pick<SessionState, 'queue' | 'paused'>,
  status: Turn['status'],
  at: number,
): SessionEventBody[] {
  const goesOn = status === 'completed' || status === 'refused';
  if (goesOn || state.queue.length === 0 || state.paused) return [];
  return [{ type: 'queue.changed', at, queue: state.queue, paused: true }];
}

/** The turn leaves the queue and begins; what it goes on from was kept with it there. */
export function turnStarted(
  { queue }: Pick<SessionState, 'queue'>,
  turn: string,
  model: string,
  at: number,
  start?: TurnStart,
): SessionEventBody {
  const resumes = queue.find((entry) => entry.turn === turn)?.resumes;
  const resumed = resumes === undefined ? {} : { resumes };
  const began = start === undefined ? {} : { start };
  return { type: 'turn.started', at, turn, attempt: 1, model, ...began, ...resumed };
}

/** A turn that ends before a host was needed: no such provider, a folder that is gone. */
export function failedAtStart(
  state: SessionState,
  turn: string,
  at: number,
  error: TurnError,
): SessionEventBody[] {
  const { session, paused } = state;
  const queue = state.queue.filter((entry) => entry.turn !== turn);
  return [
    turnStarted(state, turn, session.model, at),
    {
      type: 'turn.finished',
      at,
      turn,
      status: 'failed',
      error,
      usage: noUsage,
      timing: timingAt(startClock(at), at),
    },
    ...pauseAfter({ queue, ...(paused ? { paused } : {}) }, 'failed', at),
  ];
}
