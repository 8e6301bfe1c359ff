/** A turn explained from its events alone: the figures add up, and the sentences say what a person asks for. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain, factsOf, type TurnFacts } from '../../../main/konsole/diagnostics/explain';
import { inWords } from '../../../main/konsole/diagnostics/explain-words';
import { beginRecord, note } from '../../../main/konsole/diagnostics/turn-record';
import type { SessionEvent, SessionEventBody } from '../../../preload/contract/events';
import { emptySession, reduceSession } from '../../../preload/contract/session-state';
import type { TurnError, Usage } from '../../../preload/contract/shapes';
import { startClock, tick, timingAt } from '../../../preload/contract/timing';
import { place, sessionEvents } from '../../contract/session-events';

const noUsage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
const second = 1_000;

const recordOf = (events: readonly SessionEvent[], turn: string) => {
  const record = beginRecord(turn);
  for (const event of events) note(record, event);
  return record;
};

/** Everything but the texts that a turn of these events has; they begin at 1 000 s with its start. */
function told(bodies: readonly SessionEventBody[], now = 0) {
  const at = 1_000 * second;
  const start = { type: 'turn.started', at, turn: 't', attempt: 1, model: 'm/m' } as const;
  const moved = bodies.map((body) => ({ ...body, at: at + body.at }));
  const { lines, facts } = explain(recordOf(place([start, ...moved]), 't'), at + now);
  return { lines, facts: facts as unknown as TurnFacts };
}

function finish(
  bodies: readonly SessionEventBody[],
  at: number,
  more: { status?: 'completed' | 'interrupted' | 'failed' | 'refused'; error?: TurnError } & {
    usage?: Usage;
    until?: number;
  } = {},
): SessionEventBody[] {
  const { status = 'completed', usage = noUsage, until = at, error } = more;
  const timing = timingAt(bodies.reduce(tick, startClock(0)), until);
  const end = { type: 'turn.finished', at, turn: 't', status, usage, timing } as const;
  return [...bodies, { ...end, ...(error ? { error } : {}) }];
}

const open = (at: number, block: string, kind: 'thinking' | 'text' | 'tool' | 'summary') =>
  ({ type: 'block.opened', at: at * second, turn: 't', block, kind }) as const;
const close = (at: number, block: string, s: number, status: 'done' | 'abandoned' = 'done') =>
  ({ type: 'block.closed', at: at * second, block, ms: s * second, status }) as const;
const run = (at: number, block: string, summary: string) =>
  ({ type: 'tool.started', at: at * second, block, tool: 'bash', input: {}, summary }) as const;
const ran = (at: number, block: string, s: number, status: 'ok' | 'error' | 'denied' = 'ok') =>
  ({ type: 'tool.finished', at: at * second, block, status, ms: s * second, summary: '' }) as const;
const first = (at: number) =>
  ({ type: 'turn.first', at: at * second, turn: 't', ms: at * second }) as const;
const retry = (at: number, s: number, reason: string): SessionEventBody => {
  const what = { turn: 't', reason, delayMs: s * second, attempt: 1 };
  return { type: 'turn.retrying', at: at * second, ...what };
};
const ask = (at: number, approval: string, block: string): SessionEventBody => {
  const what = { approval, turn: 't', block, tool: 'bash', summary: 'x', risk: 'low' } as const;
  return { type: 'approval.requested', at: at * second, ...what };
};
const answer = (at: number, approval: string, decision: 'allow' | 'deny') =>
  ({ type: 'approval.resolved', at: at * second, approval, decision, by: 'window' }) as const;

const long: SessionEventBody[] = [
  first(2),
  open(2, 'th', 'thinking'),
  close(22, 'th', 20),
  open(22, 'c1', 'tool'),
  close(24, 'c1', 2),
  ask(24, 'a1', 'c1'),
  answer(54, 'a1', 'allow'),
  run(54, 'c1', 'npm test'),
  ran(306, 'c1', 252),
  retry(307, 8, 'The provider is overloaded.'),
  retry(316, 4, 'The provider is overloaded.'),
  open(321, 'lost', 'text'),
  close(324, 'lost', 3, 'abandoned'),
  retry(324, 1, 'The line broke'),
  open(370, 'c2', 'tool'),
  close(371, 'c2', 1),
  ask(371, 'a2', 'c2'),
  answer(381, 'a2', 'deny'),
  ran(381, 'c2', 0, 'denied'),
  open(382, 'c3', 'tool'),
  close(383, 'c3', 1),
  run(383, 'c3', 'ls `pwd`\u202e\n; true'),
  ran(385, 'c3', 2, 'error'),
  { type: 'turn.steered', at: 386 * second, turn: 't', text: 'and hurry' },
  open(387, 'sum', 'summary'),
  close(390, 'sum', 3),
  open(391, 'text', 'text'),
  close(400, 'text', 9),
];

