/** A turn whose host takes it not up: another one gets it, unless anything was heard of it. */
import { describe, expect, test } from 'vitest';
import { settle } from '../support/fake-hosts';
import { openPool, order, recorder } from './support';

/** The only quick host is stopped while it is idle, and then given a turn. */
async function openStopped() {
  const opened = await openPool();
  const stopped = opened.hosts.of('quick')[0];
  if (!stopped) throw new Error('there is no quick host');
  stopped.stopped = true;
  const heard = recorder();
  const lease = await opened.pool.lease('quick', 's', 'q').lease;
  lease.run(order('q', { kind: 'chat' }), heard);
  await settle();
  return { ...opened, stopped, heard, lease };
}

test('a host that was stopped while idle is killed after a second, and another runs the turn (I8)', async () => {
  const { time, stopped, heard, hosts, lease, pool } = await openStopped();
  await time.pass(900);
  expect(stopped.killed).toBe(false);
  await time.pass(100);
  expect(stopped.killed).toBe(true);
  const next = hosts.of('quick')[0];
  expect(next?.orders()).toEqual([order('q', { kind: 'chat' })]);
  expect(heard.deaths).toEqual([]);
  next?.events({ type: 'turn.first', at: 1, turn: 'q', ms: 1_200 });
  next?.finish();
  await settle();
  expect(heard.types).toEqual(['turn.first', 'turn.finished']);
  expect(lease.host).not.toBe('');
  expect(pool.status().lanes.quick).toMatchObject({ busy: 0, waiting: 0 });
  // The first answer on a host that nobody had warmed for it.
  expect(pool.status().lanes.quick.first).toMatchObject({ cold: { lastMs: 1_200 } });
});

test('it gets its host before those that came later', async () => {
  const { pool, hosts, time } = await openPool({}, {});
  const given: string[] = [];
  for (const host of hosts.of('main')) host.stopped = true;
  const first = await pool.lease('main', 's1', 'a').lease;
  first.run(order('a'), recorder());
  const second = await pool.lease('main', 's2', 'b').lease;
  second.run(order('b'), recorder());
  void pool.lease('main', 's3', 'c').lease.then(() => given.push('c'));
  await settle();
  expect(pool.status().lanes.main.queue).toEqual([{ session: 's3', turn: 'c' }]);
  await time.pass(1_000);
  const stopped = hosts.all.find((host) => host.orders()[0]?.turn === 'a');
  expect(stopped?.killed).toBe(true);
  expect(
    hosts
      .of('main')
      .flatMap((host) => host.orders().map(({ turn }) => turn))
      .sort(),
  ).toEqual(['a', 'b']);
  expect(given).toEqual([]);
});

describe('a turn of which anything was heard is never run again', () => {
  test('not after a pong alone: its host may be at work', async () => {
    const { pool, hosts, time } = await openPool();
    const heard = recorder();
    const lease = await pool.lease('quick', 's', 'q').lease;
    lease.run(order('q', { kind: 'chat' }), heard);
    await settle();
    const host = hosts.running('q');
    if (host) host.stopped = true;
    await time.pass(60_000);
    expect(heard.deaths).toMatchObject([{ cause: 'silent' }]);
    expect(hosts.all.filter((one) => one.orders().length > 0)).toHaveLength(1);
  });

  test('not after one event', async () => {
    const { stopped, heard, hosts, time } = await openStopped();
    stopped.events({ type: 'turn.first', at: 1, turn: 'q', ms: 1 });
    await time.pass(2_000);
    expect(stopped.killed).toBe(false);
    stopped.exit('crashed');
    await settle();
    expect(heard.deaths).toEqual([{ cause: 'exit', detail: 'crashed' }]);
    expect(hosts.all.filter((one) => one.orders().length > 0)).toHaveLength(1);
  });

  test('not by an old pong, which says nothing of the turn', async () => {
    const { stopped, time } = await openStopped();
    stopped.say({ t: 'pong', n: 0, rssBytes: 1 });
    await time.pass(1_000);
    expect(stopped.killed).toBe(true);
  });
});

test('one that ends by itself is not tried again: its turn may be why', async () => {
  const { stopped, heard, hosts } = await openStopped();
  stopped.exit('crashed');
  await settle();
  expect(heard.deaths).toEqual([{ cause: 'exit', detail: 'crashed' }]);
  expect(hosts.all.filter((one) => one.orders().length > 0)).toHaveLength(1);
});

