import { expect, test } from 'vitest';
import { ago, digest, type RunningFact } from '../../../main/konsole/sessions/digest';

const now = 1_000_000;

const fact = (change: Partial<RunningFact['turn']> = {}): RunningFact => ({
  session: {
    id: 's',
    kind: 'main',
    title: 'Refactor\nthe parser',
    model: 'p/m',
    status: 'running',
    approvals: 0,
    createdAt: 0,
    updatedAt: 0,
  },
  turn: {
    id: 't',
    text: 'Split parser.ts',
    status: 'running',
    startedAt: now - 95_000,
    blocks: [],
    ...change,
  },
  approvals: [],
});

test('there is nothing to tell when nothing runs and nothing failed', () => {
  expect(digest({ running: [], failures: [] }, now)).toBeUndefined();
});

test('a running tool is told with how long it has been running', () => {
  const text = digest(
    {
      running: [
        fact({
          blocks: [
            {
              id: 'b',
              kind: 'tool',
              text: '',
              summary: 'grep TODO',
              startedAt: now - 12_000,
              closed: true,
            },
          ],
        }),
      ],
      failures: [],
    },
    now,
  );
  expect(text).toContain(
    '"Refactor the parser" (p/m) runs for 1 min 35 s; asked: "Split parser.ts"',
  );
  expect(text).toContain('tool "grep TODO" has been running for 12 s');
});

test('a retry, a silence and an approval are told', () => {
  const text = digest(
    {
      running: [
        {
          ...fact({
            retry: { reason: 'overloaded', attempt: 2, until: now + 4_000 },
            stall: { silentMs: 20_000, at: now - 5_000 },
          }),
          approvals: [
            {
              id: 'a',
              turn: 't',
              block: 'b',
              tool: 'bash',
              summary: 'npm test',
              risk: 'low',
              requestedAt: now - 3_000,
            },
          ],
        },
      ],
      failures: [],
    },
    now,
  );
  expect(text).toContain('retry 2 in 4 s, because of "overloaded"');
  expect(text).toContain('silent for 25 s');
  expect(text).toContain(`waits for a person's approval since 3 s: "npm test"`);
});

test('a provider that is there and says nothing is told as one', () => {
  const stall = { silentMs: 60_000, at: now - 5_000, alive: true } as const;
  const text = digest({ running: [fact({ stall })], failures: [] }, now);
  expect(text).toContain(
    'the provider keeps the connection open and has said nothing for 1 min 5 s',
  );
});

test('what failed lately is told with its code and status', () => {
  const error = { code: 'overloaded', message: 'Too busy.', status: 529 } as const;
  const text = digest(
    { running: [], failures: [{ title: 'Deploy', at: now - 60_000, error }] },
    now,
  );
  expect(text).toContain('"Deploy" failed 1 min 0 s ago: overloaded, HTTP 529, "Too busy."');
});

test('it stays short, whatever runs', () => {
  const many = Array.from({ length: 200 }, () => fact({ text: 'x'.repeat(100_000) }));
  const text = digest({ running: many, failures: [] }, now) ?? '';
  expect(text.length).toBeLessThan(6_000);
  expect(text).toContain('192 more');
});

test('a duration is told as a person says it', () => {
  expect([0, 59_400, 61_000, 3_660_000, -5].map(ago)).toEqual([
    '0 s',
    '59 s',
    '1 min 1 s',
    '1 h 1 min',
    '0 s',
  ]);
});

test('a running turn tells where its time went so far', () => {
  const spent = {
    first: 2_000,
    thinking: 10_000,
    responding: 400,
    tools: 60_000,
    approval: 0,
    retry: 3_000,
    other: 0,
  };
  const clock = {
    ...{ startedAt: now - 80_000, at: now - 5_000, phase: 'thinking' as const },
    ...{ tools: 0, approvals: 0, retryUntil: 0, spent, toolCalls: 3 },
  };
  const text = digest({ running: [fact({ clock })], failures: [] }, now);
  expect(text).toContain('tool calls so far: 3');
  expect(text).toContain(
    'time so far: first event 2 s, thinking 15 s, tools 1 min 0 s, retries 3 s',
  );
});

test('a model that was gone over from is told, and the one that answers now stands first', () => {
  const moved = [{ from: 'p/slow', reason: 'silent for 10 s', at: now }];
  const text = digest({ running: [fact({ model: 'p/fast', moved })], failures: [] }, now);
  expect(text).toContain('(p/fast) runs');
  expect(text).toContain('went over from p/slow, because of "silent for 10 s"');
});

test('a retry that is over is told as one that was made', () => {
  const retry = { reason: 'overloaded', attempt: 1, until: now - 1 };
  const recent = { steps: [], open: new Map(), retries: 1, stalls: 0, reason: 'overloaded' };
  const text = digest({ running: [{ ...fact({ retry }), recent }], failures: [] }, now);
  expect(text).toContain('tried again once so far, the last because of "overloaded"');
  expect(text).not.toContain('retry 1 in');
});
