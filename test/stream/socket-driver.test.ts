/** The driver over a WebSocket: against the gateway with the package's socket and Node's own, and against one that misbehaves. */
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocket as StandardSocket } from 'undici';
import { WebSocket as PackageSocket } from 'ws';
import { createSocketDriver, type SocketLike } from '../../preload/stream/socket-driver';
import { createStream } from '../../preload/stream/stream';
import type { ConnectionFact } from '../../preload/stream/types';
import { type House, openHouse } from '../transport/house';
import { until } from '../transport/hub-bench';
import { foldSession } from '../transport/memory-feed';
import { createSessionFollower } from './bad-link';

const ends: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function house(): Promise<House> {
  const opened = await openHouse();
  ends.push(() => opened.close());
  opened.feed.create('a');
  return opened;
}

const throughSocket = (of: House, batch: string) => (): SocketLike =>
  new PackageSocket(`ws+unix:${of.gateway.socket}:/v1/socket${batch}`, ['konsole.1'], {
    headers: { authorization: `Bearer ${of.token}`, host: 'localhost' },
  });

const throughTcp =
  (of: House, batch: string, token = of.token) =>
  (): SocketLike =>
    new PackageSocket(`ws://127.0.0.1:${of.port}/v1/socket${batch}`, [
      'konsole.1',
      `bearer.${token}`,
    ]);

const asInPage = (of: House, batch: string) => (): SocketLike =>
  new StandardSocket(`ws://127.0.0.1:${of.port}/v1/socket${batch}`, [
    'konsole.1',
    `bearer.${of.token}`,
  ]);

function listen(open: () => SocketLike) {
  const stream = createStream({
    driver: createSocketDriver({ open }),
    transport: 'websocket',
    now: () => Date.now(),
    schedule(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    random: () => 0,
  });
  ends.push(() => stream.close());
  return stream;
}

describe('a stream over a WebSocket', () => {
  test.each([
    ['the local socket, in batches', throughSocket, '?batch=1'],
    ['the local socket, a message a frame', throughSocket, ''],
    ['TCP, a message a frame', throughTcp, ''],
    ['TCP with the socket that pages have, in batches', asInPage, '?batch=1'],
    ['TCP with the socket that pages have, a message a frame', asInPage, ''],
  ])('I2 sees a session live, from its snapshot on: %s', async (_what, way, batch) => {
    const of = await house();
    const stream = listen(way(of, batch));
    const reader = createSessionFollower();
    stream.follow('session/a', reader.follower);
    await until('live', () => stream.health().status === 'live');
    for (let n = 0; n < 200; n += 1) of.feed.append('a', 'ab', `word ${n} `);
    await until('all was read', () => reader.state().pos === of.feed.head());
    expect(reader.state()).toEqual(foldSession('a', of.feed.all));
    expect(stream.health()).toMatchObject({ gaps: 0, reconnects: 0 });
  });

  test('a wrong token is final', async () => {
    const of = await house();
    const stream = listen(throughTcp(of, '', 'wrong'));
    stream.follow('index', createSessionFollower().follower);
    await until('it is refused', () => stream.health().status === 'refused');
  });
});

describe('the driver', () => {
  /** A socket that does as a test says. */
  function scripted() {
    const sent: string[] = [];
    const facts: ConnectionFact[] = [];
    const own = {
      closed: 0,
      onopen: null as ((event: never) => void) | null,
      onmessage: null as ((event: never) => void) | null,
      onclose: null as ((event: never) => void) | null,
      onerror: null as ((event: never) => void) | null,
      send: (text: string) => void sent.push(text),
      close: () => void (own.closed += 1),
    };
    const connection = createSocketDriver({ open: () => own })((fact) => facts.push(fact));
    const say = (name: 'onopen' | 'onmessage' | 'onclose' | 'onerror', event: unknown) =>
      own[name]?.(event as never);
    return { own, sent, facts, connection, say };
  }

  test('tells frames one by one and in arrays, and leaves out what it does not know', () => {
    const { facts, say } = scripted();
    say('onopen', {});
    say('onmessage', { data: '{"t":"beat","heads":{}}' });
    say('onmessage', { data: '[{"t":"beat","heads":{}},{"t":"news"},{"t":"move"}]' });
    say('onmessage', { data: '{"t":"news"}' });
    const beat = { t: 'beat', heads: {} };
    expect(facts).toEqual([
      { type: 'opened' },
      { type: 'frames', frames: [beat] },
      { type: 'frames', frames: [beat] },
    ]);
  });

  test.each(['nonsense', '[1]', 'null', '{}', new ArrayBuffer(2)])(
    'nonsense (%s) ends the connection, once, to be tried again',
    (data) => {
      const { own, facts, say } = scripted();
      say('onopen', {});
      say('onmessage', { data });
      say('onmessage', { data: '{"t":"beat","heads":{}}' });
      say('onclose', { code: 1006 });
      expect(facts.slice(1)).toEqual([
        { type: 'closed', reason: 'the server talked nonsense', refused: false },
      ]);
      expect(own.closed).toBe(1);
    },
  );

  test('a goodbye for a token that is no longer good is final, any other is not', () => {
    for (const [code, refused] of [
      ['auth', true],
      ['closing', false],
      ['slow', false],
      ['protocol', false],
    ] as const) {
      const { facts, say } = scripted();
      say('onopen', {});
      say('onmessage', { data: JSON.stringify({ t: 'bye', code, retry: !refused }) });
      say('onclose', { code: 1001 });
      expect(facts.at(-1)).toEqual({
        type: 'closed',
        reason: 'the socket was closed (1001)',
        refused,
      });
    }
  });

  test('a refused upgrade is final for a wrong token alone, and only where the socket tells it', () => {
    for (const [message, refused] of [
      ['Unexpected server response: 401', true],
      ['Unexpected server response: 429', false],
      ['connect ECONNREFUSED 127.0.0.1:4010', false],
      [undefined, false],
    ] as const) {
      const { facts, say } = scripted();
      say('onerror', { message });
      say('onclose', { code: 1006 });
      expect(facts).toEqual([
        { type: 'closed', reason: message ?? 'the socket was closed (1006)', refused },
      ]);
    }
  });

  test('tells nothing after it was closed, and sends nothing before it is open', () => {
    const { own, sent, facts, connection, say } = scripted();
    connection.send({ t: 'detach', channel: 'index' });
    say('onopen', {});
    connection.send({ t: 'attach', channel: 'index' });
    connection.close();
    connection.send({ t: 'detach', channel: 'index' });
    say('onmessage', { data: '{"t":"beat","heads":{}}' });
    say('onclose', { code: 1000 });
    expect([sent, facts, own.closed]).toEqual([
      ['{"t":"attach","channel":"index"}'],
      [{ type: 'opened' }],
      1,
    ]);
  });

  test('never throws: a socket that cannot be made or takes nothing is one that was closed', async () => {
    const facts: ConnectionFact[] = [];
    const open = () => {
      throw new Error('no such address');
    };
    createSocketDriver({ open })((fact) => facts.push(fact)).send({ t: 'detach', channel: 'x' });
    expect(facts).toEqual([]);
    await until('it was told', () => facts.length === 1);
    expect(facts[0]).toMatchObject({ type: 'closed', refused: false });

    const { own, facts: others, connection, say } = scripted();
    say('onopen', {});
    own.send = () => {
      throw new Error('still connecting');
    };
    own.close = () => own.send('');
    connection.send({ t: 'detach', channel: 'x' });
    expect(others.at(-1)).toMatchObject({ type: 'closed', refused: false });
  });
});
