/** Clients that others wrote for Node: the packages `eventsource` and `ws`, which know nothing of Konsole. */
import { EventSource } from 'eventsource';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { createOutsideReader, openOutside, type Outside } from './outside';
import { type Served, startServe, until } from './served';

let served: Served;
beforeAll(async () => {
  served = await startServe();
}, 30_000);
afterAll(() => served.clean());

let outside: Outside;
beforeEach(async () => {
  outside = await openOutside(served);
});

test('I7 the package eventsource reconnects by itself and has every word once', async () => {
  const { heard, take } = createOutsideReader();
  let connections = 0;
  const source = new EventSource(
    `${outside.url}/v1/events?channel=session/${outside.session}&after=0&named=0`,
    {
      fetch: (url, init) => {
        connections += 1;
        const headers = { ...init.headers, authorization: `Bearer ${outside.served.ready.token}` };
        return fetch(url, { ...init, headers });
      },
    },
  );
  source.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (event.type.includes('.')) take(event);
  };
  onTestFinished(() => source.close());
  await outside.ask();
  await until('the turn ended', () => heard.finished);
  expect(heard).toEqual({ blocks: await outside.truth(), finished: true });
  expect([outside.proxy.total(), connections]).toEqual([2, 3]);
}, 30_000);

test('I7 the package ws attaches anew by its cursor and has every word once', async () => {
  const { heard, pos, take } = createOutsideReader();
  const channel = `session/${outside.session}`;
  let connections = 0;
  let epoch = '';
  let socket: WebSocket | undefined;

  function connect(): void {
    connections += 1;
    const own = new WebSocket(`${outside.url.replace('http', 'ws')}/v1/socket`, 'konsole.1', {
      headers: { authorization: `Bearer ${outside.served.ready.token}` },
    });
    socket = own;
    own.on('error', () => undefined);
    own.on('close', () => {
      if (!heard.finished) connect();
    });
    own.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString());
      if (frame.t === 'hello') {
        epoch = frame.epoch;
        const after = pos() === 0 ? '0' : `${epoch}.${pos()}`;
        own.send(JSON.stringify({ t: 'attach', channel, after }));
      }
      if (frame.t !== 'event') return;
      take(frame.event);
      own.send(JSON.stringify({ t: 'ack', channel, pos: pos() }));
    });
  }

  connect();
  onTestFinished(() => socket?.terminate());
  await outside.ask();
  await until('the turn ended', () => heard.finished);
  expect(heard).toEqual({ blocks: await outside.truth(), finished: true });
  expect([outside.proxy.total(), connections]).toEqual([2, 3]);
}, 30_000);