const usage: Usage = {
  ...{ inputTokens: 1_000, outputTokens: 2_345, cacheReadTokens: 9_000, cacheWriteTokens: 0 },
  costUsd: 0.1234,
};

test('a turn that went over to another model says from which, to which and why, and its model is the one that answered', () => {
  const move = (from: string, model: string, reason: string) =>
    ({ type: 'turn.moved', at: 3 * second, turn: 't', from, model, reason }) as const;
  const went = [
    move('m/m', 'n/n', 'No such key'),
    move('n/n', 'o/o', 'Overloaded.'),
    first(4),
    open(4, 'b', 'text'),
    close(5, 'b', 1),
  ];
  const { lines, facts } = told(finish(went, 5 * second));
  expect(lines).toContain('m/m did not answer, so n/n was asked: No such key.');
  expect(lines).toContain('n/n did not answer, so o/o was asked: Overloaded.');
  expect(facts.model).toBe('o/o');
});

test('a long turn is told from its slowest step to its price', () => {
  const { lines } = told(finish(long, 400 * second, { usage }));
  expect(lines).toEqual([
    'This turn took 6 min 40 s.',
    'Tools took 64 % (4 min 14 s): 2 calls, 1 failed, 1 more denied and not run.',
    'The slowest step was bash `npm test`, 4 min 12 s. After it: thinking, 20 s; writing text, 9 s.',
    'Waiting for you took 40 s (2 approvals, 1 denied).',
    'The provider was tried again 3 times, 13 s lost to pauses (2 different reasons): The provider is overloaded.',
    'One piece of a try that failed had to be made again: 3 s of work.',
    'Thinking and waiting for the next step took 19 % (1 min 15 s), writing 4 % (16 s).',
    'The first word came after 2 s.',
    'The longest silence of the model was 45 s.',
    'The conversation was summed up once, to make room for more.',
    'You spoke to it once.',
    'It read 10,000 tokens (90 % from the cache) and wrote 2,345. That cost $0.12.',
  ]);
});

test('the facts are the figures of the sentences, with the blocks they come from', () => {
  const { facts } = told(finish(long, 400 * second, { usage }));
  expect(facts.slowest.map(({ block, ms }) => [block, ms / second])).toEqual([
    ['c1', 252],
    ['th', 20],
    ['text', 9],
    ['sum', 3],
    ['c3', 2],
  ]);
  expect(facts.slowest[0]).toMatchObject({ kind: 'tool', name: 'bash', status: 'ok' });
  // A model wrote it.
  expect(facts.slowest[4]?.summary).toBe('ls `pwd` ; true');
  expect(facts).toMatchObject({
    ...{ turn: 't', status: 'completed', model: 'm/m', firstMs: 2_000, usage, compactions: 1 },
    approvals: { count: 2, ms: 40_000, denied: 1, waiting: 0 },
    retries: {
      ...{ count: 3, ms: 13_000 },
      reasons: [{ reason: 'The provider is overloaded.', count: 2 }, { count: 1 }],
    },
    abandoned: { blocks: 1, ms: 3_000 },
    silence: { longestMs: 45_000, first: false },
    tools: { calls: 2, failed: 1, denied: 1, interrupted: 0 },
  });
  expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
});

describe('a turn that still runs is told so far', () => {
  test('with the tool that is at work as its slowest step', () => {
    const { lines, facts } = told(long.slice(0, 8), 114 * second);
    expect(lines[0]).toBe('This turn has been running for 1 min 54 s.');
    expect(lines[2]).toContain('bash `npm test`, 1 min 0 s so far. After it: thinking, 20 s.');
    expect(facts.timing).toMatchObject({ totalMs: 114_000, toolExecutionMs: 60_000 });
    expect(facts.silence).toEqual({ longestMs: 20_000, first: false });
  });

  test('with the question that waits for the person', () => {
    const { lines, facts } = told(long.slice(0, 6), 84 * second);
    expect(lines).toContain(
      'Waiting for you took 1 min 0 s (1 approval). It waits for your answer now.',
    );
    expect(facts.approvals).toEqual({ count: 1, ms: 60_000, denied: 0, waiting: 1 });
  });

  test('before its first word', () => {
    const { lines } = told([], 300);
    expect(lines).toEqual([
      'This turn has been running for 0.3 s.',
      'No tool has run yet.',
      'The model has not begun to answer yet.',
    ]);
  });
});

