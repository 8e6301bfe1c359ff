/**
 * Where a turn's time and money went, by figures that were recorded and by no model: sentences for a person, and the
 * facts they were made from. Pure; `now` comes in, for a turn that still runs.
 */
import type { Explanation, Timing, Usage } from '../../../preload/contract/shapes';
import { oneLine } from '../../../preload/contract/text';
import { timingAt } from '../../../preload/contract/timing';
import { sentences } from './explain-words';
import type { Step, TurnRecord } from './turn-record';

/** The slowest steps that are told. */
const slowestKept = 5;

export interface SlowStep {
  block: string;
  kind: Step['kind'];
  name?: string;
  /** One line, safe to show anywhere. */
  summary?: string;
  ms: number;
  status?: string;
}

/** Everything is a finite number, at least 0. The parts of `timing` add up to its `totalMs` (I11). */
export interface TurnFacts {
  turn: string;
  status: string;
  model?: string;
  timing: Timing;
  /** From the request to the provider's first event; absent when none came. */
  firstMs?: number;
  thinking: { ms: number; pct: number };
  responding: { ms: number; pct: number };
  tools: {
    calls: number;
    ms: number;
    pct: number;
    failed: number;
    denied: number;
    interrupted: number;
  };
  slowest: SlowStep[];
  approvals: { count: number; ms: number; denied: number; waiting: number };
  /** Models that did not answer, in order, and who was asked then. */
  moved: { from: string; to: string; reason: string }[];
  /** `ms` was lost to pauses; what the failed tries had written is in `abandoned`. */
  retries: { count: number; ms: number; reasons: { reason: string; count: number }[] };
  abandoned: { blocks: number; ms: number };
  /** Of the model, while nothing else was waited for. `first`: the longest was the wait for its first event. */
  silence: { longestMs: number; first: boolean };
  compactions: number;
  steered: number;
  usage?: Usage;
  error?: { code: string; message: string; hint?: string };
}

export function explain(record: TurnRecord, now: number): Explanation {
  const facts = factsOf(record, now);
  return { lines: sentences(facts), facts: { ...facts } };
}

export function factsOf(record: TurnRecord, now: number): TurnFacts {
  const { end, clock, firstMs, model } = record;
  const timing = end?.timing ?? timingAt(clock, now);
  const steps = [...record.steps.values()];
  const until = record.startedAt + timing.totalMs;
  const facts: TurnFacts = {
    turn: record.turn,
    status: end?.status ?? 'running',
    ...(model === undefined ? {} : { model }),
    timing,
    ...(firstMs === undefined ? {} : { firstMs }),
    thinking: { ms: timing.thinkingMs, pct: timing.thinkingPct },
    responding: {
      ms: timing.respondingMs,
      pct: percent(timing.respondingMs, timing.totalMs),
    },
    tools: toolFacts(steps, timing),
    slowest: slowest(steps, until),
    approvals: approvalFacts(record, timing),
    moved: record.moved,
    retries: {
      count: record.retries.length,
      ms: timing.retryMs,
      reasons: reasons(record.retries),
    },
    abandoned: abandoned(steps, until),
    silence: silence(record, until),
    compactions: steps.filter(({ kind }) => kind === 'summary').length,
    steered: record.steered,
  };
  if (end && hasTokens(end.usage)) facts.usage = end.usage;
  if (end?.error) {
    const { code, message, hint } = end.error;
    facts.error = { code, message, ...(hint === undefined ? {} : { hint }) };
  }
  return facts;
}

const percent = (part: number, total: number) => (total > 0 ? Math.round((100 * part) / total) : 0);

function toolFacts(steps: readonly Step[], timing: Timing): TurnFacts['tools'] {
  const tools = steps.filter(({ kind }) => kind === 'tool');
  const of = (status: string) => tools.filter((step) => step.status === status).length;
  return {
    calls: timing.toolCallCount,
    ms: timing.toolExecutionMs,
    pct: timing.toolsPct,
    failed: of('error'),
    denied: of('denied'),
    interrupted: of('interrupted'),
  };
}

/** A tool's output is part of its call; a call that never ran took no time of its own. */
function slowest(steps: readonly Step[], until: number): SlowStep[] {
  return steps
    .filter(({ kind, startedAt, status }) => {
      if (kind === 'output' || status === 'abandoned') return false;
      return kind !== 'tool' || startedAt !== undefined;
    })
    .map((step): SlowStep => {
      const { block, kind, name, status, summary } = step;
      const shown = summary === undefined ? '' : oneLine(summary);
      return {
        ...{ block, kind, ms: lengthOf(step, until) },
        ...(name === undefined ? {} : { name }),
        ...(shown === '' ? {} : { summary: shown }),
        ...(status === undefined ? {} : { status }),
      };
    })
    .filter(({ ms }) => ms > 0)
    .sort((left, right) => right.ms - left.ms)
    .slice(0, slowestKept);
}

/** What still goes on has lasted up to `until`. */
function lengthOf({ ms, startedAt, openedAt }: Step, until: number): number {
  return Math.max(0, Math.round(ms ?? until - (startedAt ?? openedAt)));
}

function approvalFacts({ approvals, end }: TurnRecord, timing: Timing): TurnFacts['approvals'] {
  const asked = [...approvals.values()];
  return {
    count: asked.length,
    ms: timing.approvalMs,
    denied: asked.filter(({ decision }) => decision === 'deny').length,
    waiting: end ? 0 : asked.filter(({ decision }) => decision === undefined).length,
  };
}

/** Most frequent first. */
function reasons(retries: TurnRecord['retries']): TurnFacts['retries']['reasons'] {
  const counts = new Map<string, number>();
  for (const { reason } of retries) {
    const shown = oneLine(reason);
    counts.set(shown, (counts.get(shown) ?? 0) + 1);
  }
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((left, right) => right.count - left.count);
}

function abandoned(steps: readonly Step[], until: number): TurnFacts['abandoned'] {
  const thrown = steps.filter(({ status }) => status === 'abandoned');
  const ms = thrown.reduce((sum, step) => sum + lengthOf(step, until), 0);
  return { blocks: thrown.length, ms };
}

/** A turn that was cut off is closed when Konsole starts again: time after `until` was nobody's silence. */
function silence(record: TurnRecord, until: number): TurnFacts['silence'] {
  const { silences, clock, heardAt, stalledMs, startedAt } = record;
  const last = clock.tools > 0 || clock.approvals > 0 ? [] : [{ from: heardAt, to: until }];
  let longestMs = 0;
  let first = false;
  for (const { from, to } of [...silences, ...last]) {
    const ms = Math.round(Math.min(to, until) - from);
    if (ms <= longestMs) continue;
    longestMs = ms;
    first = from === startedAt;
  }
  return { longestMs: Math.max(longestMs, Math.round(stalledMs)), first };
}

const hasTokens = (usage: Usage) =>
  usage.inputTokens + usage.outputTokens + usage.cacheReadTokens + usage.cacheWriteTokens > 0;
