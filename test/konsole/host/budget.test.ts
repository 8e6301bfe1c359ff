/** What a turn may cost: a person is asked before it is passed, and their word holds. */
import { describe, expect, it } from 'vitest';
import type { ApprovalAnswer, TurnOrder } from '../../../main/konsole/host/protocol';
import type { ModelEvent, ProviderAdapter } from '../../../main/konsole/providers/types';
import { ProviderError } from '../../../main/konsole/providers/types';
import { budgetGrant } from '../../../preload/contract/rules';
import type { Turn } from '../../../preload/contract/shapes';
import { tool } from '../providers/contract/look-tool';
import { type FakeClock, makeClock, makeTestHost, settle, type TestHost, textOf } from './support';

const used = (costUsd: number | undefined): ModelEvent => ({
  type: 'usage',
  usage: {
    ...{ inputTokens: 10, outputTokens: 10, cacheReadTokens: 0, cacheWriteTokens: 0 },
    ...(costUsd === undefined ? {} : { costUsd }),
  },
});
const call: ModelEvent[] = [
  { type: 'open', index: 0, kind: 'tool', name: 'look' },
  { type: 'delta', index: 0, text: '{"at":"home"}' },
  { type: 'close', index: 0 },
  { type: 'stop', reason: 'tools' },
];
const words: ModelEvent[] = [
  { type: 'open', index: 0, kind: 'text' },
  { type: 'delta', index: 0, text: 'Done.' },
  { type: 'close', index: 0 },
  { type: 'stop', reason: 'end' },
];

/** Calls a tool as often as there are costs but one, then answers; each request costs what its place says. */
function costing(costs: readonly (number | undefined)[]) {
  const asked: string[] = [];
  const adapter: ProviderAdapter = {
    async *stream({ model }) {
      asked.push(model);
      await Promise.resolve();
      const last = asked.length >= costs.length;
      yield [{ type: 'first' }, used(costs[asked.length - 1]), ...(last ? words : call)];
    },
    models: () => Promise.resolve([]),
    warm: () => Promise.resolve(true),
  };
  return { adapter, asked };
}

const questions = (host: TestHost) =>
  host.events.flatMap((event) => (event.type === 'approval.requested' ? [event] : []));

/** Resolves with the question after the first `before`. */
async function question(host: TestHost, before = 0) {
  await host.until(
    (event) => event.type === 'approval.requested' && questions(host).length > before,
  );
  const found = questions(host)[before];
  if (!found) throw new Error('nothing was asked');
  return found;
}

function reply(host: TestHost, approval: string, decision: ApprovalAnswer['decision']) {
  const answer = { approval, decision, by: 'main', at: Date.now() };
  host.orders.take({ t: 'answer', turn: 'turn00000001', answer });
}

function begin(
  costs: readonly (number | undefined)[],
  order: Partial<TurnOrder>,
  clock?: FakeClock,
) {
  const { adapter, asked } = costing(costs);
  const host = makeTestHost({ adapter, tools: [tool], ...(clock ? { clock } : {}) });
  return { host, asked, over: host.start(order) };
}

const turnUsd = (usd: number) => ({ budgets: { turnUsd: usd, spentTodayUsd: 0 } });
const dayUsd = (usd: number, spentTodayUsd: number) => ({
  budgets: { dayUsd: usd, spentTodayUsd },
});

