/** A real host process, forked from the built file. */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FromHost, ToHost, TurnOrder } from '../../../main/konsole/host/protocol';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { answer, slowDrip } from '../../fakes/anthropic-scenarios';
import { makeOrder } from './support';

const file = join(import.meta.dirname, '../../../dist/main/host.cjs');
const demo = { id: 'demo', kind: 'demo' as const };

interface Host {
  child: ChildProcess;
  messages: FromHost[];
  send(message: ToHost): void;
  until(fits: (message: FromHost) => boolean): Promise<FromHost>;
  exit: Promise<number | string | null>;
}

const hosts: ChildProcess[] = [];
let fake: FakeAnthropic;
beforeAll(async () => {
  fake = await startFakeAnthropic();
});
afterAll(() => fake.close());
afterEach(() => {
  for (const child of hosts.splice(0)) child.kill('SIGKILL');
});

function start(): Host {
  const child = fork(file, [], {
    env: { PATH: process.env.PATH ?? '' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  hosts.push(child);
  const messages: FromHost[] = [];
  const waiters: { fits: (message: FromHost) => boolean; found: (message: FromHost) => void }[] =
    [];
  child.on('message', (raw) => {
    const message = raw as FromHost;
    messages.push(message);
    if (message.t === 'events' && child.connected) child.send({ t: 'written', n: message.n });
    if (message.t === 'ending') child.send({ t: 'over', turn: message.turn });
    for (const waiter of [...waiters]) {
      if (!waiter.fits(message)) continue;
      waiters.splice(waiters.indexOf(waiter), 1);
      waiter.found(message);
    }
  });
  const exit = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  return {
    child,
    messages,
    send: (message) => void child.send(message),
    exit,
    until(fits) {
      const told = messages.find(fits);
      return told ? Promise.resolve(told) : new Promise((found) => waiters.push({ fits, found }));
    },
  };
}

const eventsOf = (host: Host) =>
  host.messages.flatMap((message) => (message.t === 'events' ? message.events : []));
const isEnd = (message: FromHost) => message.t === 'free';
const order = (changes: Partial<TurnOrder>): ToHost => ({ t: 'run', order: makeOrder(changes) });

describe('a host process', () => {
  it('is built', () => {
    expect(existsSync(file)).toBe(true);
  });

  it('says that it is ready, warms, and runs one demo turn after another', async () => {
    const host = start();
    await host.until((message) => message.t === 'ready');
    host.send({ t: 'warm', provider: demo, model: 'fast' });
    await host.until((message) => message.t === 'warmed');
    host.send(order({ provider: demo, model: 'fast', workspace: import.meta.dirname }));
    await host.until(isEnd);
    const finished = eventsOf(host).find((event) => event.type === 'turn.finished');
    expect(finished).toMatchObject({ status: 'completed' });
    const tools = eventsOf(host).filter((event) => event.type === 'tool.finished');
    expect(tools.map((event) => event.type === 'tool.finished' && event.status)).toEqual([
      'ok',
      'ok',
      'ok',
    ]);
    host.messages.length = 0;
    host.send(order({ provider: demo, model: 'fast', turn: 'turn00000002' }));
    await host.until(isEnd);
    expect(eventsOf(host).at(-1)).toMatchObject({ type: 'turn.finished', turn: 'turn00000002' });
    host.send({ t: 'end' });
    expect(await host.exit).toBe(0);
  });

  it('answers a ping while a turn runs', async () => {
    fake.next(slowDrip('A long answer', 40));
    const host = start();
    const provider = {
      id: 'a',
      kind: 'anthropic' as const,
      baseUrl: fake.url,
      key: 'sk-test-0123456789',
    };
    host.send(order({ provider }));
    await host.until((message) => message.t === 'events');
    host.send({ t: 'ping', n: 7 });
    expect(await host.until((message) => message.t === 'pong')).toMatchObject({ n: 7 });
  });

  it('is stopped over its port, and tells the end of the turn before it leaves', async () => {
    fake.next(slowDrip('A long answer that nobody waits for', 40));
    const host = start();
    const provider = {
      id: 'a',
      kind: 'anthropic' as const,
      baseUrl: fake.url,
      key: 'sk-test-0123456789',
    };
    host.send(order({ provider }));
    await host.until((message) => message.t === 'events' && message.chars > 0);
    host.send({ t: 'end' });
    expect(await host.exit).toBe(0);
    expect(eventsOf(host).at(-1)).toMatchObject({ type: 'turn.finished', status: 'interrupted' });
  });

  it('attack 19: killed in mid-stream has told only whole batches', async () => {
    fake.next(
      answer('A very long answer that is cut off by a kill. '.repeat(40), {
        chunks: 200,
        paceMs: 5,
      }),
    );
    const host = start();
    const provider = {
      id: 'a',
      kind: 'anthropic' as const,
      baseUrl: fake.url,
      key: 'sk-test-0123456789',
    };
    host.send(order({ provider }));
    await host.until((message) => message.t === 'events' && message.chars > 0);
    host.child.kill('SIGKILL');
    expect(await host.exit).toBe('SIGKILL');
    let off = 0;
    for (const event of eventsOf(host)) {
      if (event.type !== 'block.appended') continue;
      expect(event.off).toBe(off);
      off += event.text.length;
    }
    expect(off).toBeGreaterThan(0);
  });

  it('ends itself when its parent is gone', async () => {
    const host = start();
    await host.until((message) => message.t === 'ready');
    host.child.disconnect();
    expect(await host.exit).toBe(0);
  });

  it('is not for starting by hand', async () => {
    const { spawn } = await import('node:child_process');
    const child = spawn(process.execPath, [file], { stdio: 'ignore' });
    const code = await new Promise((resolve) => child.once('exit', resolve));
    expect(code).not.toBe(0);
  });
});
