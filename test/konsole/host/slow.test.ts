/** A provider that is slow, or hidden behind something that holds its answers back: real bytes, and a clock that the test moves. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SessionEventBody } from '../../../preload/contract/events';
import { createAnthropicAdapter } from '../../../main/konsole/providers/anthropic/adapter';
import { warmFetch } from '../../../main/konsole/providers/connections';
import type { ModelEvent, ProviderAdapter } from '../../../main/konsole/providers/types';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { answer, stallAfterHeaders } from '../../fakes/anthropic-scenarios';
import { inPieces } from '../../fakes/in-pieces';
import type { Scenario } from '../../fakes/provider-server';
import { type FakeClock, makeClock, makeTestHost, settle, textOf, typesOf } from './support';

let fake: FakeAnthropic;
beforeAll(async () => {
  fake = await startFakeAnthropic();
});
beforeEach(() => fake.reset());
afterAll(() => fake.close());

/** The adapter of the fake; `heard` counts the pieces that the host was given. */
function counted(clock: FakeClock) {
  const inner = createAnthropicAdapter(
    { baseUrl: fake.url, key: 'sk-test-0123456789' },
    { fetch: warmFetch, now: clock.now },
  );
  const pieces: (readonly ModelEvent[])[] = [];
  const adapter: ProviderAdapter = {
    ...inner,
    async *stream(request, signal) {
      for await (const piece of inner.stream(request, signal)) {
        pieces.push(piece);
        yield piece;
      }
    },
  };
  return { adapter, heard: () => pieces.length };
}

const stalls = (events: readonly SessionEventBody[]) =>
  events.flatMap((event) => (event.type === 'turn.stalled' ? [event] : []));

async function until(fact: () => boolean): Promise<void> {
  while (!fact()) await new Promise((resolve) => setImmediate(resolve));
}

describe('a server that sends one byte a second', () => {
  /** Its bytes, each of them a second after the host has read the one before. */
  function oneASecond(clock: FakeClock, heard: () => number, text: string) {
    return inPieces(answer(text, { chunks: 2 }) as Scenario, 1, async (sent, reply) => {
      await until(() => heard() >= sent || !reply.alive());
      await settle();
      await clock.advance(1_000);
    });
  }

  it('lives for longer than any silence may last, and its words appear as they come', async () => {
    const clock = makeClock();
    const { adapter, heard } = counted(clock);
    fake.next(oneASecond(clock, heard, 'Slow and whole.'));
    const host = makeTestHost({ adapter, clock });
    const begun = clock.now();
    expect((await host.run()).status).toBe('completed');
    expect(textOf(host.turn())).toBe('Slow and whole.');
    expect(fake.requests).toHaveLength(1);
    expect(clock.now() - begun).toBeGreaterThan(900_000);
    // An event of 270 bytes is no silence: it is told as one that is there and has said nothing.
    for (const stall of stalls(host.events)) expect(stall.alive).toBe(true);
    const appended = host.events.filter(({ type }) => type === 'block.appended');
    expect(appended).toHaveLength(2);
    const [one, two] = appended.map(({ at }) => at);
    expect((two ?? 0) - (one ?? 0)).toBeGreaterThan(60_000);
    // A byte that says nothing costs nothing: no event, no message.
    expect(heard()).toBeGreaterThan(900);
    expect(host.events.length).toBeLessThan(40);
    expect(clock.timers()).toBe(0);
  });

  it('is stopped at once, and its connection is closed', async () => {
    const clock = makeClock();
    let closed = false;
    const { adapter, heard } = counted(clock);
    const slow = oneASecond(clock, heard, 'Never all of it.'.repeat(50));
    fake.next(async (reply) => {
      void reply.gone.then(() => (closed = true));
      await slow(reply);
    });
    const host = makeTestHost({ adapter, clock });
    const end = host.start();
    await host.until(({ type }) => type === 'turn.first');
    const stoppedAt = clock.now();
    host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
    expect((await end).status).toBe('interrupted');
    await until(() => closed);
    expect(clock.now() - stoppedAt).toBeLessThanOrEqual(2_000);
    expect(clock.timers()).toBe(0);
  });
});

