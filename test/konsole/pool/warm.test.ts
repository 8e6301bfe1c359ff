/** A host is warm for just one thing, and the bugs that warm hosts have elsewhere: each by its name. */
import { describe, expect, test } from 'vitest';
import type { ProviderAccess, ToHost } from '../../../main/konsole/host/protocol';
import { signatureOf } from '../../../main/konsole/pool/signature';
import type { WarmOrder } from '../../../main/konsole/pool/types';
import { settle } from '../support/fake-hosts';
import { openPool, order, silent } from './support';

const wanted = (change: Partial<ProviderAccess> = {}, model = 'm') => ({
  provider: { id: 'p', kind: 'anthropic', key: 'sk-old-0123456789', ...change } as ProviderAccess,
  model,
});

/** A pool whose hosts are warmed for what the test says. */
async function openFor(first: WarmOrder) {
  let now = first;
  const opened = await openPool({}, { warmFor: () => now });
  return {
    ...opened,
    async change(next: WarmOrder) {
      now = next;
      opened.pool.refresh();
      await settle();
    },
  };
}

const warmOrders = (told: readonly ToHost[]) => told.filter(({ t }) => t === 'warm');

describe('a signature', () => {
  const base = { ...wanted(), kind: 'chat' as const };

  test('is another for every part that a request is made of', () => {
    const others = [
      { ...wanted({ id: 'q' }), kind: 'chat' as const },
      { ...wanted({ kind: 'openai' }), kind: 'chat' as const },
      { ...wanted({ baseUrl: 'http://127.0.0.1:1' }), kind: 'chat' as const },
      { ...wanted({ key: 'sk-new-0123456789' }), kind: 'chat' as const },
      { ...wanted({}, 'n'), kind: 'chat' as const },
      { ...wanted({ tier: 'flex' }), kind: 'chat' as const },
      { ...wanted({ proxy: 'http://me:pw@p:1' }), kind: 'chat' as const },
      { ...wanted({ noWay: { message: 'It is no proxy.', hint: '' } }), kind: 'chat' as const },
      { ...wanted({ certificates: '/etc/ssl/company.pem' }), kind: 'chat' as const },
      { ...wanted(), kind: 'chat' as const, effort: 'high' },
      { ...wanted(), kind: 'main' as const },
    ];
    const all = [base, ...others].map(signatureOf);
    expect(new Set(all).size).toBe(all.length);
    expect(signatureOf({ ...wanted(), kind: 'chat' })).toBe(signatureOf(base));
  });

  test('does not tell the key or the password of a proxy (attack 13)', () => {
    expect(signatureOf(base)).not.toContain('0123456789');
    const proxied = { ...wanted({ proxy: 'http://me:secret@p:1' }), kind: 'chat' as const };
    expect(signatureOf(proxied)).not.toContain('secret');
  });
});

describe('warm-up bugs that others had', () => {
  test('a key that changed while a host was idle: the turn begins cold and uses the new key', async () => {
    const { pool, hosts } = await openFor(wanted());
    const lease = await pool.lease('main', 's', 'a').lease;
    const renewed = order('a', wanted({ key: 'sk-new-0123456789' }));
    expect(lease.startFor(renewed)).toBe('cold');
    lease.run(renewed, silent);
    expect(hosts.running('a')?.orders().at(-1)?.provider.key).toBe('sk-new-0123456789');
  });

  test('once the change is known, idle hosts are warm for the new key and no longer for the old', async () => {
    const { pool, change } = await openFor(wanted());
    await change(wanted({ key: 'sk-new-0123456789' }));
    const lease = await pool.lease('main', 's', 'a').lease;
    expect(lease.startFor(order('a', wanted()))).toBe('cold');
    expect(lease.startFor(order('a', wanted({ key: 'sk-new-0123456789' })))).toBe('warm');
  });

  test('settings or folder of another session: a host that is used again is told everything anew', async () => {
    const { pool, hosts, run } = await openPool();
    const first = await pool.lease('main', 's1', 'a').lease;
    const secret = { workspace: '/of/one', denyRead: ['*.key'], context: 'facts', sandbox: true };
    first.run(order('a', secret), silent);
    await settle();
    hosts.running('a')?.finish();
    await settle();
    await run('main', 'b');
    const host = hosts.running('b');
    expect(host?.orders().map(({ turn }) => turn)).toEqual(['a', 'b']);
    expect(host?.orders()[1]).toEqual(order('b'));
    // Nothing but its order says anything of a session to a host.
    const kinds = new Set(host?.told.map(({ t }) => t));
    expect([...kinds].sort()).toEqual(['ping', 'run', 'warm']);
  });

  test('an idle host is listed as no session, before its first turn and after one', async () => {
    const { pool, hosts, run } = await openPool();
    const sessions = () => pool.status().hosts.map(({ session }) => session);
    expect(sessions()).toEqual([undefined, undefined]);
    await run('quick', 'q');
    expect(sessions()).toContain('session-q');
    hosts.running('q')?.finish();
    await settle();
    expect(sessions()).toEqual([undefined, undefined]);
  });

  test('a host that runs one turn is not given a second, and one that is free runs the next', async () => {
    const { hosts, run } = await openPool();
    await run('main', 'a');
    await run('main', 'b');
    expect(hosts.running('a')).not.toBe(hosts.running('b'));
    const used = hosts.running('a');
    used?.finish();
    await settle();
    await run('main', 'c');
    expect(hosts.running('c')).toBe(used);
  });
});

