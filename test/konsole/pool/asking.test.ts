/** What a host may ask the engine for its tools: known questions of its own running turn, small and few. */
import { createSteering } from '../../../main/konsole/pool/steering';
import { makeOrder } from '../host/support';
import { expect, test } from 'vitest';
import { readFromHost } from '../../../main/konsole/pool/from-host';
import { askEngine, createHeld } from '../../../main/konsole/pool/held';
import type { ToHost } from '../../../main/konsole/host/protocol';

const ask = {
  t: 'ask',
  turn: 'turn1',
  n: 1,
  tool: 'konsole_logs',
  input: { text: 'error' },
} as const;

test('a question is read as data: known tools, a number, a small plain input', () => {
  expect(readFromHost({ ...ask, more: 1 })).toEqual(ask);
  const circle: Record<string, unknown> = {};
  circle['self'] = circle;
  for (const wrong of [
    { tool: 'bash' },
    { tool: ['konsole_logs'] },
    { turn: 5 },
    { n: 1.5 },
    { n: '1' },
    { input: undefined },
    { input: null },
    { input: ['x'] },
    { input: 'x' },
    { input: { text: 'x'.repeat(10_000) } },
    { input: circle },
    { input: { big: 1n } },
  ]) {
    expect(readFromHost({ ...ask, ...wrong }), Object.keys(wrong)[0]).toBeUndefined();
  }
});

test('a kontask that is made or changed may be long, one that is looked for not', () => {
  const long = { title: 'x', output: 'x'.repeat(1_000_000) };
  for (const tool of ['kontask_create', 'kontask_update'] as const) {
    expect(readFromHost({ ...ask, tool, input: long })).toEqual({ ...ask, tool, input: long });
    const longer = { output: 'x'.repeat(3_000_000) };
    expect(readFromHost({ ...ask, tool, input: longer })).toBeUndefined();
  }
  expect(readFromHost({ ...ask, tool: 'kontask_list', input: long })).toBeUndefined();
  expect(readFromHost({ ...ask, tool: 'toString' })).toBeUndefined();
});

function held(change: { order?: undefined; finished?: boolean; abandoned?: boolean } = {}) {
  const posted: ToHost[] = [];
  const heard: number[] = [];
  const post = (message: ToHost) => void posted.push(message);
  const steering = createSteering({ say: () => {}, over: () => {} });
  const mine = Object.assign(createHeld('session1', 'turn1', steering), {
    order: makeOrder({}),
    ...change,
  });
  mine.listener = {
    takenUp: () => {},
    untaken: () => {},
    events: () => {},
    died: () => {},
    ask: ({ n }) => void heard.push(n),
  };
  return {
    mine,
    post,
    posted,
    heard,
    ask: (n: number) => askEngine(mine, { ...ask, n, input: {} }, post),
  };
}

test('only a turn that runs is answered, and a number is asked once', () => {
  for (const change of [{ order: undefined }, { finished: true }, { abandoned: true }]) {
    const idle = held(change);
    idle.ask(1);
    expect(idle.heard).toEqual([]);
  }
  const running = held();
  running.ask(1);
  running.ask(1);
  running.ask(2);
  expect(running.heard).toEqual([1, 2]);
});

test('a host that asks without end is told so and asks nobody (I9)', () => {
  const { ask: again, heard, posted } = held();
  for (let n = 1; n <= 1_000; n += 1) again(n);
  expect(heard).toHaveLength(16);
  expect(posted).toHaveLength(984);
  expect(posted[0]).toMatchObject({ t: 'told', n: 17, ok: false, summary: 'too many at once' });
});
