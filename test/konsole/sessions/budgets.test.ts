/** What a turn is told of money and limits: its budgets, what the day has cost, and what its providers said is left. */
import { describe, expect, test, vi } from 'vitest';
import { createSpentToday } from '../../../main/konsole/sessions/spent-today';
import { noUsage } from '../../../main/konsole/sessions/closing';
import { sessionChannel, type SessionEventBody } from '../../../preload/contract/events';
import { startClock, timingAt } from '../../../preload/contract/timing';
import type { RateLimit } from '../../../preload/contract/shapes';
import { createMemoryJournal } from '../support/memory-journal';
import { models, none, openSessions } from './support';

/** Noon of a day without a change of clocks, by the clock on the wall. */
const noon = new Date(2026, 10, 18, 12).getTime();
const hour = 3_600_000;
const usage = (costUsd?: number) => ({
  ...{ ...noUsage, inputTokens: 5 },
  ...(costUsd === undefined ? {} : { costUsd }),
});

const finished = (turn: string, at: number, costUsd?: number): SessionEventBody => ({
  ...{ type: 'turn.finished', at, turn, status: 'completed' },
  ...{ usage: usage(costUsd), timing: timingAt(startClock(at), at) },
});

function spending(now = noon) {
  const journal = createMemoryJournal();
  const time = { now };
  const logged: string[] = [];
  const open = () =>
    createSpentToday({
      journal,
      clock: { now: () => time.now },
      log: { write: (_level, _area, message) => logged.push(message) },
    });
  const write = (...bodies: SessionEventBody[]) =>
    journal.append({
      events: bodies.map((body) => ({ channel: sessionChannel('s1'), body })),
      lane: 'main',
      durability: 'batch',
    });
  return { journal, time, logged, open, write };
}

describe('what the day has cost', () => {
  test('is read once, then kept by what is written', async () => {
    const { journal, open, write } = spending();
    await write(finished('t1', noon - hour, 1.5), finished('t0', noon - 24 * hour, 40));
    const asked = vi.spyOn(journal, 'spending');
    const spent = open();
    expect(asked).not.toHaveBeenCalled();
    await Promise.all([spent.ready(), spent.ready()]);
    expect(spent.usd()).toBeCloseTo(1.5);
    await write(finished('t2', noon, 0.25), finished('t3', noon));
    await spent.ready();
    expect(spent.usd()).toBeCloseTo(1.75);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  test('counts a turn that runs by what it has told, and once', async () => {
    const { open, write } = spending();
    const spent = open();
    await spent.ready();
    await write({ type: 'turn.used', at: noon, turn: 't1', usage: usage(0.4) });
    await write({ type: 'turn.used', at: noon, turn: 't1', usage: usage(0.7) });
    expect(spent.usd()).toBeCloseTo(0.7);
    await write(finished('t1', noon, 0.9));
    expect(spent.usd()).toBeCloseTo(0.9);
  });

  test('counts a turn once that ends while the journal is read', async () => {
    const { journal, open, write } = spending();
    const read = journal.spending.bind(journal);
    let during: (() => Promise<unknown>) | undefined = () => write(finished('t1', noon, 2));
    const spy = vi.spyOn(journal, 'spending').mockImplementation(async (query) => {
      const before = await read(query);
      await during?.();
      during = undefined;
      return before;
    });
    const spent = open();
    await spent.ready();
    expect(spent.usd()).toBeCloseTo(2);
    expect(spy).toHaveBeenCalledTimes(2);
  });

  test('is nothing after midnight', async () => {
    const { time, open, write } = spending();
    await write(finished('t1', noon, 3));
    const spent = open();
    await spent.ready();
    time.now = noon + 13 * hour;
    expect(spent.usd()).toBe(0);
    await write(finished('t2', time.now, 0.5));
    expect(spent.usd()).toBeCloseTo(0.5);
  });

  test('is read again where the journal could not say, and that is logged', async () => {
    const { journal, logged, open, write } = spending();
    await write(finished('t1', noon, 3));
    const spy = vi.spyOn(journal, 'spending').mockRejectedValueOnce(new Error('disk'));
    const spent = open();
    await spent.ready();
    expect(spent.usd()).toBe(0);
    expect(logged).toEqual(['What was spent today could not be read']);
    await spent.ready();
    expect(spent.usd()).toBeCloseTo(3);
    expect(spy).toHaveBeenCalledTimes(2);
  });
});

describe('the order of a turn', () => {
  const orderOf = async (konsole: Awaited<ReturnType<typeof openSessions>>, session: string) => {
    const turn = await konsole.send(session, 'Go');
    return konsole.hosts.running(turn)?.orders().at(-1);
  };

  test('has no budgets where none are set', async () => {
    const konsole = await openSessions();
    const order = await orderOf(konsole, await konsole.create());
    expect(order?.kind).toBe('main');
    expect(order).not.toHaveProperty('budgets');
    expect(order).not.toHaveProperty('limits');
  });

  test.each(['main', 'chat'] as const)(
    'of kind %s has them, and what the day has cost',
    async (kind) => {
      const konsole = await openSessions({ budgets: () => ({ turnUsd: 0.5, dayUsd: 5 }) });
      const session = await konsole.create(kind);
      const at = konsole.time.clock.now();
      await konsole.journal.append({
        events: [{ channel: sessionChannel('gone'), body: finished('t0', at, 1.25) }],
        lane: 'main',
        durability: 'batch',
      });
      expect((await orderOf(konsole, session))?.budgets).toEqual({
        ...{ turnUsd: 0.5, dayUsd: 5, spentTodayUsd: 1.25 },
      });
    },
  );

  test('has what each of its providers last said is left', async () => {
    const left: RateLimit[] = [{ what: 'requests', limit: 5, remaining: 0, resetAt: 9 }];
    const alternative = { name: 'b/m', model: 'm', provider: { id: 'b', kind: 'demo' } };
    const konsole = await openSessions({
      models: {
        ...models,
        alternatives: async () => [alternative],
        limitsOf: ({ id }) => (id === 'b' ? left : undefined),
      },
    });
    const order = await orderOf(konsole, await konsole.create());
    expect(order?.limits).toEqual([{ provider: 'b', limits: left }]);
  });
});

test('an answer “for this session” to a budget is a grant that a person can take back', async () => {
  const konsole = await openSessions({ budgets: () => ({ turnUsd: 0.5 }) });
  const session = await konsole.create();
  const turn = await konsole.send(session, 'Go');
  const host = konsole.hosts.running(turn);
  const at = konsole.time.clock.now();
  const asking = { approval: 'ask1', turn, block: turn, tool: 'budget', summary: 'Go on?' };
  host?.events({ type: 'approval.requested', at, ...asking, risk: 'medium', rules: ['budget'] });
  await vi.waitFor(() => expect(konsole.state(session).approvals).toHaveLength(1));
  const answer = { approval: 'ask1', decision: 'allow-session' as const, note: undefined };
  await konsole.approvals.answer(answer, none, { id: 'main' });
  // What is allowed is known to the host before the answer is.
  const told = host?.told.filter(({ t }) => t === 'permit' || t === 'answer');
  expect(told).toMatchObject([
    { t: 'permit', permissions: { grants: ['budget'] } },
    { t: 'answer', answer: { decision: 'allow-session' } },
  ]);
  await konsole.approvals.permit({ session, mode: undefined, revoke: 'budget' }, none);
  expect(host?.told.at(-1)).toMatchObject({ t: 'permit', permissions: { grants: [] } });
});