describe('a server that sends comments and nothing else', () => {
  it('is told as one that is there, and given up after an hour, in its own name', async () => {
    const clock = makeClock();
    const { adapter, heard } = counted(clock);
    fake.next(async (reply) => {
      reply.headers();
      while (reply.alive()) {
        const before = heard();
        await reply.raw(': still here\n\n');
        await until(() => heard() > before || !reply.alive());
        await settle();
        await clock.advance(15_000);
      }
    });
    const host = makeTestHost({ adapter, clock });
    const { status, error } = await host.run();
    expect(status).toBe('failed');
    expect(fake.requests).toHaveLength(1);
    expect(stalls(host.events).map(({ silentMs, alive }) => [silentMs, alive])).toEqual(
      [60, 120, 240, 480, 960, 1920].map((seconds) => [seconds * 1_000, true]),
    );
    expect(error?.message).toBe(
      'api.anthropic.com has kept the connection open for 60 minutes and said nothing.',
    );
    expect(typesOf(host.events)).not.toContain('turn.first');
  });

  it('has not begun: a quick question goes over to the next model', async () => {
    const clock = makeClock();
    const { adapter, heard } = counted(clock);
    fake.next(async (reply) => {
      await reply.raw(': queued\n\n');
      await until(() => heard() > 0);
      await settle();
      await clock.advance(10_000);
      await reply.gone;
    }, answer('The other is there.'));
    const host = makeTestHost({ adapter, clock });
    const provider = { id: 'other', kind: 'anthropic', key: 'k' };
    const alternatives = [{ name: 'other/m', model: 'm', provider }];
    const here = { id: 'lab', kind: 'anthropic', baseUrl: fake.url, key: 'k' };
    await host.run({ kind: 'chat', provider: here, alternatives });
    expect(textOf(host.turn())).toBe('The other is there.');
    expect(host.events.find(({ type }) => type === 'turn.moved')).toMatchObject({
      reason: `127.0.0.1:${fake.port} did not begin to answer within 10 seconds.`,
    });
  });
});

describe('a proxy that holds the answer back until it is whole', () => {
  it('delays it, and nothing else: it comes whole, and its first word is told as late as it was', async () => {
    const clock = makeClock();
    const { adapter } = counted(clock);
    fake.next(async (reply) => {
      await settle();
      await clock.advance(300_000);
      await inPieces(answer('All at once.', { thinking: 'Hm.' }) as Scenario, 1 << 20)(reply);
    });
    const host = makeTestHost({ adapter, clock });
    const { status, timing } = await host.run();
    expect(status).toBe('completed');
    expect(textOf(host.turn())).toBe('All at once.');
    expect(fake.requests).toHaveLength(1);
    expect(host.events.find(({ type }) => type === 'turn.first')).toMatchObject({ ms: 300_000 });
    expect(timing).toMatchObject({ ttfeMs: 300_000, totalMs: 300_000, retryMs: 0 });
    expect(stalls(host.events).map(({ silentMs }) => silentMs)).toEqual([
      20_000, 40_000, 80_000, 160_000,
    ]);
  });

  const silentWith = async (proxy: { proxy?: string }) => {
    const clock = makeClock();
    const { adapter } = counted(clock);
    fake.otherwise(async (reply) => {
      await settle();
      // The last one waits for its next try; all others for the limit of silence.
      void clock.advance(600_001);
      await stallAfterHeaders()(reply);
    });
    const host = makeTestHost({ adapter, clock, random: () => 0 });
    const provider = { id: 'lab', kind: 'anthropic', baseUrl: 'https://lab.example/v1', ...proxy };
    const end = host.start({ provider });
    let over = false;
    void end.then(() => (over = true));
    while (!over) {
      await settle();
      if (fake.open() === 0) await clock.advance(1);
    }
    const { error, status } = await end;
    expect(status).toBe('failed');
    return error;
  };

  it('is named, without its password, once it was silent for too long, with where to change it', async () => {
    expect(await silentWith({ proxy: 'http://me:secret@proxy.lan:3128' })).toEqual({
      code: 'no-network',
      message: 'lab.example has sent nothing for 10 minutes. 2 tries were made.',
      hint:
        'The proxy proxy.lan:3128 on the way may hold answers back until they are whole. ' +
        'Change the proxy of this provider in Settings → Providers, or HTTPS_PROXY, ALL_PROXY and NO_PROXY.',
    });
  });

  it('is a guess where none is set', async () => {
    expect(await silentWith({})).toEqual({
      code: 'no-network',
      message: 'lab.example has sent nothing for 10 minutes. 2 tries were made.',
      hint: 'Check the network, where a proxy or VPN may hold answers back, and the status page of the provider.',
    });
  });
});
