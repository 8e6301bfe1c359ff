/** A reader that takes nothing and acknowledges nothing while megabytes are said: what waits for it is counted (I9). */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { KonsoleEvent, SessionEvent } from '../../preload/contract/events';
import type { ServerFrame } from '../../preload/contract/frames';
import { limits } from '../../preload/contract/limits';
import { emptySession, reduceSession } from '../../preload/contract/session-state';
import type { Snapshot } from '../../preload/contract/shapes';
import { type House, listenTo, openHouse, type SseEvent } from '../transport/house';
import { until } from '../transport/hub-bench';
import { wholeSnapshot } from '../transport/memory-feed';
import { dial } from '../transport/socket-client';

type Told = { snapshot: Snapshot } | { event: KonsoleEvent };

interface Sleeper {
  isLive(): boolean;
  sleep(): void;
  wake(): void;
  told(): Told[];
  last(): Told | undefined;
  stop(): void;
}

const path = '/v1/events?channel=session/a';
/** More than the kernel takes for both ends of a connection, and what was told is not endless either. */
const most = 64 * 1024 * 1024;
const piece = 'x'.repeat(2_000);

const posOf = (told: Told) => ('event' in told ? told.event.pos : told.snapshot.pos);

function toldBy({ event, json }: SseEvent): Told[] {
  if (event === 'snapshot') return [{ snapshot: json().state as Snapshot }];
  return event?.includes('.') ? [{ event: json() as unknown as KonsoleEvent }] : [];
}

function toldIn(frame: ServerFrame): Told[] {
  if (frame.t === 'snapshot') return [{ snapshot: frame.state as Snapshot }];
  return frame.t === 'event' ? [{ event: frame.event }] : [];
}

function overSse(house: House): Sleeper {
  const stream = listenTo(house, { path });
  return {
    isLive: () => stream.names().includes('synced'),
    sleep: stream.pause,
    wake: stream.resume,
    stop: stream.stop,
    told: () => stream.heard.flatMap(toldBy),
    last: () => stream.heard.slice(-5).flatMap(toldBy).at(-1),
  };
}

function overSocket(house: House): Sleeper {
  const { ws, frames, send, stop } = dial(house);
  ws.once('open', () => send({ t: 'attach', channel: 'session/a' }));
  return {
    isLive: () => frames.some(({ t }) => t === 'synced'),
    sleep: () => ws.pause(),
    wake: () => ws.resume(),
    stop,
    told: () => frames.flatMap(toldIn),
    last: () => frames.slice(-5).flatMap(toldIn).at(-1),
  };
}

/** Bytes that the server's connections hold back, beside what the kernel took. */
function countWaiting(): () => number {
  const sockets = new Set<Socket>();
  const add = (message: unknown) => void sockets.add((message as { socket: Socket }).socket);
  subscribe('net.server.socket', add);
  onTestFinished(() => void unsubscribe('net.server.socket', add));
  return () => [...sockets].reduce((sum, { writableLength }) => sum + writableLength, 0);
}

test.each([
  ['SSE', overSse],
  ['a WebSocket', overSocket],
])(
  'I9 over %s it never has more than 1 MB waiting, and ends where all others are',
  async (_name, open) => {
    const waiting = countWaiting();
    const house = await openHouse({}, { paceMs: 0 });
    onTestFinished(() => house.close());
    house.feed.create('a');
    const sleeper = open(house);
    onTestFinished(() => sleeper.stop());
    await until('it is live', sleeper.isLive);
    sleeper.sleep();

    const fellBehind = () => house.logs.some(({ message }) => message.includes('fell behind'));
    let longest = 0;
    let said = 0;
    while (!fellBehind() && said < most) {
      for (let n = 0; n < 50; n += 1) house.feed.append('a', 'ab', piece);
      said += 50 * piece.length;
      longest = Math.max(longest, waiting());
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(fellBehind()).toBe(true);
    // It was told only after what the hub itself may keep: the connection holds no second megabyte.
    expect(longest).toBeLessThan(limits.readerQueueBytes);
    for (let n = 0; n < 1_000; n += 1) house.feed.append('a', 'ab', piece);
    expect(waiting()).toBeLessThan(limits.readerQueueBytes);

    sleeper.wake();
    const fold = () =>
      sleeper
        .told()
        .reduce<Snapshot>(
          (state, told) =>
            'snapshot' in told ? told.snapshot : reduceSession(state, told.event as SessionEvent),
          emptySession('a'),
        );
    await until('it is at the end', () => {
      const last = sleeper.last();
      return last !== undefined && posOf(last) === house.feed.head();
    });
    expect(fold()).toEqual(wholeSnapshot('a', house.feed.all));
    expect(sleeper.told().filter((told) => 'snapshot' in told)).toHaveLength(2);
  },
  30_000,
);
