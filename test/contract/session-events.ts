/** Arbitrary events of a session for property tests: what a host would really send, and nonsense in between. */
import fc from 'fast-check';
import type { SessionEvent, SessionEventBody } from '../../preload/contract/events';
import { startClock, timingAt } from '../../preload/contract/timing';

type Step =
  | {
      do:
        | 'queue'
        | 'start'
        | 'first'
        | 'stall'
        | 'retry'
        | 'rename'
        | 'ask'
        | 'answer'
        | 'steer'
        | 'finish';
    }
  | { do: 'open'; kind: 'thinking' | 'text' | 'tool' | 'output' }
  | { do: 'append'; text: string; block: number }
  | { do: 'close' | 'tool' | 'done'; block: number }
  | { do: 'wild'; event: SessionEventBody };

export const anyText = fc.string({ unit: 'binary', maxLength: 12 });
const someId = fc.constantFrom('t1', 't2', 'b1', 'b2', 'a1', 'nothing');

/** Names turns, blocks and approvals that may or may not be there. */
const wildEvent: fc.Arbitrary<SessionEventBody> = fc.oneof(
  fc.record({
    type: fc.constant('block.appended' as const),
    at: fc.nat(9_000),
    block: someId,
    off: fc.nat(30),
    text: anyText,
  }),
  fc.record({
    type: fc.constant('block.closed' as const),
    at: fc.nat(9_000),
    block: someId,
    ms: fc.nat(10),
    status: fc.constantFrom('done' as const, 'abandoned' as const),
  }),
  fc.record({
    type: fc.constant('tool.finished' as const),
    at: fc.nat(9_000),
    block: someId,
    status: fc.constantFrom('ok' as const, 'denied' as const, 'interrupted' as const),
    ms: fc.nat(10),
    summary: anyText,
  }),
  fc.record({
    type: fc.constant('turn.retrying' as const),
    at: fc.nat(9_000),
    turn: someId,
    reason: anyText,
    delayMs: fc.nat(5_000),
    attempt: fc.nat(5),
  }),
  fc.record({
    type: fc.constant('approval.resolved' as const),
    at: fc.nat(9_000),
    approval: someId,
    decision: fc.constantFrom('allow' as const, 'withdrawn' as const),
    by: anyText,
  }),
);

const plain = fc.constantFrom(
  'queue' as const,
  'start' as const,
  'first' as const,
  'stall' as const,
  'retry' as const,
  'rename' as const,
  'ask' as const,
  'answer' as const,
  'steer' as const,
  'finish' as const,
);
const block = fc.nat(3);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: plain }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('open' as const),
      kind: fc.constantFrom('thinking' as const, 'text', 'tool', 'output'),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant('append' as const), text: anyText, block }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('close' as const, 'tool', 'done'), block }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wild' as const), event: wildEvent }) },
);

const usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };

interface Open {
  id: string;
  length: number;
}

/** What a session would journal for these steps; `gaps` are the ms between them. */
function play(steps: readonly Step[], gaps: readonly number[]): SessionEventBody[] {
  const bodies: SessionEventBody[] = [];
  let at = 100;
  let count = 0;
  let turn: string | undefined;
  let waiting: string[] = [];
  let open: Open[] = [];
  let approvals: string[] = [];
  const next = (prefix: string) => {
    count += 1;
    return `${prefix}${count}`;
  };
  const pick = (index: number) => open[index % Math.max(1, open.length)];
  const session = {
    id: 's',
    kind: 'main' as const,
    title: 'A title',
    model: 'm/m',
    status: 'idle' as const,
    approvals: 0,
    createdAt: at,
    updatedAt: at,
  };
  bodies.push({ type: 'session.created', at, session });
  steps.forEach((one, index) => {
    at += gaps[index % Math.max(1, gaps.length)] ?? 1;
    if (one.do === 'wild') bodies.push(one.event);
    else if (one.do === 'rename')
      bodies.push({ type: 'session.changed', at, session: { title: next('title') } });
    else if (one.do === 'queue') {
      const id = next('t');
      waiting.push(id);
      bodies.push({ type: 'turn.queued', at, turn: id, text: `text of ${id}` });
    } else if (one.do === 'start' && !turn && waiting[0]) {
      [turn] = waiting;
      waiting = waiting.slice(1);
      bodies.push({ type: 'turn.started', at, turn: turn ?? '', attempt: 1, model: 'm/m' });
    }
    if (!turn) return;
    if (one.do === 'first') bodies.push({ type: 'turn.first', at, turn, ms: 1 });
    else if (one.do === 'stall') bodies.push({ type: 'turn.stalled', at, turn, silentMs: 20_000 });
    else if (one.do === 'retry')
      bodies.push({ type: 'turn.retrying', at, turn, reason: 'busy', delayMs: 50, attempt: 2 });
    else if (one.do === 'steer')
      bodies.push({ type: 'turn.steered', at, turn, text: next('steer') });
    else if (one.do === 'open') {
      const id = next('b');
      open.push({ id, length: 0 });
      bodies.push({ type: 'block.opened', at, turn, block: id, kind: one.kind });
    } else if (one.do === 'ask') {
      const id = next('a');
      approvals.push(id);
      const body = { approval: id, turn, block: open[0]?.id ?? 'none', tool: 'bash' };
      bodies.push({ type: 'approval.requested', at, ...body, summary: 'run', risk: 'low' });
    } else if (one.do === 'answer' && approvals[0]) {
      const [approval = ''] = approvals;
      approvals = approvals.slice(1);
      bodies.push({ type: 'approval.resolved', at, approval, decision: 'allow', by: 'window' });
    } else if (one.do === 'finish') {
      const timing = timingAt(startClock(0), 0);
      bodies.push({ type: 'turn.finished', at, turn, status: 'completed', usage, timing });
      turn = undefined;
      open = [];
      approvals = [];
    } else if ('block' in one) {
      const target = pick(one.block);
      if (!target) return;
      if (one.do === 'append') {
        const body = { block: target.id, off: target.length, text: one.text };
        bodies.push({ type: 'block.appended', at, ...body });
        target.length += one.text.length;
      } else if (one.do === 'close') {
        bodies.push({ type: 'block.closed', at, block: target.id, ms: 1, status: 'done' });
        open = open.filter((other) => other !== target);
      } else if (one.do === 'tool') {
        const body = { block: target.id, tool: 'read', input: { path: 'x' }, summary: 'read x' };
        bodies.push({ type: 'tool.started', at, ...body });
      } else {
        const body = { block: target.id, status: 'ok' as const, ms: 1, summary: 'done' };
        bodies.push({ type: 'tool.finished', at, ...body });
      }
    }
  });
  return bodies;
}

/** Gives bodies their places: dense seq, growing pos with holes (other channels lie between). */
export function place(bodies: readonly SessionEventBody[]): SessionEvent[] {
  return bodies.map((body, index) => ({
    ...body,
    pos: 10 + index * 3,
    seq: index + 1,
    channel: 'session/s',
  }));
}

/** Events of one session from its first on. */
export const sessionEvents: fc.Arbitrary<SessionEvent[]> = fc
  .tuple(
    fc.array(step, { maxLength: 60 }),
    fc.array(fc.integer({ min: -5, max: 400 }), { minLength: 1, maxLength: 8 }),
  )
  .map(([steps, gaps]) => {
    const begin: Step[] = [{ do: 'queue' }, { do: 'start' }, { do: 'open', kind: 'text' }];
    return place(play([...begin, ...steps], gaps));
  });