describe('a budget of one turn', () => {
  it('is asked about before a request that is likely to pass it, and not sooner', async () => {
    const { host, asked, over } = begin([0.2, 0.2, 0.2], turnUsd(0.5));
    const asking = await question(host);
    expect(asked).toHaveLength(2);
    expect(asking).toMatchObject({ tool: budgetGrant, risk: 'medium', turn: 'turn00000001' });
    expect(asking.summary).toBe(
      'This turn has cost $0.40 and may now pass $0.50, the budget of one turn. Go on?',
    );
    expect(asking.why).toBe('If you allow it, this turn asks again before it has cost $1.00.');
    await settle();
    expect(asked).toHaveLength(2);
    reply(host, asking.approval, 'allow');
    expect((await over).status).toBe('completed');
    expect(asked).toHaveLength(3);
    expect(textOf(host.turn())).toBe('Done.');
  });

  it('says so where it was passed already', async () => {
    const { host, over } = begin([0.52, 0.1], turnUsd(0.5));
    const { summary, approval } = await question(host);
    expect(summary).toBe('This turn has cost $0.52; the budget of one turn is $0.50. Go on?');
    reply(host, approval, 'allow');
    await over;
  });

  it('is raised by itself with each word of a person, from where the turn stands', async () => {
    const { host, asked, over } = begin([0.9, 0.15, 0.15, 0.15, 0.15], turnUsd(0.5));
    reply(host, (await question(host)).approval, 'allow');
    const again = await question(host, 1);
    // 0.90 and 0.50 more: a request that would make it 1.50 is asked about.
    expect(asked).toHaveLength(4);
    reply(host, again.approval, 'allow');
    expect((await over).status).toBe('completed');
    expect(questions(host)).toHaveLength(2);
  });

  it('a no ends the turn in good order, with what to do', async () => {
    const { host, asked, over } = begin([0.6, 0.1], turnUsd(0.5));
    reply(host, (await question(host)).approval, 'deny');
    const { status, error, usage } = await over;
    expect(status).toBe('failed');
    expect(error?.code).toBe('over-budget');
    expect(error?.message).toContain('budget of one turn');
    expect(error?.hint).toContain('Settings → Budgets');
    expect(usage.costUsd).toBeCloseTo(0.6);
    expect(asked).toHaveLength(1);
  });

  it('a no is not answered by another model', async () => {
    const provider = { id: 'other', kind: 'anthropic', key: 'k' };
    const alternatives = [{ name: 'other/m', model: 'm', provider }];
    for (const kind of ['main', 'chat'] as const) {
      const { host, asked, over } = begin([0.6, 0.1], { ...turnUsd(0.5), kind, alternatives });
      reply(host, (await question(host)).approval, 'deny');
      expect((await over).error?.code).toBe('over-budget');
      expect(asked).toHaveLength(1);
    }
  });

  it('is not asked about again once a person allowed it for the session, until that is taken back', async () => {
    const costs = [0.9, 0.9, 0.9, 0.9];
    const { host, over } = begin(costs, turnUsd(0.5));
    const { approval, rules } = await question(host);
    const permissions = { mode: 'ask' as const, allow: [], deny: [], grants: rules ?? [] };
    host.orders.take({ t: 'permit', turn: 'turn00000001', permissions });
    reply(host, approval, 'allow-session');
    expect((await over).status).toBe('completed');
    expect(questions(host)).toHaveLength(1);

    const later = begin(costs, { ...turnUsd(0.5), permissions });
    expect((await later.over).status).toBe('completed');
    expect(questions(later.host)).toHaveLength(0);
  });

  it('a stop of the person ends the question', async () => {
    const { host, asked, over } = begin([0.6, 0.1], turnUsd(0.5));
    await question(host);
    host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
    expect((await over).status).toBe('interrupted');
    expect(asked).toHaveLength(1);
    expect(host.events).toContainEqual(
      expect.objectContaining({ type: 'approval.resolved', decision: 'withdrawn' }),
    );
  });

  it('the time of asking is time of approval', async () => {
    const clock = makeClock();
    const { host, over } = begin([0.6, 0.1], turnUsd(0.5), clock);
    const { approval } = await question(host);
    await clock.advance(9_000);
    const answer = { approval, decision: 'allow' as const, by: 'main', at: clock.now() };
    host.orders.take({ t: 'answer', turn: 'turn00000001', answer });
    const { timing } = await over;
    expect(timing).toMatchObject({ approvalMs: 9_000, totalMs: 9_000 });
  });
});