describe('a turn that ended badly says why', () => {
  test.each([
    ['failed', 'This turn failed after 0 s: No key.'],
    ['interrupted', 'This turn was interrupted after 0 s: No key.'],
    ['refused', 'This turn was refused after 0 s: No key.'],
  ] as const)('%s, before anything had happened', (status, line) => {
    const error: TurnError = { code: 'no-key', message: 'No key' };
    const { lines, facts } = told(finish([], 0, { status, error }));
    expect(lines).toEqual([line, 'No tool was used.', 'The model never began to answer.']);
    expect(facts).toMatchObject({ error, timing: { totalMs: 0 }, thinking: { ms: 0, pct: 0 } });
    expect(facts).not.toHaveProperty('usage');
  });

  test('completed, with an answer that was cut off', () => {
    const error: TurnError = { code: 'too-long', message: 'The answer was cut off.' };
    const { lines } = told(finish([first(1)], 2 * second, { error }));
    expect(lines[0]).toBe('This turn took 2 s. The answer was cut off.');
  });

  test('hours in which Konsole was closed are nobody’s silence', () => {
    const cut = [first(1), open(1, 'x', 'text')];
    const hours = 5 * 60 * 60;
    const closed = [...cut, close(hours, 'x', 2)];
    const timing = timingAt(cut.reduce(tick, startClock(0)), 3 * second);
    const end = { type: 'turn.finished', at: hours * second, turn: 't' } as const;
    const { facts } = told([...closed, { ...end, status: 'interrupted', usage: noUsage, timing }]);
    expect(facts.silence).toEqual({ longestMs: 2_000, first: false });
  });
});

test('a silence that the watch told of counts, and a price that is not known is told as such', () => {
  const stalled = { type: 'turn.stalled', at: 41 * second, turn: 't', silentMs: 40_000 } as const;
  const { costUsd: _known, ...unpriced } = usage;
  const events = [first(1), stalled, open(45, 'x', 'text'), close(46, 'x', 1)];
  const { lines } = told(finish(events, 46 * second, { usage: unpriced }));
  expect(lines).toContain('The longest silence of the model was 44 s.');
  expect(lines.at(-1)).toMatch(/What that cost is not known\.$/);
});

const everyNumber = (value: unknown): number[] => {
  if (typeof value === 'number') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(everyNumber);
};

test('I11: of any turn every figure is a number, the parts add up, and they are those of the live bar', () => {
  fc.assert(
    fc.property(sessionEvents, fc.nat(100_000), (bodies, extra) => {
      const events = place(bodies);
      const state = events.reduce(reduceSession, emptySession('s'));
      const now = (events.at(-1)?.at ?? 0) + extra;
      for (const turn of state.turns) {
        const record = recordOf(events, turn.id);
        const facts = factsOf(record, now);
        const { timing } = facts;
        expect(timing).toEqual(turn.timing ?? timingAt(turn.clock ?? startClock(0), now));
        const parts = [facts.thinking.ms, facts.responding.ms, facts.tools.ms, facts.approvals.ms];
        const rest = [facts.retries.ms, timing.ttfeMs, timing.otherMs];
        expect([...parts, ...rest].reduce((sum, part) => sum + part, 0)).toBe(timing.totalMs);
        const numbers = everyNumber(facts);
        expect(numbers.every((figure) => Number.isFinite(figure) && figure >= 0)).toBe(true);
        const { lines } = explain(record, now);
        expect(lines.join(' ')).not.toMatch(/NaN|undefined|Infinity|-\d/);
      }
    }),
    { numRuns: 300 },
  );
});

test.each([
  [0, '0 s'],
  [420, '0.4 s'],
  [9_960, '10 s'],
  [59_400, '59 s'],
  [59_600, '1 min 0 s'],
  [724_000, '12 min 4 s'],
  [3_599_700, '1 h 0 min'],
  [7_500_000, '2 h 5 min'],
])('%d ms are told as %s', (ms, text) => {
  expect(inWords(ms)).toBe(text);
});
