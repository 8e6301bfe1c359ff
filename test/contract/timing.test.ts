/** Where a turn's time goes: each instant is charged once, whatever happens. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SessionEventBody } from '../../preload/contract/events';
import type { Timing } from '../../preload/contract/shapes';
import { chargeUntil, startClock, tick, timingAt } from '../../preload/contract/timing';
import { sessionEvents } from './session-events';

const partsOf = (timing: Timing) => [
  timing.ttfeMs,
  timing.thinkingMs,
  timing.respondingMs,
  timing.toolExecutionMs,
  timing.approvalMs,
  timing.retryMs,
  timing.otherMs,
];

const sum = (numbers: readonly number[]) => numbers.reduce((left, right) => left + right, 0);

test('I11: the parts add up to the total for any events, and none is negative', () => {
  fc.assert(
    fc.property(sessionEvents, fc.double({ min: 0, max: 9_000, noNaN: true }), (events, extra) => {
      const clock = events.reduce(tick, startClock(100));
      const timing = timingAt(clock, clock.at + extra);
      expect(sum(partsOf(timing))).toBe(timing.totalMs);
      expect(Math.min(...partsOf(timing))).toBeGreaterThanOrEqual(0);
      expect(timing.totalMs).toBe(Math.max(0, Math.round(clock.at + extra - clock.startedAt)));
      expect(sum(Object.values(clock.spent))).toBeCloseTo(clock.at - clock.startedAt, 6);
    }),
  );
});

test('I11: looking at the clock in between changes nothing', () => {
  fc.assert(
    fc.property(sessionEvents, (events) => {
      const plain = events.reduce(tick, startClock(100));
      const looked = events.reduce(
        (clock, event) => tick(chargeUntil(clock, (clock.at + event.at) / 2), event),
        startClock(100),
      );
      expect(looked.at).toBe(plain.at);
      for (const part of Object.keys(plain.spent) as (keyof typeof plain.spent)[]) {
        expect(looked.spent[part]).toBeCloseTo(plain.spent[part], 6);
      }
    }),
  );
});

const block = { turn: 't', block: 'b' };
const events: SessionEventBody[] = [
  { type: 'turn.first', at: 10, turn: 't', ms: 10 },
  { type: 'block.opened', at: 12, ...block, kind: 'thinking' },
  { type: 'block.closed', at: 20, block: 'b', ms: 8, status: 'done' },
  { type: 'block.opened', at: 21, ...block, block: 'c', kind: 'tool' },
  { type: 'block.closed', at: 25, block: 'c', ms: 4, status: 'done' },
  { type: 'tool.started', at: 30, block: 'c', tool: 'bash', input: {}, summary: '' },
  {
    type: 'approval.requested',
    at: 40,
    approval: 'a',
    ...block,
    tool: 'bash',
    summary: '',
    risk: 'low',
  },
  { type: 'approval.resolved', at: 140, approval: 'a', decision: 'allow', by: 'window' },
  { type: 'tool.finished', at: 150, block: 'c', status: 'ok', ms: 120, summary: '' },
  { type: 'turn.retrying', at: 155, turn: 't', reason: 'busy', delayMs: 20, attempt: 2 },
  { type: 'block.opened', at: 180, ...block, block: 'd', kind: 'text' },
];

test('I11: waiting for a person is never tool time, a retry is its own, waiting for a later step is thinking', () => {
  const timing = timingAt(events.reduce(tick, startClock(0)), 200);
  expect(timing).toEqual({
    totalMs: 200,
    ttfeMs: 10,
    // 12 to 20; the model was waited for from 10 to 12, 20 to 21, 25 to 30, 150 to 155 and 175 to 180.
    thinkingMs: 26,
    respondingMs: 24,
    toolExecutionMs: 20,
    approvalMs: 100,
    retryMs: 20,
    otherMs: 0,
    toolCallCount: 1,
    ttfePct: 5,
    thinkingPct: 13,
    toolsPct: 10,
  });
});