test('a host that died between being given and being used has heard of nothing: another is used', async () => {
  const { pool, hosts } = await openPool();
  const heard = recorder();
  const lease = await pool.lease('quick', 's', 'q').lease;
  hosts.of('quick')[0]?.exit('killed by the system');
  await settle();
  lease.run(order('q', { kind: 'chat' }), heard);
  await settle();
  expect(heard.deaths).toEqual([]);
  expect(hosts.running('q')?.orders()).toHaveLength(1);
});

test('a turn that was ended before a host has heard of it is run by none', async () => {
  const { pool, hosts } = await openPool();
  const heard = recorder();
  const lease = await pool.lease('quick', 's', 'q').lease;
  hosts.of('quick')[0]?.exit('killed by the system');
  await settle();
  lease.run(order('q', { kind: 'chat' }), heard);
  lease.kill();
  await settle();
  expect(heard.deaths).toHaveLength(1);
  expect(hosts.all.filter((one) => one.orders().length > 0)).toEqual([]);
  expect(pool.status().lanes.quick).toMatchObject({ busy: 0, waiting: 0 });
});

test('what was said and allowed meanwhile is known to the next host', async () => {
  const { lease, hosts, time, heard } = await openStopped();
  lease.hold()?.say('and shortly');
  const permissions = { mode: 'plan', allow: [], deny: ['bash'], grants: [] } as const;
  lease.permit(permissions);
  await time.pass(1_000);
  const next = hosts.of('quick')[0];
  expect(next?.orders()[0]?.permissions).toEqual(permissions);
  expect(next?.told).toContainEqual({ t: 'steer', turn: 'q', text: 'and shortly' });
  expect(heard.deaths).toEqual([]);
});

test('a stop in that second stops the turn, and nothing runs it later', async () => {
  const { lease, hosts, time, heard } = await openStopped();
  await time.pass(500);
  lease.interrupt();
  await time.pass(10_000);
  expect(heard.deaths).toMatchObject([{ cause: 'unanswered' }]);
  expect(hosts.all.filter((one) => one.orders().length > 0)).toHaveLength(1);
});

test('a stop while it waits for another host ends it at once, and its place is free', async () => {
  const options = { ready: true };
  const { hosts, time, pool } = await openPool(options);
  for (const host of hosts.all) host.stopped = true;
  options.ready = false;
  const heard = recorder();
  const lease = await pool.lease('quick', 's', 'q').lease;
  lease.run(order('q', { kind: 'chat' }), heard);
  await time.pass(1_000);
  expect(pool.status().lanes.quick.queue).toEqual([{ session: 's', turn: 'q' }]);
  lease.interrupt();
  expect(lease.hold()).toBeUndefined();
  await settle();
  expect(heard.deaths).toMatchObject([{ cause: 'unanswered' }]);
  expect(pool.status().lanes.quick).toMatchObject({ busy: 0, waiting: 0 });
});

test('a host that still loads code may be busy with that, and has five seconds', async () => {
  const { pool, hosts, time } = await openPool({ ready: false });
  const host = hosts.of('quick')[0];
  if (host) host.stopped = true;
  host?.say({ t: 'ready', pid: 1, ms: 1 });
  await settle();
  expect(pool.status().hosts[0]?.state).toBe('warming');
  const lease = await pool.lease('quick', 's', 'q').lease;
  lease.run(order('q', { kind: 'chat' }), recorder());
  await time.pass(4_900);
  expect(host?.killed).toBe(false);
  await time.pass(100);
  expect(host?.killed).toBe(true);
});

test('an order to open its connection again gives a stopped host no more time', async () => {
  const provider = { id: 'p', kind: 'anthropic' as const };
  const { pool, hosts, time } = await openPool({}, { warmFor: () => ({ provider, model: 'm' }) });
  const host = hosts.of('quick')[0];
  await time.pass(5 * 60_000);
  if (host) host.stopped = true;
  pool.warm();
  const lease = await pool.lease('quick', 's', 'q').lease;
  lease.run(order('q', { kind: 'chat' }), recorder());
  await time.pass(1_000);
  expect(host?.told.filter(({ t }) => t === 'warm')).toHaveLength(2);
  expect(host?.killed).toBe(true);
});

test('on a computer that is that slow, the third host is left its time', async () => {
  const { pool, hosts, time } = await openPool({ pongs: false });
  const heard = recorder();
  const lease = await pool.lease('quick', 's', 'q').lease;
  lease.run(order('q', { kind: 'chat' }), heard);
  const given = () => hosts.all.filter((one) => one.orders().length > 0);
  await time.pass(2_000);
  expect(given().map(({ killed }) => killed)).toEqual([true, true, false]);
  await time.pass(8_000);
  expect(given()).toHaveLength(3);
  given()[2]?.finish();
  await settle();
  expect(heard).toMatchObject({ types: ['turn.finished'], deaths: [] });
});
