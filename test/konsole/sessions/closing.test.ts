import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Closing, closingEvents } from '../../../main/konsole/sessions/closing';
import { appDied } from '../../../main/konsole/sessions/endings';
import { advance, isUnanswered, lightState } from '../../../main/konsole/sessions/light-state';
import type { SessionEvent, SessionEventBody } from '../../../preload/contract/events';
import {
  emptySession,
  reduceSession,
  type SessionState,
} from '../../../preload/contract/session-state';
import type { Turn } from '../../../preload/contract/shapes';

const place = (bodies: readonly SessionEventBody[], from = 0): SessionEvent[] =>
  bodies.map((body, n) => ({
    ...body,
    pos: from + n + 1,
    seq: from + n + 1,
    channel: 'session/s',
  }));

const fold = (bodies: readonly SessionEventBody[]): SessionState =>
  place(bodies).reduce(reduceSession, emptySession('s'));

const start: SessionEventBody[] = [
  { type: 'turn.queued', at: 100, turn: 't', text: 'Go' },
  { type: 'turn.started', at: 100, turn: 't', attempt: 1, model: 'p/m' },
];

function closingOf(state: SessionState, change: Partial<Closing> = {}): Closing {
  const turn = state.turns[0];
  if (!turn) throw new Error('there is a turn');
  const { queue, approvals } = state;
  return {
    turn,
    queue,
    approvals,
    paused: false,
    at: 9_000,
    chargeUntil: 1_000,
    ...appDied,
    ...change,
  };
}

const toolStarted: SessionEventBody[] = [
  { type: 'block.opened', at: 200, turn: 't', block: 'a', kind: 'tool', name: 'grep' },
  { type: 'block.closed', at: 300, block: 'a', ms: 100, status: 'done' },
  { type: 'tool.started', at: 400, block: 'a', tool: 'grep', input: {}, summary: 'grep x' },
];

test('an open tool call gets an error text, then its end, with the time until it was last heard of (I3)', () => {
  const events = closingEvents(closingOf(fold([...start, ...toolStarted])));
  expect(events.map(({ type }) => type)).toEqual([
    'block.opened',
    'block.appended',
    'block.closed',
    'tool.finished',
    'turn.finished',
  ]);
  expect(events[3]).toMatchObject({ status: 'interrupted', ms: 600, summary: 'grep x' });
});

test('a tool that has put something out keeps it as its result', () => {
  const state = fold([
    ...start,
    ...toolStarted,
    { type: 'block.opened', at: 500, turn: 't', block: 'o', kind: 'output', parent: 'a' },
    { type: 'block.appended', at: 500, block: 'o', off: 0, text: 'one line' },
  ]);
  expect(closingEvents(closingOf(state)).map(({ type }) => type)).toEqual([
    'block.closed',
    'tool.finished',
    'turn.finished',
  ]);
});

test('a waiting approval is withdrawn, and waiting for a person is not tool time (I11)', () => {
  const state = fold([
    ...start,
    ...toolStarted.slice(0, 2),
    {
      type: 'approval.requested',
      at: 400,
      approval: 'q',
      turn: 't',
      block: 'a',
      tool: 'bash',
      summary: 'rm',
      risk: 'high',
    },
  ]);
  const events = closingEvents(closingOf(state));
  expect(events[0]).toMatchObject({ type: 'approval.resolved', decision: 'withdrawn' });
  expect(events.at(-1)).toMatchObject({ timing: { approvalMs: 600, toolExecutionMs: 0 } });
});

test('time is charged until the given moment, not until it is written, and adds up (I11)', () => {
  const events = closingEvents(closingOf(fold([...start, ...toolStarted])));
  const finished = events.find((event) => event.type === 'turn.finished');
  expect(finished?.timing).toMatchObject({ totalMs: 900, ttfeMs: 100, toolExecutionMs: 600 });
});

test('waiting messages are paused, once', () => {
  const queue = [{ turn: 'u', text: 'next' }];
  const state = { ...fold(start), queue };
  expect(closingEvents(closingOf(state)).at(-1)).toMatchObject({ queue, paused: true });
  const paused = closingEvents(closingOf(state, { paused: true }));
  expect(paused.at(-1)?.type).toBe('turn.finished');
});

