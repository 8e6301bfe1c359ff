/** What slow, greedy and stuck clients get, and what the others notice of it. */
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createAuth } from '../../main/transport/auth';
import { createNotes } from '../../main/transport/notes';
import type { Snapshot } from '../../preload/contract/shapes';
import { ask, type House, listenTo, openHouse, type SseEvent } from './house';
import { until } from './hub-bench';
import { endOf } from './memory-feed';

const patience = { fresh: 600_000, headers: 600_000, request: 600_000, keepAlive: 600_000 };

async function houseFor(times: Parameters<typeof openHouse>[0] = {}): Promise<House> {
  const house = await openHouse(times);
  onTestFinished(() => house.close());
  return house;
}

/** A connection that is written to by hand, and what came back over it. */
function wire(house: House, ...lines: string[]) {
  const socket: Socket = connect({ port: house.port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  const told = { text: '', ended: false };
  socket.on('data', (chunk) => (told.text += String(chunk)));
  for (const event of ['end', 'close', 'error']) socket.on(event, () => (told.ended = true));
  socket.write(lines.join('\r\n'));
  return { socket, told };
}

const head = (house: House, line: string, ...more: string[]) => [
  line,
  `Host: localhost:${house.port}`,
  `Authorization: Bearer ${house.token}`,
  ...more,
];

/** One byte at a time, for as long as the other side takes them. */
function trickle(socket: Socket): void {
  const timer = setInterval(() => socket.write('x'), 10);
  socket.on('close', () => clearInterval(timer));
}

/** Where the text of a reader ends and its last words, if it starts anew from every snapshot and misses nothing. */
function endOfHeard(heard: readonly SseEvent[]): { end: number; last: string } {
  let end = 0;
  let last = '';
  for (const one of heard) {
    if (one.event === 'snapshot') {
      const state = one.json().state as Snapshot;
      end = endOf(state);
      last = state.turns[0]?.blocks[0]?.text.slice(-3000) ?? '';
    } else if (one.event === 'block.appended') {
      const { off, text } = one.json() as { off: number; text: string };
      expect(off).toBe(end);
      end += text.length;
      last = text.slice(-3000);
    }
  }
  return { end, last };
}

const served = async (house: House) => {
  const path = '/v1/commands/session.list';
  return (await ask(house, { method: 'POST', path, body: '{}' })).status === 200;
};

describe('slow clients', () => {
  test.each([
    ['a header', () => ['GET /v1/health HTTP/1.1', 'X-Slow: ']],
    [
      'a body without a token',
      (house: House) => [
        'POST /v1/blobs HTTP/1.1',
        `Host: localhost:${house.port}`,
        'Content-Length: 100000',
        '',
        '',
      ],
    ],
    [
      'a body',
      (house: House) =>
        head(
          house,
          'POST /v1/commands/turn.send HTTP/1.1',
          'Content-Type: application/json',
          'Content-Length: 100000',
          '',
          '{',
        ),
    ],
    [
      'an upload',
      (house: House) =>
        head(house, 'POST /v1/blobs?name=a HTTP/1.1', 'Content-Length: 100000', '', 'a'),
    ],
  ])(
    'attack 9: %s of which a byte comes now and then is cut off, and no half of it done',
    async (_what, lines) => {
      const house = await houseFor({ times: { headers: 200, request: 400, check: 50 } });
      const { socket, told } = wire(house, ...lines(house));
      trickle(socket);
      await until('it was cut off', () => told.ended);
      expect(told.text).not.toMatch(/^HTTP\/1.1 200/);
      expect(house.executed).toEqual([]);
      expect(await served(house)).toBe(true);
      expect(house.logs.length).toBeGreaterThan(0);
    },
  );

  test('attack 9: one that was cut off cannot hold its own half open', async () => {
    const house = await houseFor({ times: { headers: 150, request: 300, check: 50 } });
    const { socket, told } = wire(house, 'GET / HTTP/1.1', 'Host:');
    await until('it was told', () => told.text.includes('408'));
    let broken = false;
    socket.on('error', () => (broken = true));
    trickle(socket);
    await until('nobody is there any more', () => broken);
  });

  test('attack 9: one that says nothing at all is ended before one that is served', async () => {
    const house = await houseFor({ times: { ...patience, fresh: 100 } });
    const stream = listenTo(house, { path: '/v1/events?channel=index' });
    await until('it is live', () => stream.names().includes('synced'));
    const { told } = wire(house);
    await until('it was ended', () => told.ended);
    expect(told.text).toBe('');
    expect(stream.ended()).toBe(false);
    stream.stop();
  });
});

describe('greedy clients', () => {
  test('attack 9: who floods without a token hears 429; a token always passes', () => {
    let now = 0;
    const client = { id: 'owner', scope: 'owner', door: 'tcp' } as const;
    const none = () => undefined;
    const auth = createAuth({
      bears: (authorization) => authorization === 'Bearer right',
      pairing: { bearer: none, listener: none },
      elapsed: () => now,
    });
    const door = {
      name: 'tcp',
      hosts: new Set<string>(),
      origins: new Set<string>(),
      client,
      refuses: none,
    } as const;
    const from = (remoteAddress: string, authorization?: string) =>
      ({ headers: { authorization }, socket: { remoteAddress } }) as unknown as IncomingMessage;
    const refused = (req: IncomingMessage) => auth.tooManyOpen(door, req)?.status;
    for (let n = 0; n < 3000; n += 1) expect(refused(from('1.1.1.1'))).toBeUndefined();
    expect(auth.tooManyOpen(door, from('1.1.1.1'))).toMatchObject({
      status: 429,
      headers: { connection: 'close' },
    });
    expect(refused(from('1.1.1.1', 'Bearer wrong'))).toBe(429);
    expect(refused(from('1.1.1.1', 'Bearer right'))).toBeUndefined();
    expect(refused(from('2.2.2.2'))).toBeUndefined();
    now += 10_001;
    expect(refused(from('1.1.1.1'))).toBeUndefined();
  });

  test('attack 9: whoever guesses on one connection loses it, and the log holds no secret', async () => {
    const house = await houseFor();
    const guess = (n: number) =>
      `GET /v1/events?token=secret-${n} HTTP/1.1\r\nHost: localhost:${house.port}\r\nAuthorization: Bearer guess-${n}\r\n\r\n`;
    const guesses = (count: number) => Array.from({ length: count }, (_, n) => guess(n)).join('');
    const { socket, told } = wire(house, guesses(100));
    await until('a hundred were answered', () => told.text.match(/HTTP\/1.1 401/g)?.length === 100);
    expect(told.ended).toBe(false);
    socket.write(guess(100));
    await until('it was ended', () => told.ended);
    expect(told.text.match(/HTTP\/1.1 401/g)).toHaveLength(100);
    expect(told.text.match(/HTTP\/1.1 429/g)).toHaveLength(1);
    // Whoever goes on sending is reset, which may take back what was answered: only that nothing was, can be told.
    const again = wire(house, guesses(2000));
    await until('that was ended', () => again.told.ended);
    expect(again.told.text).not.toContain('HTTP/1.1 401');
    expect(JSON.stringify(house.logs)).not.toMatch(/secret|guess/);
    expect(await served(house)).toBe(true);
  });

  test('attack 17: a stream over which its client sends and sends stays one reader, and goes when it goes', async () => {
    const house = await houseFor();
    const stream = head(house, 'GET /v1/events?channel=index HTTP/1.1', '', '');
    const { socket, told } = wire(house, ...stream);
    await until('it is live', () => told.text.includes('event: synced'));
    let taken = 0;
    const more = head(house, 'GET /v1/health HTTP/1.1', '', '').join('\r\n').repeat(1000);
    const pump = (failed?: Error | null) => {
      if (failed || socket.destroyed) return;
      socket.write(more, (error) => {
        taken += more.length;
        pump(error);
      });
    };
    pump();
    await until('some was taken', () => taken > 0);
    expect(await served(house)).toBe(true);
    expect(house.hub.readers()).toBe(1);
    house.feed.create('b');
    await until('it still hears', () => told.text.includes('session.listed'));
    socket.destroy();
    // What it sends is no longer read, so its end is seen when it is told something.
    let said = 0;
    await until('nobody reads', () => {
      house.feed.create(`more${(said += 1)}`);
      return house.hub.readers() === 0;
    });
  });

  test('I9 the log stays short, and says how much was left out', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const lines: unknown[][] = [];
    const note = createNotes({ write: (...said) => void lines.push(said) }, 'More.');
    for (let n = 0; n < 1000; n += 1) note('Refused.', { n });
    expect(lines).toHaveLength(200);
    vi.advanceTimersByTime(10_001);
    note('Refused.', {});
    expect(lines.slice(200).map(([, , message, fields]) => [message, fields])).toEqual([
      ['More.', { count: 1000 }],
      ['Refused.', {}],
    ]);
  });

  test('streams asked for behind one another on one connection all end with it', async () => {
    const house = await houseFor();
    const stream = head(house, 'GET /v1/events?channel=index HTTP/1.1', '', '');
    const { socket } = wire(house, ...stream.slice(0, -1), stream.join('\r\n').repeat(3));
    await until('all are there', () => house.hub.readers() === 4);
    socket.destroy();
    await until('nobody reads', () => house.hub.readers() === 0);
  });
});

describe('a client that never reads', () => {
  test('attack 17: it costs a bounded amount and delays no other, which ends with the same state', async () => {
    const house = await houseFor();
    house.feed.create('a');
    const path = '/v1/events?channel=session/a&after=0';
    const [stuck, other] = [listenTo(house, { path }), listenTo(house, { path })];
    for (const one of [stuck, other]) await until('live', () => one.names().includes('synced'));
    stuck.pause();
    const before = process.memoryUsage().arrayBuffers;
    const reached = (one: typeof other) =>
      one.heard.some(({ id }) => id === `k1.${house.feed.head()}`);
    for (let n = 0; n < 4000; n += 1) {
      house.feed.append('a', 'ab', `${n}`.padEnd(3000, '.'));
      if (n % 200 === 199) await until('the other has it', () => reached(other));
    }
    expect(other.names()).not.toContain('snapshot');
    // The feed holds the text once; a reader without a bound would hold these 12 MB again as bytes to be sent.
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30 * 1024 * 1024);
    stuck.resume();
    await until('it has it all too', () => reached(stuck));
    expect(stuck.names()).toContain('snapshot');
    for (const one of [stuck, other]) {
      expect(endOfHeard(one.heard)).toEqual({
        end: 4000 * 3000,
        last: '3999'.padEnd(3000, '.'),
      });
    }
    stuck.stop();
    other.stop();
  });
});

