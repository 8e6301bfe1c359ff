/**
 * What a turn's events say of its time, without its texts: a fold that keeps a few numbers for each block, so that the
 * longest turn can be looked at on the main thread. The record is changed in place; it is nobody else's. No clock.
 */
import type { SessionEvent } from '../../../preload/contract/events';
import type { Block, Timing, TurnClock, TurnError, Usage } from '../../../preload/contract/shapes';
import { startClock, tick } from '../../../preload/contract/timing';

export interface Step {
  block: string;
  kind: Block['kind'];
  name?: string;
  /** Of a tool: what it was called for. Written by a model. */
  summary?: string;
  openedAt: number;
  /** Of a tool: when it began to run. */
  startedAt?: number;
  /** How long it was open; for a tool, how long it ran. */
  ms?: number;
  status?: NonNullable<Block['status']>;
}

export interface TurnRecord {
  readonly turn: string;
  startedAt: number;
  clock: TurnClock;
  model?: string;
  /** From its request to the provider's first event. */
  firstMs?: number;
  steps: Map<string, Step>;
  /** Every approval that was asked for; without a decision it is waited for. */
  approvals: Map<string, { block: string; at: number; ms?: number; decision?: string }>;
  retries: { reason: string; delayMs: number }[];
  /** Models that did not answer, in order, and who was asked then. */
  moved: { from: string; to: string; reason: string }[];
  /** Longest silence that the stall watch told of. */
  stalledMs: number;
  /** When the model was waited for and nothing came, from a second on. */
  silences: { from: number; to: number }[];
  /** From here on the model has been silent. */
  heardAt: number;
  steered: number;
  end?: { status: string; usage: Usage; timing: Timing; error?: TurnError };
}

const leastSilenceMs = 1_000;

export function beginRecord(turn: string): TurnRecord {
  return {
    turn,
    startedAt: 0,
    clock: startClock(0),
    steps: new Map(),
    approvals: new Map(),
    retries: [],
    moved: [],
    stalledMs: 0,
    silences: [],
    heardAt: 0,
    steered: 0,
  };
}

/** Takes the turn's events in their order, from its `turn.started`; what belongs to another turn changes nothing. */
export function note(record: TurnRecord, event: SessionEvent): void {
  if (record.end || !concerns(record, event)) return;
  const before = record.clock;
  if (event.type === 'turn.started') return begin(record, event);
  if (event.type === 'turn.steered') {
    record.steered += 1;
    return;
  }
  if (event.type === 'turn.finished') {
    const { status, usage, timing, error } = event;
    record.end = { status, usage, timing, ...(error ? { error } : {}) };
    return;
  }
  record.clock = tick(before, event);
  hear(record, event, before);
  noteStep(record, event);
}

function concerns(record: TurnRecord, event: SessionEvent): boolean {
  if (event.type === 'turn.queued') return false;
  if (event.type === 'approval.resolved') {
    const asked = record.approvals.get(event.approval);
    return asked !== undefined && asked.decision === undefined;
  }
  if (event.type === 'approval.requested' && record.approvals.has(event.approval)) return false;
  if ('turn' in event) return event.turn === record.turn;
  return 'block' in event && record.steps.has(event.block);
}

function begin(record: TurnRecord, event: Extract<SessionEvent, { type: 'turn.started' }>): void {
  record.model = event.model;
  // Started again on another host, it goes on from where its clock is.
  if (record.startedAt > 0) return;
  record.startedAt = event.at;
  record.heardAt = event.at;
  record.clock = startClock(event.at);
}

/** Time in which a tool ran, a person was asked or a retry was waited for is no silence of the model. */
function hear(record: TurnRecord, event: SessionEvent, before: TurnClock): void {
  switch (event.type) {
    case 'turn.stalled':
      record.stalledMs = Math.max(record.stalledMs, event.silentMs);
      return;
    case 'turn.retrying':
      silence(record, event.at, before);
      record.retries.push({ reason: event.reason, delayMs: event.delayMs });
      record.heardAt = Math.max(record.heardAt, event.at + event.delayMs);
      return;
    default:
      silence(record, event.at, before);
      record.heardAt = Math.max(record.heardAt, event.at);
  }
}

function silence(record: TurnRecord, at: number, { tools, approvals }: TurnClock): void {
  if (tools > 0 || approvals > 0 || at - record.heardAt < leastSilenceMs) return;
  record.silences.push({ from: record.heardAt, to: at });
}

function noteStep(record: TurnRecord, event: SessionEvent): void {
  switch (event.type) {
    case 'turn.first':
      record.firstMs ??= event.ms;
      return;
    case 'turn.moved':
      record.model = event.model;
      record.moved.push({ from: event.from, to: event.model, reason: event.reason });
      return;
    case 'approval.requested':
      record.approvals.set(event.approval, { block: event.block, at: event.at });
      return;
    case 'approval.resolved': {
      const asked = record.approvals.get(event.approval);
      if (!asked) return;
      asked.decision = event.decision;
      asked.ms = Math.max(0, event.at - asked.at);
      return;
    }
    case 'block.opened': {
      if (record.steps.has(event.block)) return;
      const step: Step = { block: event.block, kind: event.kind, openedAt: event.at };
      if (event.name !== undefined) step.name = event.name;
      record.steps.set(event.block, step);
      return;
    }
    case 'block.closed': {
      const step = record.steps.get(event.block);
      // What a tool ran for is told when it has run, and not by the end of its input.
      if (!step || step.startedAt !== undefined) return;
      step.status = event.status;
      if (step.kind !== 'tool') step.ms = event.ms;
      return;
    }
    case 'tool.started': {
      const step = record.steps.get(event.block);
      if (!step) return;
      Object.assign(step, { name: event.tool, summary: event.summary, startedAt: event.at });
      step.status = 'running';
      return;
    }
    case 'tool.finished': {
      const step = record.steps.get(event.block);
      if (!step) return;
      step.status = event.status;
      if (step.startedAt !== undefined) step.ms = event.ms;
      return;
    }
    default:
      return;
  }
}
