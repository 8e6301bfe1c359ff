/** The provider's prompt cache is filled ahead of a quick question: when, with which key, how often, at what cost. */
import { describe, expect, test } from 'vitest';
import type { FromHost, ProviderAccess, ToHost } from '../../../main/konsole/host/protocol';
import type { WarmOrder } from '../../../main/konsole/pool/types';
import type { Usage } from '../../../preload/contract/shapes';
import { settle } from '../support/fake-hosts';
import { openPool, order, silent } from './support';

type Filled = Extract<FromHost, { t: 'filled' }>;
type Warm = Extract<ToHost, { t: 'warm' }>;

const usage = (change: Partial<Usage> = {}): Usage => ({
  inputTokens: 3,
  outputTokens: 0,
  cacheReadTokens: 0,
  cacheWriteTokens: 1_500,
  costUsd: 0.0002,
  ...change,
});
const provider: ProviderAccess = { id: 'anthropic', kind: 'anthropic', key: 'sk-old-0123456789' };
const paid: WarmOrder = { provider, model: 'haiku', mayFill: true };
const minutes = (count: number) => count * 60_000;

async function openFilling(first?: WarmOrder | 'unknown', answer?: () => Filled | undefined) {
  let now = first === 'unknown' ? undefined : (first ?? paid);
  const filled = answer ?? (() => ({ t: 'filled', ms: 300, usage: usage() }) as const);
  const opened = await openPool({ filled }, { warmFor: () => now });
  const { hosts, pool } = opened;
  return {
    ...opened,
    orders: () =>
      hosts.all.flatMap(({ told, lane }) =>
        told.filter((one): one is Warm => one.t === 'warm').map((one) => ({ ...one, lane })),
      ),
    fills: () =>
      hosts.all.flatMap(({ told }) =>
        told.filter((one): one is Warm => one.t === 'warm' && one.fill !== undefined),
      ),
    async change(next: WarmOrder) {
      now = next;
      pool.refresh();
      await settle();
    },
    async comeBack() {
      pool.warm();
      await settle();
    },
  };
}

test('it is filled with the effort that turns will ask for', async () => {
  const { orders } = await openFilling({ ...paid, effort: 'high' });
  expect(orders()[0]).toMatchObject({ fill: 'chat', effort: 'high' });
  expect(orders()[1]).not.toHaveProperty('effort');
});

test('at the start the quick host fills it, with the key; the main host gets neither (attack 13)', async () => {
  const { orders, pool, said } = await openFilling();
  expect(orders()).toEqual([
    { t: 'warm', lane: 'quick', provider, model: 'haiku', fill: 'chat' },
    { t: 'warm', lane: 'main', provider: { id: 'anthropic', kind: 'anthropic' }, model: 'haiku' },
  ]);
  expect(pool.status().fills).toEqual({ count: 1, costUsd: 0.0002, lastAt: 1_000_000 });
  const line = said.find((one) => one.includes('The prompt cache was filled'));
  expect(line).toContain('"costUsd":0.0002');
  expect(said.join()).not.toContain(provider.key);
});

test('of several quick hosts only the first fills it', async () => {
  const { lanes, pool, fills, orders } = await openFilling();
  lanes.quick.hosts = 3;
  pool.refresh();
  await settle();
  expect(orders().filter(({ lane }) => lane === 'quick')).toHaveLength(3);
  expect(fills()).toHaveLength(1);
});

test('time alone never fills it, however long it passes (I10)', async () => {
  const { fills, time } = await openFilling();
  await time.pass(minutes(600));
  expect(fills()).toHaveLength(1);
});

describe('when a person comes back', () => {
  test('it is filled again after more than four minutes, and not before', async () => {
    const { fills, time, comeBack } = await openFilling();
    await time.pass(minutes(4));
    await comeBack();
    expect(fills()).toHaveLength(1);
    await time.pass(1_000);
    await comeBack();
    await comeBack();
    expect(fills()).toHaveLength(2);
  });

  test('it is not filled where a quick turn has just used it', async () => {
    const { fills, time, comeBack, pool, hosts } = await openFilling();
    await time.pass(minutes(3));
    const lease = await pool.lease('quick', 's', 'q').lease;
    lease.run(order('q', { provider, model: 'haiku', kind: 'chat' }), silent);
    hosts.running('q')?.events({ type: 'turn.first', at: 1, turn: 'q', ms: 200 });
    hosts.running('q')?.finish();
    await time.pass(minutes(3));
    await comeBack();
    expect(fills()).toHaveLength(1);
    await time.pass(minutes(2));
    await comeBack();
    expect(fills()).toHaveLength(2);
  });

  test('a turn that another model answered has not used it', async () => {
    const { fills, time, comeBack, pool, hosts } = await openFilling();
    await time.pass(minutes(3));
    const lease = await pool.lease('quick', 's', 'q').lease;
    lease.run(order('q', { provider, model: 'haiku', kind: 'chat' }), silent);
    hosts
      .running('q')
      ?.events(
        { type: 'turn.moved', at: 1, turn: 'q', from: 'a/haiku', model: 'b/other', reason: 'busy' },
        { type: 'turn.first', at: 1, turn: 'q', ms: 200 },
      );
    hosts.running('q')?.finish();
    await time.pass(minutes(3));
    await comeBack();
    expect(fills()).toHaveLength(2);
    expect(pool.status().lanes.quick.first).toBeUndefined();
  });
});

