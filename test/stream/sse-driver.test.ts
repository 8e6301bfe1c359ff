import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSseDriver } from '../../preload/stream/sse-driver';
import type { Connection, ConnectionFact } from '../../preload/stream/types';
import { until } from '../transport/hub-bench';

interface Asked {
  path: string;
  init: RequestInit;
  answer: (response: Response | Error) => void;
}

let asked: Asked[];
let facts: ConnectionFact[];
let timers: (() => void)[];
let connection: Connection;

const fetch = (path: string, init: RequestInit) =>
  new Promise<Response>((resolve, reject) => {
    const answer = (response: Response | Error) =>
      response instanceof Error ? reject(response) : resolve(response);
    asked.push({ path, init, answer });
    init.signal?.addEventListener('abort', () => reject(new Error('aborted')));
  });

beforeEach(async () => {
  [asked, facts, timers] = [[], [], []];
  const schedule = (_ms: number, run: () => void) => {
    timers.push(run);
    return () => {
      timers = timers.filter((one) => one !== run);
    };
  };
  connection = createSseDriver({ fetch, token: 'secret', schedule })((fact) => facts.push(fact));
  await until('it is open', () => facts.length > 0);
});
afterEach(() => connection.close());

const passTime = () => {
  for (const run of timers.splice(0)) run();
};
const attach = (channel: string, after?: string) =>
  connection.send({ t: 'attach', channel, ...(after === undefined ? {} : { after }) });
