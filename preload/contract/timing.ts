/**
 * Where a turn's time goes, as a pure fold of its events: each instant is charged once, approval before
 * retry before tools before the model (I11). The same fold serves the live bar, the final figures and the
 * closing of a turn whose host died. No zod, no clock: `now` comes in.
 */
import type { SessionEventBody } from './events';
import type { Timing, TurnClock } from './shapes';

export function startClock(at: number): TurnClock {
  return {
    startedAt: at,
    at,
    phase: 'first',
    tools: 0,
    approvals: 0,
    retryUntil: 0,
    spent: { first: 0, thinking: 0, responding: 0, tools: 0, approval: 0, retry: 0, other: 0 },
    toolCalls: 0,
  };
}

/** Charges everything up to `now`. A `now` before the last charge changes nothing. */
export function chargeUntil(clock: TurnClock, now: number): TurnClock {
  const whole = now - clock.at;
  if (whole <= 0) return clock;
  const spent = { ...clock.spent };
  if (clock.approvals > 0) {
    spent.approval += whole;
  } else {
    const retry = Math.min(whole, Math.max(0, clock.retryUntil - clock.at));
    spent.retry += retry;
    const rest = whole - retry;
    if (clock.tools > 0) spent.tools += rest;
    else spent[modelPart(clock.phase)] += rest;
  }
  return { ...clock, at: now, spent };
}

/** Waiting for the first event of a later step counts as thinking. */
function modelPart(phase: TurnClock['phase']): 'first' | 'thinking' | 'responding' {
  return phase === 'waiting' ? 'thinking' : phase;
}

/**
 * Moves the clock over one event of its turn. `kind` is the kind of the block that the event opens.
 * An append moves nothing but the time, so a merged run of appends gives the same clock.
 */
export function tick(before: TurnClock, event: SessionEventBody): TurnClock {
  const clock = chargeUntil(before, event.at);
  switch (event.type) {
    case 'turn.first':
      return { ...clock, phase: clock.phase === 'first' ? 'waiting' : clock.phase, retryUntil: 0 };
    case 'block.opened':
      if (event.kind === 'output') return clock;
      return {
        ...clock,
        retryUntil: 0,
        // A summary is the model's own remembering: it answers nobody.
        phase: event.kind === 'thinking' || event.kind === 'summary' ? 'thinking' : 'responding',
      };
    case 'block.closed':
      // Until its next block, or the word that it is done, the model is still being waited for.
      return clock.phase === 'thinking' || clock.phase === 'responding'
        ? { ...clock, phase: 'waiting' }
        : clock;
    case 'tool.started':
      return { ...clock, tools: clock.tools + 1, toolCalls: clock.toolCalls + 1 };
    case 'tool.finished': {
      // A denied tool never ran: it takes no other tool's place.
      if (event.status === 'denied') return clock;
      const tools = Math.max(0, clock.tools - 1);
      return { ...clock, tools, phase: tools === 0 ? 'waiting' : clock.phase };
    }
    case 'approval.requested':
      return { ...clock, approvals: clock.approvals + 1 };
    case 'approval.resolved':
      return { ...clock, approvals: Math.max(0, clock.approvals - 1) };
    case 'turn.retrying':
      return {
        ...clock,
        retryUntil: event.at + event.delayMs,
        phase: clock.phase === 'first' ? 'first' : 'waiting',
      };
    default:
      return clock;
  }
}

const percent = (part: number, total: number) => (total > 0 ? Math.round((100 * part) / total) : 0);

/** Figures up to `now`, in whole ms; `otherMs` takes what rounding leaves, so the parts add up exactly. */
export function timingAt(clock: TurnClock, now: number): Timing {
  const { spent, at, startedAt, toolCalls } = chargeUntil(clock, now);
  const totalMs = Math.max(0, Math.round(at - startedAt));
  let left = totalMs;
  const take = (part: number) => {
    const whole = Math.min(left, Math.round(part));
    left -= whole;
    return whole;
  };
  const ttfeMs = take(spent.first);
  const thinkingMs = take(spent.thinking);
  const respondingMs = take(spent.responding);
  const toolExecutionMs = take(spent.tools);
  const approvalMs = take(spent.approval);
  const retryMs = take(spent.retry);
  return {
    totalMs,
    ttfeMs,
    thinkingMs,
    respondingMs,
    toolExecutionMs,
    approvalMs,
    retryMs,
    otherMs: left,
    toolCallCount: toolCalls,
    ttfePct: percent(ttfeMs, totalMs),
    thinkingPct: percent(thinkingMs, totalMs),
    toolsPct: percent(toolExecutionMs, totalMs),
  };
}