test('a turn begins warm on a host that is warm for just it, and cold with another model or kind', async () => {
  const { pool } = await openFor(wanted());
  const lease = await pool.lease('main', 's', 'a').lease;
  expect(lease.startFor(order('a', wanted()))).toBe('warm');
  expect(lease.startFor(order('a', wanted({}, 'other')))).toBe('cold');
  expect(lease.startFor(order('a', { ...wanted(), kind: 'chat' }))).toBe('cold');
});

test('a turn is moved to a free host that is warm for just it before it begins', async () => {
  const { pool, hosts, run, change } = await openFor(wanted());
  await run('main', 'a');
  await run('main', 'b');
  const [a, b] = [hosts.running('a'), hosts.running('b')];
  a?.finish();
  b?.finish();
  await settle();
  await change(wanted({}, 'other'));
  // The first of both runs a turn of the old model, and is warm for that while it is free for a moment.
  const lease = await pool.lease('main', 's', 'c').lease;
  lease.run(order('c', wanted()), silent);
  await settle();
  hosts.running('c')?.events({ type: 'turn.first', at: 1, turn: 'c', ms: 5 });
  const other = await pool.lease('main', 's', 'd').lease;
  hosts.running('c')?.finish();
  const before = other.host;
  expect(other.startFor(order('d', wanted()))).toBe('warm');
  expect(other.host).not.toBe(before);
  expect(pool.status().lanes.main.busy).toBe(1);
});

test('a host without a connection is not warm, however ready it is', async () => {
  const { pool, hosts } = await openPool({ ready: false }, { warmFor: () => wanted() });
  for (const host of hosts.all) {
    host.stopped = true;
    host.say({ t: 'ready', pid: 1, ms: 1 });
  }
  await settle();
  for (const host of hosts.all) host.say({ t: 'warmed', ms: 5_000, offline: true });
  for (const host of hosts.all) host.stopped = false;
  await settle();
  const lease = await pool.lease('main', 's', 'a').lease;
  expect(lease.startFor(order('a', wanted()))).toBe('cold');
});

test('an answer to an order that a later one has overtaken makes nothing warm', async () => {
  const { pool, hosts, change } = await openFor(wanted());
  for (const host of hosts.all) host.stopped = true;
  await change(wanted({}, 'second'));
  await change(wanted({}, 'third'));
  for (const host of hosts.all) {
    host.stopped = false;
    host.say({ t: 'warmed', ms: 1 });
  }
  const lease = await pool.lease('main', 's', 'a').lease;
  expect(lease.startFor(order('a', wanted({}, 'second')))).toBe('cold');
  expect(lease.startFor(order('a', wanted({}, 'third')))).toBe('cold');
});

describe('a connection that nothing used for more than four minutes', () => {
  test('is opened again when a person comes back, and not by itself (I10)', async () => {
    const { pool, hosts, time } = await openFor(wanted());
    const orders = () => hosts.all.flatMap(({ told }) => warmOrders(told)).length;
    expect(orders()).toBe(2);
    pool.warm();
    await time.pass(60 * 60_000);
    expect(orders()).toBe(2);
    const cold = await pool.lease('main', 's', 'a').lease;
    expect(cold.startFor(order('a', wanted()))).toBe('cold');
    cold.release();
    pool.warm();
    await settle();
    expect(orders()).toBe(4);
    const lease = await pool.lease('main', 's', 'b').lease;
    expect(lease.startFor(order('b', wanted()))).toBe('warm');
  });

  test('counts from the last turn that used it', async () => {
    const { pool, hosts, time } = await openFor(wanted());
    await time.pass(200_000);
    const lease = await pool.lease('main', 's', 'a').lease;
    lease.run(order('a', wanted()), silent);
    hosts.running('a')?.events({ type: 'turn.first', at: 1, turn: 'a', ms: 5 });
    hosts.running('a')?.finish();
    await time.pass(200_000);
    const next = await pool.lease('main', 's', 'b').lease;
    expect(next.startFor(order('b', wanted()))).toBe('warm');
  });
});
