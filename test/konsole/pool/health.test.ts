/** Hosts that do not answer, have grown too much or are old; and how much all of them may hold together. */
import { describe, expect, test } from 'vitest';
import { endingOf } from '../../../main/konsole/sessions/endings';
import { type FakeOptions, settle } from '../support/fake-hosts';
import { MB, openPool, recorder } from './support';

const minute = 60_000;

describe('an idle host', () => {
  test('is asked once a minute, by one timer for all, and its memory is known (I10)', async () => {
    const { hosts, time, pool } = await openPool({ rssBytes: 60 * MB });
    // When windows have been told of the start.
    await time.pass(100);
    expect(time.waiting()).toEqual([minute - 100]);
    await time.pass(10 * minute);
    expect(time.waiting()).toHaveLength(1);
    for (const host of hosts.all) {
      expect(host.told.filter(({ t }) => t === 'ping')).toHaveLength(10);
    }
    expect(pool.status().memory).toEqual({ rssBytes: 120 * MB, limitBytes: 4_096 * MB });
  });

  test('that does not answer twice is replaced', async () => {
    const { hosts, time } = await openPool();
    const mute = hosts.of('quick')[0];
    if (mute) mute.stopped = true;
    await time.pass(2 * minute);
    expect(mute?.killed).toBe(false);
    await time.pass(minute);
    expect(mute?.killed).toBe(true);
    expect(hosts.of('quick')).toHaveLength(1);
  });

  test('that has grown past its limit is replaced, once another is warm', async () => {
    const options = { ready: true };
    const { hosts, time, said } = await openPool(options);
    const grown = hosts.of('quick')[0];
    if (grown) grown.rssBytes = 1_025 * MB;
    options.ready = false;
    await time.pass(minute);
    const fresh = hosts.of('quick').at(-1);
    expect(hosts.of('quick')).toHaveLength(2);
    expect(grown?.killed).toBe(false);
    fresh?.say({ t: 'ready', pid: 1, ms: 1 });
    await settle();
    expect(hosts.of('quick')).toEqual([fresh]);
    expect(said.join('\n')).toContain('A spare host was put away {"host":"quick-host1');
  });

  test('that has grown is given no further turn, though turns wait', async () => {
    const { hosts, run, pool } = await openPool();
    await run('main', 'a');
    await run('main', 'b');
    const grown = hosts.running('a');
    if (grown) grown.rssBytes = 1_500 * MB;
    const waiting = pool.lease('main', 's', 'c').lease;
    grown?.say({ t: 'pong', n: 99, rssBytes: 1_500 * MB });
    grown?.finish();
    await waiting;
    await settle();
    expect(grown?.killed).toBe(true);
    expect(hosts.of('main')).toHaveLength(2);
  });

  test('is replaced after a day', async () => {
    const { hosts, time } = await openPool();
    const first = [...hosts.all];
    await time.pass(24 * 60 * minute);
    expect(first.some(({ killed }) => killed)).toBe(false);
    await time.pass(minute);
    expect(first.every(({ killed }) => killed)).toBe(true);
    expect(hosts.all).toHaveLength(4);
  });

  test('is replaced after five hundred turns', async () => {
    const { hosts, run, pool } = await openPool();
    const first = hosts.of('quick')[0];
    for (let n = 0; n < 500; n += 1) {
      expect(first?.killed).toBe(false);
      const lease = await pool.lease('quick', 's', `q${n}`).lease;
      lease.run({ ...base, turn: `q${n}` }, recorder());
      first?.finish();
    }
    await settle();
    expect(first?.killed).toBe(true);
    await run('quick', 'next');
    expect(hosts.running('next')?.orders()).toHaveLength(1);
  });
});

const base = {
  session: 's',
  kind: 'chat' as const,
  turn: '',
  text: 'go',
  model: 'm',
  provider: { id: 'p', kind: 'demo' as const },
  history: [],
  startedAt: 0,
};

test('a leased host is left alone up to twice its limit; past that it is ended, and its turn says why', async () => {
  const { hosts, time, run } = await openPool();
  const heard = recorder();
  await run('main', 'a', heard);
  const host = hosts.running('a');
  if (host) host.rssBytes = 2_048 * MB;
  await time.pass(10_000);
  expect(heard.deaths).toEqual([]);
  if (host) host.rssBytes = 2_500 * MB;
  await time.pass(10_000);
  const [death] = heard.deaths;
  expect(death).toEqual({ cause: 'memory', detail: '2.4 GB, where 2 GB are the most' });
  const ending = death && endingOf(death);
  expect(ending).toMatchObject({ status: 'interrupted', error: { code: 'host-died' } });
  expect(ending?.error.message).toContain('too much memory');
  expect(ending?.error.hint).toContain('pool.hostMemoryMb');
});

