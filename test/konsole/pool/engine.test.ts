/** The pool in a whole engine, with real host processes and a provider on loopback. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { forkHost } from '../../../main/fork-host';
import { createPool } from '../../../main/konsole/pool/pool';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { answer } from '../../fakes/anthropic-scenarios';
import { createHandClock } from '../support/fake-hosts';
import { countingHosts, hostFile, newId, openTested, type Tested, until } from '../support/konsole';
import { order, recorder } from './support';

let fake: FakeAnthropic;
beforeAll(async () => {
  fake = await startFakeAnthropic();
});
afterAll(() => fake.close());
afterEach(() => fake.reset());

/** Keys in a settings file are for servers of this computer, as the fake one is. */
const settings = (change: { key?: string; fillCache?: boolean } = {}) => ({
  models: { main: 'lab/claude-opus-5-5', quick: 'lab/claude-haiku-5-5' },
  providers: [
    { id: 'lab', kind: 'anthropic', baseUrl: fake.url, key: change.key ?? 'sk-lab-0123456789' },
  ],
  pool: { fillCache: change.fillCache ?? true },
});

async function ask(konsole: Tested, text: string) {
  const { session } = await konsole.ask('session.create', { kind: 'chat' });
  const { turn } = await konsole.ask('turn.send', { session: session.id, text });
  const finished = await konsole.finished(session.id, turn);
  return { session: session.id, turn: finished };
}

test('a question finds the cache filled with what it begins with, and begins warm', async () => {
  const konsole = await openTested({ settings: settings() });
  await until(() => konsole.feed.pool().fills?.count === 1);
  fake.next(answer('Here.'));
  const { turn } = await ask(konsole, 'Where?');
  expect(turn).toMatchObject({ status: 'completed', start: 'warm' });
  const [fill, ...more] = fake.fills;
  expect(more).toEqual([]);
  expect(fill?.headers.authorization).toBe('Bearer sk-lab-0123456789');
  const [asked] = fake.requests;
  expect(JSON.stringify([fill?.body.tools, fill?.body.system])).toBe(
    JSON.stringify([asked?.body.tools, asked?.body.system]),
  );
  const status = await konsole.ask('pool.status', {});
  expect(status.lanes.quick?.first?.warm?.count).toBe(1);
  expect(status.fills?.costUsd).toBeGreaterThan(0);
  // A person who comes back a moment later finds all as it was.
  await konsole.ask('pool.warm', {});
  await ask(konsole, 'And now?');
  expect(fake.fills).toHaveLength(1);
});

test('a key that is replaced while hosts are idle is the one that the next turn uses', async () => {
  const konsole = await openTested({ settings: settings() });
  await until(() => konsole.feed.pool().fills?.count === 1);
  const { providers } = settings({ key: 'sk-lab-renewed-0123' });
  await konsole.ask('settings.update', { patch: { providers } });
  await ask(konsole, 'Where?');
  expect(fake.requests[0]?.headers.authorization).toBe('Bearer sk-lab-renewed-0123');
  await until(() => fake.fills.length === 2);
  expect(fake.fills[1]?.headers.authorization).toBe('Bearer sk-lab-renewed-0123');
});

test('where it is switched off nothing is asked of the provider ahead of a question', async () => {
  const konsole = await openTested({ settings: settings({ fillCache: false }) });
  await konsole.ask('pool.warm', {});
  await ask(konsole, 'Where?');
  expect(fake.fills).toEqual([]);
  expect(konsole.feed.pool().fills).toBeUndefined();
});

test('what a person set for other programs steers no host: ANTHROPIC_* of the process is ignored', async () => {
  const hosts = countingHosts();
  process.env['ANTHROPIC_BASE_URL'] = 'http://127.0.0.1:9';
  process.env['ANTHROPIC_AUTH_TOKEN'] = 'sk-of-another-program';
  try {
    const konsole = await openTested({ settings: settings(), startHost: hosts.start });
    const { turn } = await ask(konsole, 'Where?');
    expect(turn.status).toBe('completed');
    expect(JSON.stringify(fake.requests.map(({ headers }) => headers))).not.toContain('another');
  } finally {
    delete process.env['ANTHROPIC_BASE_URL'];
    delete process.env['ANTHROPIC_AUTH_TOKEN'];
  }
});

test('a real quick host that got SIGSTOP while idle costs a question one second, and no more (I8)', async () => {
  const time = createHandClock(Date.now());
  const lane = { transport: 'direct', hosts: 1 };
  const pool = createPool({
    startHost: forkHost(hostFile),
    clock: time.clock,
    lower: () => {},
    schedule: time.schedule,
    // The first letters are the name of a host.
    newId: () => newId().split('').reverse().join(''),
    log: () => {},
    takeLog: () => {},
    lanes: () => ({ main: lane, quick: lane }),
    limits: () => ({ hostMemoryMb: 1_024, memoryMb: 4_096, fillCache: true }),
    warmFor: () => ({ provider: { id: 'demo', kind: 'demo' }, model: 'fast' }),
  });
  const quick = () => pool.status().hosts.filter((host) => host.lane === 'quick');
  await until(() => quick()[0]?.state === 'warm');
  const [stopped] = quick();
  process.kill(stopped?.pid ?? 0, 'SIGSTOP');
  const heard = recorder();
  const lease = await pool.lease('quick', 's', 'q').lease;
  const asked = order('q', { kind: 'chat', provider: { id: 'demo', kind: 'demo' }, model: 'fast' });
  lease.run(asked, {
    died: heard.died,
    events(n, events) {
      heard.events(n, events);
      lease.written(n);
    },
  });
  await time.pass(1_000);
  await until(() => heard.types.includes('turn.finished'));
  expect(heard.deaths).toEqual([]);
  expect(heard.types.filter((type) => type === 'turn.finished')).toHaveLength(1);
  expect(lease.host).not.toBe(stopped?.id);
  pool.close();
});