test('another model or another key is filled at once, with that key', async () => {
  const { fills, change } = await openFilling();
  await change({ ...paid, model: 'opus' });
  const renewed = { ...provider, key: 'sk-new-0123456789' };
  await change({ ...paid, model: 'opus', provider: renewed });
  await change({ ...paid, model: 'opus', provider: renewed });
  expect(fills().map(({ model, provider: { key } }) => [model, key])).toEqual([
    ['haiku', provider.key],
    ['opus', provider.key],
    ['opus', renewed.key],
  ]);
});

test('a model that is known only later is filled then', async () => {
  const { fills, change } = await openFilling('unknown');
  await change({ provider: { id: 'demo', kind: 'demo' }, model: 'scripted' });
  expect(fills()).toHaveLength(0);
  await change(paid);
  expect(fills()).toHaveLength(1);
});

test('the demo and a server of this computer are never filled', async () => {
  const { fills, comeBack, time } = await openFilling({ provider, model: 'llama' });
  await time.pass(minutes(10));
  await comeBack();
  expect(fills()).toHaveLength(0);
});

test('it can be switched off, and what waits gets no key then', async () => {
  const { limits, fills, comeBack, time, change, orders } = await openFilling();
  limits.fillCache = false;
  await change({ ...paid, model: 'opus' });
  await time.pass(minutes(10));
  await comeBack();
  expect(fills()).toHaveLength(1);
  expect(
    orders()
      .slice(2)
      .some(({ provider: { key } }) => key !== undefined),
  ).toBe(false);
});

test('no second one is sent while the first is on its way; what came meanwhile is filled after it', async () => {
  const { fills, change, comeBack, hosts, time } = await openFilling(paid, () => undefined);
  await change({ ...paid, model: 'opus' });
  await time.pass(minutes(5));
  await comeBack();
  expect(fills().map(({ model }) => model)).toEqual(['haiku']);
  hosts.of('quick')[0]?.say({ t: 'filled', ms: 9_000, usage: usage() });
  await settle();
  expect(fills().map(({ model }) => model)).toEqual(['haiku', 'opus']);
});

test('a host that ends with one on its way does not block the next', async () => {
  const { fills, hosts, comeBack, time } = await openFilling(paid, () => undefined);
  await time.pass(20_000);
  hosts.of('quick')[0]?.exit('killed');
  await settle();
  await comeBack();
  expect(fills()).toHaveLength(2);
});

test('it delays no turn: a host that fills it is leased and runs', async () => {
  const { pool, hosts } = await openFilling(paid, () => undefined);
  const lease = await pool.lease('quick', 's', 'q').lease;
  lease.run(order('q', { provider, model: 'haiku', kind: 'chat' }), silent);
  expect(hosts.running('q')?.orders()).toHaveLength(1);
  hosts.running('q')?.say({ t: 'filled', ms: 5, usage: usage() });
  expect(pool.status().fills?.count).toBe(1);
});

describe('one that does nothing is not repeated in this run', () => {
  test('where the prompt is below what the provider keeps, and the log says so', async () => {
    const none = { cacheWriteTokens: 0, cacheReadTokens: 0 };
    const answer = () => ({ t: 'filled', ms: 9, usage: usage(none) }) as const;
    const { fills, said, comeBack, time, pool } = await openFilling(paid, answer);
    await time.pass(minutes(10));
    await comeBack();
    expect(fills()).toHaveLength(1);
    expect(said.filter((line) => line.includes('below what the provider caches'))).toHaveLength(1);
    expect(pool.status().fills).toMatchObject({ count: 1, costUsd: 0.0002 });
  });

  test('where the provider refuses it; one that failed on the way is tried on the next occasion', async () => {
    let answer: Filled = { t: 'filled', ms: 9, why: 'The network is away.' };
    const { fills, comeBack, said } = await openFilling(paid, () => answer);
    answer = { t: 'filled', ms: 9, why: 'It is not supported.', final: true };
    await comeBack();
    await comeBack();
    expect(fills()).toHaveLength(2);
    expect(said.filter((line) => line.includes('could not be filled'))).toHaveLength(2);
  });
});

test('what a host says of a fill that nobody asked for counts for nothing', async () => {
  const { pool, hosts } = await openFilling({ provider, model: 'llama' });
  hosts.of('main')[0]?.say({ t: 'filled', ms: 1, usage: usage() });
  hosts.of('quick')[0]?.say({ t: 'filled', ms: 1, usage: { costUsd: 'much' } as never });
  expect(pool.status().fills).toBeUndefined();
});