describe('all hosts together', () => {
  /** The limit is 1000 MB; a main host holds 950 of them. */
  async function openFull() {
    const opened = await openPool();
    opened.limits.memoryMb = 1_000;
    opened.lanes.main.hosts = 4;
    opened.pool.refresh();
    await opened.run('main', 'a');
    const big = opened.hosts.running('a');
    if (big) big.rssBytes = 970 * MB;
    await opened.time.pass(10_000);
    await opened.time.pass(minute);
    return { ...opened, big };
  }

  test('past their limit no main host is started: the turn waits, the log says why, and it runs in the end', async () => {
    const { pool, hosts, big, said, time } = await openFull();
    let given = false;
    void pool.lease('main', 's', 'b').lease.then(() => {
      given = true;
    });
    await time.pass(30_000);
    expect(given).toBe(false);
    expect(hosts.of('main')).toEqual([big]);
    expect(said.filter((line) => line.includes('pool.memoryMb'))).toHaveLength(1);
    big?.finish();
    await settle();
    expect(given).toBe(true);
  });

  test('a turn that waits while the only main host has grown too much gets a fresh one at once', async () => {
    const { pool, hosts, big, limits, time } = await openFull();
    limits.memoryMb = 256;
    const quick = hosts.of('quick')[0];
    if (quick) quick.rssBytes = 300 * MB;
    if (big) big.rssBytes = 1_100 * MB;
    await time.pass(minute);
    const waiting = pool.lease('main', 's', 'b').lease;
    big?.finish();
    const lease = await waiting;
    expect(big?.killed).toBe(true);
    lease.run({ ...base, kind: 'main', turn: 'b' }, recorder());
    expect(hosts.running('b')).toBe(hosts.of('main')[0]);
  });

  test('a quick turn is never held up by it (I8)', async () => {
    const { run, hosts } = await openFull();
    await run('quick', 'q1');
    await run('quick', 'q2');
    expect(hosts.running('q2')?.orders()).toHaveLength(1);
  });

  test('an idle main host goes first, is not started in a circle, and comes with the next turn', async () => {
    const { hosts, big, time, run, pool } = await openFull();
    big?.finish();
    await settle();
    expect(big?.killed).toBe(true);
    await time.pass(10 * minute);
    // What went made room: one is kept ready again.
    const fresh = hosts.of('main');
    expect(fresh).toHaveLength(1);
    expect(pool.status().memory?.rssBytes).toBeLessThan(200 * MB);
    const quick = hosts.of('quick')[0];
    if (quick) quick.rssBytes = 960 * MB;
    await time.pass(minute);
    expect(hosts.of('main')).toEqual([]);
    const started = hosts.all.length;
    await time.pass(30 * minute);
    expect(hosts.all).toHaveLength(started);
    // With no main host at all one may always be started.
    await run('main', 'b');
    expect(hosts.running('b')?.orders()).toHaveLength(1);
  });
});

test('I8: a main host that does not answer leaves the processor to a side question, once, and gets no other turn', async () => {
  const options: FakeOptions = {};
  const { pool, hosts, time, lowered, run } = await openPool(options);
  await run('main', 'm1');
  await run('quick', 'q1');
  await time.pass(60);
  expect(lowered).toEqual([]);
  options.pongs = false;
  const pid = pool.status().hosts.find(({ session }) => session === 'session-m1')?.pid;
  await run('quick', 'q2');
  await run('quick', 'q3');
  await time.pass(49);
  expect(lowered).toEqual([]);
  await time.pass(1);
  expect(lowered).toEqual([pid]);
  options.pongs = true;
  hosts.running('m1')?.finish();
  await settle();
  await time.pass(1_000);
  expect(pool.status().hosts.some((host) => host.pid === pid && host.state !== 'dead')).toBe(false);
  expect(hosts.of('main')).toHaveLength(1);
});

test('questions that ask after a busy host do not count against it', async () => {
  const options: FakeOptions = { pongs: false };
  const { hosts, time, run } = await openPool(options);
  await run('main', 'm1');
  for (let n = 0; n < 10; n += 1) {
    await run('quick', `q${n}`);
    hosts.running(`q${n}`)?.finish();
    await time.pass(500);
  }
  expect(hosts.running('m1')?.killed).toBe(false);
});

test('a main host that answers in time is not lowered', async () => {
  const { hosts, time, lowered, run } = await openPool();
  await run('main', 'm1');
  const busy = hosts.running('m1');
  if (busy) busy.stopped = true;
  await run('quick', 'q1');
  const asked = busy?.told.findLast((one) => one.t === 'ping');
  // It has answered by the time that the question's own work lets this process look.
  await time.pass(49);
  if (asked?.t === 'ping') busy?.say({ t: 'pong', n: asked.n, rssBytes: MB });
  await time.pass(10);
  expect(lowered).toEqual([]);
});

test('a turn that waits is given a fresh host, not the one that was lowered', async () => {
  const options: FakeOptions = {};
  const { pool, hosts, time, lowered, lanes, run } = await openPool(options);
  lanes.main.hosts = 1;
  pool.refresh();
  await run('main', 'm1');
  const pid = pool.status().hosts.find(({ session }) => session === 'session-m1')?.pid;
  options.pongs = false;
  await run('quick', 'q1');
  await time.pass(60);
  options.pongs = true;
  expect(lowered).toEqual([pid]);
  const waiting = run('main', 'm2');
  hosts.running('m1')?.finish();
  await waiting;
  const given = pool.status().hosts.find(({ session }) => session === 'session-m2');
  expect(given?.pid).toBeDefined();
  expect(given?.pid).not.toBe(pid);
});