const query = (at: number) => new URLSearchParams(asked[at]?.path.split('?')[1]);
const aborted = (at: number) => asked[at]?.init.signal?.aborted;
const frames = () => facts.flatMap((fact) => (fact.type === 'frames' ? fact.frames : []));
const event = (name: string, data: unknown) => `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;
const appended = (channel: string, pos: number, text = 'a') =>
  event('block.appended', { pos, channel, seq: pos, at: 1, type: 'block.appended', text });

/** Answers the request with a stream that the test goes on writing to. */
function stream(at: number) {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const writer = writable.getWriter();
  const encoder = new TextEncoder();
  asked[at]?.answer(new Response(readable, { headers: { 'content-type': 'text/event-stream' } }));
  const bytes = (chunk: Uint8Array) => void writer.write(chunk).catch(() => undefined);
  return {
    bytes,
    say: (...texts: string[]) => bytes(encoder.encode(texts.join(''))),
    end: () => void writer.close(),
  };
}

const hello = event('hello', { epoch: 'k1', head: 9 });

test('what is attached at once is asked for in one request, each channel by its own cursor', () => {
  attach('index');
  attach('session/a', 'k1.7');
  attach('pool', '0');
  expect(asked).toEqual([]);
  passTime();
  expect(asked).toHaveLength(1);
  expect(query(0).getAll('channel')).toEqual(['index', 'session/a', 'pool']);
  expect(query(0).getAll('after')).toEqual(['-', 'k1.7', '0']);
  expect(asked[0]?.init.headers).toMatchObject({ authorization: 'Bearer secret' });
  expect(asked[0]?.path).not.toContain('secret');
});

test('the events of the stream become the frames of a port', async () => {
  attach('index');
  attach('pool');
  passTime();
  const state = { sessions: [], seq: 3, pos: 5 };
  stream(0).say(
    'retry: 500\n',
    hello,
    event('state', { channel: 'pool', state: { hosts: [], lanes: {} } }),
    event('snapshot', { channel: 'index', seq: 3, pos: 5, state }),
    event('synced', { pos: 9 }),
    appended('index', 10),
    event('beat', { heads: { index: 10 } }),
    event('error', { code: 'not-found', message: 'gone', channel: 'index' }),
    event('news-of-the-future', {}),
  );
  await until('all came', () => frames().length === 8);
  expect(frames()).toMatchObject([
    { t: 'hello', protocol: 1, epoch: 'k1', head: 9, beatMs: 10_000 },
    { t: 'state', channel: 'pool', state: { hosts: [] } },
    { t: 'snapshot', channel: 'index', seq: 3, pos: 5, state },
    { t: 'synced', channel: 'index', pos: 9 },
    { t: 'synced', channel: 'pool', pos: 9 },
    { t: 'event', event: { type: 'block.appended', pos: 10 } },
    { t: 'beat', heads: { index: 10 } },
    { t: 'error', code: 'not-found', channel: 'index' },
  ]);
});

test('a stream cut at every byte says the same', async () => {
  attach('session/a');
  passTime();
  const { bytes } = stream(0);
  for (const byte of new TextEncoder().encode(`${hello}${appended('session/a', 10, 'grüß 🐟')}`)) {
    bytes(Uint8Array.of(byte));
  }
  await until('both came', () => frames().length === 2);
  expect(frames()[1]).toMatchObject({ t: 'event', event: { text: 'grüß 🐟' } });
});

test('I7 one more channel opens the stream anew, and the others go on where they were', async () => {
  attach('index', 'k1.2');
  attach('session/a');
  passTime();
  stream(0).say(
    hello,
    event('snapshot', { channel: 'session/a', seq: 1, pos: 4, state: {} }),
    appended('index', 8),
    event('synced', { pos: 9 }),
  );
  await until('it is synced', () => frames().some(({ t }) => t === 'synced'));
  attach('session/b');
  expect(aborted(0)).toBe(true);
  passTime();
  expect(query(1).getAll('channel')).toEqual(['index', 'session/a', 'session/b']);
  expect(query(1).getAll('after')).toEqual(['k1.8', 'k1.4', '-']);
  expect(facts.some(({ type }) => type === 'closed')).toBe(false);
});

test('I7 a channel attached again goes back to the cursor it names', async () => {
  attach('session/a', 'k1.2');
  passTime();
  stream(0).say(hello, appended('session/a', 3), appended('session/a', 6));
  await until('both came', () => frames().length === 3);
  attach('session/a', 'k1.3');
  passTime();
  expect(query(1).get('after')).toBe('k1.3');
});

test('a channel that is left is asked for no longer; after the last one nothing is', () => {
  attach('index');
  attach('session/a');
  passTime();
  connection.send({ t: 'detach', channel: 'session/a' });
  passTime();
  expect(query(1).getAll('channel')).toEqual(['index']);
  connection.send({ t: 'detach', channel: 'index' });
  passTime();
  expect([aborted(1), asked.length]).toEqual([true, 2]);
});

test('an acknowledgement changes nothing', () => {
  attach('index');
  passTime();
  connection.send({ t: 'ack', channel: 'index', pos: 3 });
  passTime();
  expect([aborted(0), asked.length]).toEqual([false, 1]);
});

test('a channel that does not exist is told as gone, and the others are heard', async () => {
  attach('index');
  attach('session/gone');
  passTime();
  const body = { ok: false, code: 'not-found', message: 'no such', channel: 'session/gone' };
  asked[0]?.answer(Response.json(body, { status: 404 }));
  await until('it was told', () => frames().length > 0);
  expect(frames()).toEqual([
    { t: 'error', code: 'not-found', message: 'no such', channel: 'session/gone' },
  ]);
  passTime();
  expect(query(1).getAll('channel')).toEqual(['index']);
});

test('a token that is not good is final', async () => {
  attach('index');
  passTime();
  asked[0]?.answer(Response.json({ ok: false, code: 'denied' }, { status: 401 }));
  await until('it was told', () => facts.at(-1)?.type === 'closed');
  expect(facts.at(-1)).toMatchObject({ type: 'closed', refused: true });
});

test.each([
  ['a busy server', new Response('busy', { status: 429 })],
  ['a proxy that answers HTML', new Response('<h1>hello', { status: 502 })],
  ['no network', new TypeError('Failed to fetch')],
])('%s ends the connection, to be tried again', async (_what, answer) => {
  attach('index');
  passTime();
  asked[0]?.answer(answer);
  await until('it was told', () => facts.at(-1)?.type === 'closed');
  expect(facts.at(-1)).toMatchObject({ refused: false });
});

test('a stream that ends or talks nonsense ends the connection, once', async () => {
  attach('index');
  passTime();
  const { say, end } = stream(0);
  say('event: beat\ndata: {nonsense\n\n');
  end();
  await until('it was told', () => facts.at(-1)?.type === 'closed');
  attach('session/a');
  passTime();
  expect([asked.length, facts.filter(({ type }) => type === 'closed').length]).toEqual([1, 1]);
});

test('closing ends the request and tells nothing more', async () => {
  attach('index');
  passTime();
  const { say } = stream(0);
  say(hello);
  await until('it came', () => frames().length === 1);
  connection.close();
  say(appended('index', 10));
  attach('session/a');
  passTime();
  expect([aborted(0), asked.length, frames().length]).toEqual([true, 1, 1]);
});