/** Any turn that a host could have begun: blocks and tools, opened, filled, started, finished. */
const anySteps = fc
  .array(
    fc.record({
      block: fc.integer({ min: 0, max: 5 }),
      what: fc.integer({ min: 0, max: 7 }),
      ms: fc.integer({ min: 0, max: 50 }),
    }),
    { maxLength: 60 },
  )
  .map((steps) => {
    let at = 100;
    return steps.map(({ block: n, what, ms }): SessionEventBody => {
      at += ms;
      const block = `b${n}`;
      const bodies: SessionEventBody[] = [
        { type: 'block.opened', at, turn: 't', block, kind: n % 2 ? 'tool' : 'text' },
        { type: 'block.appended', at, block, off: 0, text: `text ${at}` },
        { type: 'block.closed', at, block, ms, status: 'done' },
        { type: 'tool.started', at, block: `b${n | 1}`, tool: 'x', input: { at }, summary: 's' },
        { type: 'tool.finished', at, block: `b${n | 1}`, status: 'ok', ms, summary: 's' },
        {
          type: 'block.opened',
          at,
          turn: 't',
          block: `o${n}`,
          kind: 'output',
          parent: `b${n | 1}`,
        },
        { type: 'turn.stalled', at, turn: 't', silentMs: 1 },
        { type: 'turn.first', at, turn: 't', ms },
      ];
      return bodies[what] ?? { type: 'turn.first', at, turn: 't', ms };
    });
  })
  .map(possible);

/** Leaves out what no host says: a block opened twice, words for one that is over, a tool run again. */
function possible(steps: SessionEventBody[]): SessionEventBody[] {
  const open = new Set<string>();
  const opened = new Set<string>();
  const started = new Set<string>();
  const finished = new Set<string>();
  const once = (seen: Set<string>, id: string) => !seen.has(id) && Boolean(seen.add(id));
  return steps.filter((step) => {
    switch (step.type) {
      case 'block.opened':
        return once(opened, step.block) && Boolean(open.add(step.block));
      case 'block.appended':
        return open.has(step.block);
      case 'block.closed':
        return open.delete(step.block);
      case 'tool.started':
        return opened.has(step.block) && !finished.has(step.block) && once(started, step.block);
      case 'tool.finished':
        if (!opened.has(step.block) || !once(finished, step.block)) return false;
        open.delete(step.block);
        return true;
      default:
        return true;
    }
  });
}

function expectClosed(turn: Turn | undefined): void {
  expect(turn?.status).toBe('interrupted');
  for (const block of turn?.blocks ?? []) {
    expect(block.closed).toBe(true);
    expect(isUnanswered(block)).toBe(false);
  }
}

test('whatever a turn was doing, closing it leaves nothing open (I3)', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const bodies = [...start, ...steps];
      const closing = closingEvents(closingOf(fold(bodies)));
      expectClosed(fold([...bodies, ...closing]).turns[0]);
    }),
  );
});

test('the light fold, without texts and without what is over, closes a turn as the whole one does', () => {
  fc.assert(
    fc.property(anySteps, (steps) => {
      const bodies = [...start, ...steps];
      const light = advance(emptySession('s'), bodies);
      expect(light.session).toEqual(fold(bodies).session);
      const closing = closingEvents(closingOf(light));
      expectClosed(fold([...bodies, ...closing]).turns[0]);
      const whole = closingEvents(closingOf(fold(bodies)));
      expect(closing.at(-1)).toEqual(whole.at(-1));
      expect(lightState(fold(bodies)).turns[0]?.clock).toEqual(light.turns[0]?.clock);
    }),
  );
});

test('the light fold does not grow with the length of a turn (I9)', () => {
  const steps = Array.from({ length: 2_000 }, (_, n): SessionEventBody[] => [
    { type: 'block.opened', at: n, turn: 't', block: `b${n}`, kind: 'tool', name: 'read' },
    { type: 'block.appended', at: n, block: `b${n}`, off: 0, text: 'x'.repeat(500) },
    { type: 'block.closed', at: n, block: `b${n}`, ms: 1, status: 'done', opaque: { seal: 'y' } },
    { type: 'tool.started', at: n, block: `b${n}`, tool: 'read', input: {}, summary: 's' },
    { type: 'block.opened', at: n, turn: 't', block: `o${n}`, kind: 'output', parent: `b${n}` },
    { type: 'block.appended', at: n, block: `o${n}`, off: 0, text: 'z'.repeat(500) },
    { type: 'block.closed', at: n, block: `o${n}`, ms: 1, status: 'done' },
    { type: 'tool.finished', at: n, block: `b${n}`, status: 'ok', ms: 1, summary: 's' },
  ]).flat();
  const state = advance(emptySession('s'), [...start, ...steps]);
  expect(JSON.stringify(state).length).toBeLessThan(2_000);
  expect(state.turns[0]?.clock?.toolCalls).toBe(2_000);
});