test('closing ends whatever is open: idle, half a header, half a body, an upload, streams read and unread', async () => {
  const house = await houseFor({ times: patience });
  const command = 'POST /v1/commands/turn.send HTTP/1.1';
  const all = [
    wire(house),
    wire(house, 'GET / HTTP/1.1', 'Ho'),
    wire(
      house,
      ...head(house, command, 'Content-Type: application/json', 'Content-Length: 9', '', '{'),
    ),
    wire(house, ...head(house, 'POST /v1/blobs?name=a HTTP/1.1', 'Content-Length: 99', '', 'a')),
    wire(house, ...head(house, 'GET /v1/health HTTP/1.1', '', '')),
    wire(house, ...head(house, 'GET /v1/events?channel=index HTTP/1.1', '', '')),
    wire(house, ...head(house, 'GET /v1/events?channel=index HTTP/1.1', '', '')),
  ];
  await until('they are there', () => house.hub.readers() === 2);
  await until('health was told', () => all[4]?.told.text.includes('200') === true);
  all[6]?.socket.pause();
  house.hub.close();
  await house.gateway.close();
  all[6]?.socket.resume();
  await until('all have ended', () => all.every(({ told }) => told.ended));
  const again = wire(house);
  await until('nobody is there', () => again.told.ended);
});
