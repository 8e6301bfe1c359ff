/** What a client of the WebSocket that does not keep up costs, and what it sees in the end (I8, I9). */
import { afterEach, describe, expect, test } from 'vitest';
import type { KonsoleEvent, SessionEvent } from '../../preload/contract/events';
import { limits } from '../../preload/contract/limits';
import { reduceSession } from '../../preload/contract/session-state';
import type { Snapshot } from '../../preload/contract/shapes';
import { createSocketDriver } from '../../preload/stream/socket-driver';
import { createStream } from '../../preload/stream/stream';
import { createSessionFollower } from '../stream/bad-link';
import { ask, type House, openHouse } from './house';
import { until } from './hub-bench';
import { endOf, foldSession, wholeSnapshot } from './memory-feed';
import { type Client, createClients } from './socket-client';

const clients = createClients();
const houses: House[] = [];
afterEach(async () => {
  clients.stop();
  for (const house of houses.splice(0)) await house.close();
});

async function opened(path?: string, options: Parameters<typeof openHouse>[0] = {}) {
  const house = await openHouse(options);
  houses.push(house);
  house.feed.create('a');
  const client = await clients.opened(house, path === undefined ? {} : { path });
  await client.attached('session/a');
  return { house, client };
}

/** In pieces, with the loop free in between, as a turn would. */
async function fill({ feed }: House, chars: number): Promise<void> {
  for (let n = 0; n < chars / 4000; n += 1) {
    feed.append('a', 'ab', 'x'.repeat(4000));
    if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** What a reader has who keeps the rules: the last snapshot, and every event after it. */
function seenBy({ frames }: Client): Snapshot {
  let state: Snapshot | undefined;
  for (const frame of frames) {
    if (frame.t === 'snapshot') state = frame.state as Snapshot;
    if (frame.t === 'event' && state) state = reduceSession(state, frame.event as SessionEvent);
  }
  if (!state) throw new Error('there was no snapshot');
  return state;
}

const fellBehind = ({ logs }: House) =>
  logs.some(({ message }) => message.startsWith('A reader fell behind'));

const memory = () => {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};
const MB = 1024 * 1024;
const lastPos = (client: Client) => {
  const frame = client.frames.findLast(({ t }) => t === 'event' || t === 'snapshot');
  return frame?.t === 'event' ? frame.event.pos : frame?.t === 'snapshot' ? frame.pos : 0;
};
const chars = (events: readonly KonsoleEvent[]) =>
  events.reduce((sum, e) => sum + (e.type === 'block.appended' ? e.text.length : 0), 0);

describe('a client that is slow', () => {
  test('I9 but reads and never acknowledges gets everything, paced by its socket', async () => {
    const { house, client } = await opened();
    await fill(house, 4 * MB);
    await until('it has all', () => lastPos(client) === house.feed.head());
    expect(chars(client.events())).toBeGreaterThan(limits.readerInFlightChars);
    expect(endOf(seenBy(client))).toBe(endOf(foldSession('a', house.feed.all)));
  });

  test.each(['/v1/socket', '/v1/socket?batch=1'])(
    'I4 I9 and stops reading costs a bounded amount, and gets a snapshot when it reads again: %s',
    async (path) => {
      const { house, client } = await opened(path);
      client.ws.pause();
      const before = memory();
      await fill(house, 12 * MB);
      // The feed itself keeps 12 MB of text; what is on top is this reader's.
      await until('it fell behind', () => fellBehind(house));
      expect(memory() - before).toBeLessThan(60 * MB);
      client.ws.resume();
      await until('it is at the end', () => lastPos(client) === house.feed.head());
      expect(client.frames.filter(({ t }) => t === 'snapshot').length).toBeGreaterThan(1);
      expect(seenBy(client)).toEqual(wholeSnapshot('a', house.feed.all));
      expect(house.hub.readers()).toBe(1);
    },
  );

  test('I9 and acknowledges late has a window in flight, then a snapshot, and ends where all others are', async () => {
    const { house, client } = await opened();
    client.send({ t: 'ack', channel: 'session/a', pos: lastPos(client) });
    // Only what comes after an answer was surely sent after the ack was taken.
    await client.command('taken', 'session.list');
    await fill(house, 3 * MB);
    await until('it fell behind', () => fellBehind(house));
    await client.command('filled', 'session.list');
    const flying = chars(client.events());
    expect(flying).toBeGreaterThan(limits.readerInFlightChars / 2);
    expect(flying).toBeLessThan(limits.readerInFlightChars + 40_000);
    let acked = 0;
    await until('it has all', () => {
      if (lastPos(client) > acked) {
        client.send({ t: 'ack', channel: 'session/a', pos: (acked = lastPos(client)) });
      }
      return acked === house.feed.head();
    });
    expect(seenBy(client)).toEqual(wholeSnapshot('a', house.feed.all));
  });

  test('attack 9: and sends on without reading is not listened to: answers do not pile up', async () => {
    const { house, client } = await opened();
    const answer = 'y'.repeat(256 * 1024);
    house.answers.next = { ok: true, result: { answer } };
    client.ws.pause();
    const count = 80;
    const results = () => client.frames.filter(({ t }) => t === 'result').length;
    for (let n = 0; n < count; n += 1) {
      client.send({ t: 'command', id: `c${n}`, name: 'session.list', params: {} });
      // The server has its turns: it would take this one if it listened.
      expect((await ask(house, { path: '/v1/health' })).status).toBe(200);
    }
    expect(house.executed.length).toBeLessThan(count);
    client.ws.resume();
    await until('all were answered', () => results() === count);
  });

  test('I8 holds up no other', async () => {
    const { house, client } = await opened();
    client.ws.pause();
    const quick = await clients.opened(house, { path: '/v1/socket?batch=1' });
    await quick.attached('session/a');
    await fill(house, 8 * MB);
    await until('the other has all', () => lastPos(quick) === house.feed.head());
    expect(endOf(seenBy(quick))).toBe(endOf(foldSession('a', house.feed.all)));
  });

  test('attack 9: and takes nothing at all is closed in the end', async () => {
    const { house, client } = await opened(undefined, { times: { dead: 200 } });
    client.ws.pause();
    await fill(house, 12 * MB);
    await until('it is gone', () => house.hub.readers() === 0);
    expect(house.logs.at(-2)?.message).toContain('took nothing for long');
  });
});

test('I7 a stream over the driver that was held up ends with the same state as one that was not', async () => {
  const house = await openHouse();
  houses.push(house);
  house.feed.create('a');
  const socket = clients.dialled(house, { path: '/v1/socket?batch=1' });
  const stream = createStream({
    driver: createSocketDriver({
      open: () => socket.ws,
    }),
    transport: 'websocket',
    now: () => Date.now(),
    schedule(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    random: () => 0,
  });
  const reader = createSessionFollower();
  stream.follow('session/a', reader.follower);
  await until('live', () => stream.health().status === 'live');
  // The page is busy: it neither reads nor acknowledges.
  socket.ws.pause();
  await fill(house, 6 * MB);
  await until('it fell behind', () => fellBehind(house));
  house.feed.append('a', 'ab', 'the end');
  socket.ws.resume();
  await until('all was read', () => reader.state().pos === house.feed.head());
  expect(endOf(reader.state())).toBe(endOf(foldSession('a', house.feed.all)));
  expect(stream.health().reconnects).toBe(0);
  stream.close();
});
