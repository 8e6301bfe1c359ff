/** What a lane tells: who waits in which order, what each host is and since when, how soon providers began. */
import { expect, test } from 'vitest';
import { createFirstTimes } from '../../../main/konsole/pool/first-times';
import { settle } from '../support/fake-hosts';
import { openPool, order, silent } from './support';

test('who waits is listed in the order of coming, and not at all when nobody does', async () => {
  const { pool, run, hosts } = await openPool();
  await run('main', 'a');
  await run('main', 'b');
  const leave = pool.lease('main', 's3', 'c');
  void pool.lease('main', 's4', 'd');
  void pool.lease('main', 's5', 'e');
  expect(pool.status().lanes.main.queue).toEqual([
    { session: 's3', turn: 'c' },
    { session: 's4', turn: 'd' },
    { session: 's5', turn: 'e' },
  ]);
  expect(pool.status().lanes.quick.queue).toBeUndefined();
  leave.cancel();
  hosts.running('a')?.finish();
  await settle();
  expect(pool.status().lanes.main.queue).toEqual([{ session: 's5', turn: 'e' }]);
});

test('each host tells since when it is what it is, what it is warm for, and how many turns it had', async () => {
  const { pool, run, hosts, time } = await openPool();
  await time.pass(30_000);
  await run('main', 'a');
  const main = () => pool.status().hosts.find(({ lane }) => lane === 'main');
  expect(main()).toMatchObject({ state: 'leased', since: 1_030_000, model: 'p/m', turns: 1 });
  await time.pass(5_000);
  hosts.running('a')?.finish();
  await settle();
  expect(main()).toMatchObject({ state: 'warm', since: 1_035_000, turns: 1 });
});

test('the first event of a turn is counted by lane and by how the turn began, and logged for debugging', async () => {
  const { pool, hosts, said } = await openPool();
  for (const [turn, model, ms] of [
    ['a', 'm', 210],
    ['b', 'other', 480],
  ] as const) {
    const lease = await pool.lease('quick', 's', turn).lease;
    const asked = order(turn, { kind: 'chat', model });
    lease.startFor(asked);
    lease.run(asked, silent);
    hosts.running(turn)?.events({ type: 'turn.first', at: 1, turn, ms });
    hosts.running(turn)?.finish();
    await settle();
  }
  expect(pool.status().lanes.quick.first).toEqual({
    warm: { count: 1, lastMs: 210, p50Ms: 210 },
    cold: { count: 1, lastMs: 480, p50Ms: 480 },
  });
  expect(pool.status().lanes.main.first).toBeUndefined();
  const lines = said.filter((line) => line.startsWith('debug The provider began to answer'));
  expect(lines.map((line) => /"start":"(\w+)","ms":(\d+)/.exec(line)?.slice(1))).toEqual([
    ['warm', '210'],
    ['cold', '480'],
  ]);
});

test('of first events the newest fifty count, and the middle one of them is told', () => {
  const times = createFirstTimes();
  expect(times.status()).toBeUndefined();
  for (let ms = 1; ms <= 60; ms += 1) times.add('warm', ms);
  expect(times.status()).toEqual({ warm: { count: 50, lastMs: 60, p50Ms: 35 } });
});
