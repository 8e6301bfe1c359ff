/** The whole way of an event: feed, hub, a real MessagePort, driver, stream, follower. */
import { afterEach, describe, expect, test } from 'vitest';
import { createStream } from '../../preload/stream/stream';
import type { ServerFrame } from '../../preload/contract/frames';
import { createHub, processTime } from '../../main/transport/hub';
import { servePort } from '../../main/transport/port';
import { createMemoryFeed, endOf, foldIndex, foldSession } from './memory-feed';
import { createSessionFollower } from '../stream/bad-link';
import { until } from './hub-bench';
import { mainPort, portDriverTo } from './main-port';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

function house() {
  const feed = createMemoryFeed();
  feed.create('a');
  const hub = createHub({ feed, log: { write() {} }, ...processTime });
  ends.push(() => hub.close());
  const served: (() => void)[] = [];
  const { driver, listeners } = portDriverTo((port) => void served.push(servePort(hub, port)));
  const stream = createStream({
    driver,
    transport: 'direct',
    now: () => Date.now(),
    schedule(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    random: () => 0,
  });
  ends.push(() => stream.close());
  return { feed, hub, stream, served, listeners };
}

/** A bare client of the port. */
function client(feed = createMemoryFeed()) {
  const hub = createHub({ feed, log: { write() {} }, ...processTime });
  const { port1, port2 } = new MessageChannel();
  servePort(hub, mainPort(port1));
  const frames: ServerFrame[] = [];
  let closed = false;
  port2.onmessage = ({ data }) => void frames.push(...data);
  port2.addEventListener('close', () => {
    closed = true;
  });
  port2.start();
  ends.push(() => {
    hub.close();
    port2.close();
  });
  return { hub, feed, port: port2, frames, closed: () => closed };
}

describe('a window on its port', () => {
  test('I2 sees a session live, from its snapshot on', async () => {
    const { feed, stream } = house();
    const reader = createSessionFollower();
    stream.follow('session/a', reader.follower);
    await until('live', () => stream.health().status === 'live');
    for (let n = 0; n < 200; n += 1) feed.append('a', 'ab', `word ${n} `);
    await until('all was read', () => reader.state().pos === feed.head());
    expect(reader.state()).toEqual(foldSession('a', feed.all));
  });

  test('follows several channels over one port', async () => {
    const { feed, stream, hub } = house();
    const reader = createSessionFollower();
    let list = foldIndex([]);
    stream.follow('session/a', reader.follower);
    stream.follow('index', {
      snapshot: (state) => void (list = state as typeof list),
      events() {},
    });
    await until('live', () => stream.health().status === 'live');
    expect(list).toEqual(foldIndex(feed.all));
    expect(hub.readers()).toBe(1);
  });

  test('I9 a flood reaches the end over acknowledgements', async () => {
    const { feed, stream } = house();
    const reader = createSessionFollower();
    stream.follow('session/a', reader.follower);
    await until('live', () => stream.health().status === 'live');
    for (let n = 0; n < 2000; n += 1) feed.append('a', 'ab', 'y'.repeat(2000));
    await until('all was read', () => reader.state().pos === feed.head());
    expect(endOf(reader.state())).toBe(4_000_000);
  });

  test('attack 18: I4 comes back after its port died and misses nothing', async () => {
    const { feed, stream, served } = house();
    const reader = createSessionFollower();
    stream.follow('session/a', reader.follower);
    await until('live', () => stream.health().status === 'live');
    served[0]?.();
    feed.append('a', 'ab', 'while away');
    await until('it is back', () => stream.health().reconnects === 1);
    await until('all was read', () => reader.state().pos === feed.head());
    expect(reader.given.filter((what) => what === 'snapshot').length).toBe(1);
  });

  test('closing the stream detaches it from the hub', async () => {
    const { stream, hub, listeners } = house();
    stream.follow('session/a', createSessionFollower().follower);
    await until('live', () => stream.health().status === 'live');
    stream.close();
    await until('nobody reads', () => hub.readers() === 0);
    expect(listeners()).toBe(0);
  });

  test('a stream closed before its port came closes the port when it comes', async () => {
    const { stream, hub } = house();
    stream.follow('session/a', createSessionFollower().follower);
    stream.close();
    await until('nobody reads', () => hub.readers() === 0);
  });
});

describe('a port', () => {
  test('attack 6: three malformed frames in a row end it, fewer do not', async () => {
    const { port, frames, closed } = client();
    port.postMessage({ t: 'attach' });
    port.postMessage({ t: 'nonsense' });
    port.postMessage({ t: 'attach', channel: 'index' });
    port.postMessage(null);
    port.postMessage('x');
    await until('it answered', () => frames.filter((f) => f.t === 'error').length === 4);
    expect(closed()).toBe(false);
    port.postMessage(['y'] as unknown);
    await until('it was closed', closed);
    expect(frames.at(-1)).toEqual({ t: 'bye', code: 'protocol', retry: true });
  });

  test('refuses commands: a window has the bridge for them', async () => {
    const { port, frames } = client();
    port.postMessage({ t: 'command', id: 'c1', name: 'turn.send', params: {} });
    await until('it answered', () => frames.length > 0);
    expect(frames[0]).toMatchObject({ t: 'result', id: 'c1', ok: false, code: 'denied' });
  });

  test('says goodbye when the hub closes', async () => {
    const { hub, frames, closed } = client();
    hub.close();
    await until('it was closed', closed);
    expect(frames).toEqual([{ t: 'bye', code: 'closing', retry: true }]);
  });
});
