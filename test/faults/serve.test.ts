/** The real server, and not only its gateway, behind the proxy: a whole turn of the demo, over either transport (I7). */
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Snapshot } from '../../preload/contract/shapes';
import { createStream } from '../../preload/stream/stream';
import { command, type Served, startServe } from '../conformance/served';
import { createClock } from './clock';
import { createDice, seedOfRun } from './dice';
import { socketThrough, sseThrough } from './drivers';
import { openProxy, randomPlan } from './proxy';
import { createWitness } from './witness';

let served: Served;
beforeAll(async () => {
  served = await startServe();
}, 30_000);
afterAll(() => served.clean());

/** Milliseconds without a word after which the reader's clock leaps; the demo itself is silent for as long. */
const quietMs = 1_000;
const leapMs = 13_000;

test.each(['sse', 'websocket'] as const)(
  'I7 a turn of the real server, read over %s through fault after fault, is whole',
  async (transport) => {
    const seed = seedOfRun();
    const dice = createDice(seed);
    const clock = createClock();
    const plan = randomPlan(dice, () => true);
    const upstream = { port: Number(new URL(served.ready.url).port) };
    const proxy = await openProxy({ upstream, dice, plan });
    const { token } = served.ready;
    const isSse = transport === 'sse';
    const stream = createStream({
      driver: isSse ? sseThrough(proxy.port, token, clock) : socketThrough(proxy.port, token),
      transport,
      now: clock.now,
      schedule: clock.schedule,
      random: () => 0,
    });
    onTestFinished(async () => {
      stream.close();
      clock.close();
      await proxy.close();
    });
    const { session } = await command<{ session: { id: string } }>(
      served,
      'tcp',
      'session.create',
      { kind: 'main' },
    );
    const witness = createWitness(`session/${session.id}`);
    stream.follow(witness.channel, witness.follower, '0');
    await command(served, 'tcp', 'turn.send', { session: session.id, text: 'Look around here.' });

    const state = () => witness.state() as Snapshot;
    let [heard, heardAt] = [0, performance.now()];
    while (state().turns.at(-1)?.status !== 'completed') {
      await setTimeout(5);
      const now = performance.now();
      if (witness.heard() !== heard) [heard, heardAt] = [witness.heard(), now];
      if (now - heardAt < quietMs) continue;
      clock.leap(leapMs);
      heardAt = now;
    }
    const { snapshot } = await command<{ snapshot: Snapshot }>(served, 'tcp', 'session.get', {
      session: session.id,
    });
    const why = `seed ${seed}, faults ${JSON.stringify(proxy.struck())}`;
    expect(witness.wrong, why).toEqual([]);
    expect(withoutOpaque(state()), why).toEqual(withoutOpaque(snapshot));
    expect(proxy.total(), why).toBeGreaterThan(3);
  },
  60_000,
);

/** What a provider wants back is told with events and left out of snapshots. */
const withoutOpaque = ({ turns }: Snapshot): unknown =>
  JSON.parse(JSON.stringify(turns, (key, value) => (key === 'opaque' ? undefined : value)));