describe('a budget of the day', () => {
  it.each(['main', 'chat'] as const)(
    'counts what other turns have cost, for a %s turn',
    async (kind) => {
      const { host, asked, over } = begin([0.3, 0.3, 0.3], { ...dayUsd(5, 4.5), kind });
      const { summary, approval } = await question(host);
      expect(summary).toBe(
        'Today’s turns have cost $4.80 and may now pass $5.00, the budget of one day. Go on?',
      );
      expect(asked).toHaveLength(1);
      reply(host, approval, 'allow');
      expect((await over).status).toBe('completed');
      expect(questions(host)).toHaveLength(1);
    },
  );

  it('that is used up is asked about before the first request', async () => {
    const { host, asked, over } = begin([0.3], dayUsd(5, 12));
    const { approval, why } = await question(host);
    expect(asked).toHaveLength(0);
    expect(why).toContain('before the day has cost $17.00');
    reply(host, approval, 'deny');
    expect((await over).error?.message).toContain('budget of one day');
    expect(asked).toHaveLength(0);
  });

  it('and that of the turn are one question where both would be passed', async () => {
    const budgets = { turnUsd: 0.5, dayUsd: 1, spentTodayUsd: 0.5 };
    const { host, over } = begin([0.6, 0.1], { budgets });
    const { approval, summary } = await question(host);
    expect(summary).toContain('This turn has cost $0.60');
    expect(summary).toContain('Today’s turns have cost $1.10');
    reply(host, approval, 'allow');
    expect((await over).status).toBe('completed');
    expect(questions(host)).toHaveLength(1);
  });
});

describe('nothing is asked', () => {
  it('without budgets, whatever it costs', async () => {
    const { host, over } = begin([90, 90], {});
    expect((await over).status).toBe('completed');
    expect(questions(host)).toHaveLength(0);
  });

  it('of a model without a price, whatever others have cost', async () => {
    const { host, over } = begin([undefined, undefined], {
      ...dayUsd(1, 7),
      model: 'my-own-model',
    });
    expect((await over).status).toBe('completed');
    expect(questions(host)).toHaveLength(0);
  });

  it('of a model without a price that a priced one was left for', async () => {
    const asked: string[] = [];
    const adapter: ProviderAdapter = {
      async *stream({ model }) {
        asked.push(model);
        await Promise.resolve();
        if (asked.length === 1) yield [{ type: 'first' }, used(0.6), ...call];
        else if (model !== 'my-own-model') {
          throw new ProviderError({ code: 'overloaded', message: 'Busy.' }, false);
        } else if (asked.length === 3) yield [{ type: 'first' }, used(undefined), ...call];
        else yield [{ type: 'first' }, used(undefined), ...words];
      },
      models: () => Promise.resolve([]),
      warm: () => Promise.resolve(true),
    };
    const host = makeTestHost({ adapter, tools: [tool] });
    const provider = { id: 'mine', kind: 'openai-chat' };
    const alternatives = [{ name: 'mine/my-own-model', model: 'my-own-model', provider }];
    const over = host.start({ ...turnUsd(0.5), alternatives });
    // The priced one is asked about, once.
    reply(host, (await question(host)).approval, 'allow');
    expect((await over).status).toBe('completed');
    expect(asked.slice(2)).toEqual(['my-own-model', 'my-own-model']);
    expect(questions(host)).toHaveLength(1);
  });
});

it('a model that no table knows is asked about once it has told what it costs', async () => {
  const model = 'vendor/unheard-of';
  const { host, asked, over } = begin([0.1, 0.1], { ...dayUsd(1, 7), model });
  reply(host, (await question(host)).approval, 'deny');
  await over;
  expect(asked).toHaveLength(1);

  const before: Turn = {
    ...{ id: 'before', text: 'Hi', status: 'completed', blocks: [], model: `anthropic/${model}` },
    usage: {
      ...{ inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 },
      costUsd: 1,
    },
  };
  const later = begin([0.1, 0.1], { ...dayUsd(1, 7), model, history: [before] });
  await question(later.host);
  expect(later.asked).toHaveLength(0);
  later.host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
  await later.over;
});

it('a summary that a person does not want to pay for ends the turn as well', async () => {
  let asked = 0;
  const adapter: ProviderAdapter = {
    async *stream() {
      asked += 1;
      await Promise.resolve();
      yield [{ type: 'first' }, used(0.6), { type: 'stop', reason: 'context-full' }];
    },
    models: () => Promise.resolve([]),
    warm: () => Promise.resolve(true),
  };
  const host = makeTestHost({ adapter, tools: [tool] });
  const before: Turn = { id: 'before', text: 'Hi', status: 'completed', blocks: [] };
  const over = host.start({ ...turnUsd(0.5), history: [before] });
  reply(host, (await question(host)).approval, 'deny');
  expect((await over).error?.code).toBe('over-budget');
  expect(asked).toBe(1);
});
