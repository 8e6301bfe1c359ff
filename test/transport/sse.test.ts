import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRequests } from '../../main/transport/sse';
import type { KonsoleEvent } from '../../preload/contract/events';
import { ask, type House, listenTo, openHouse } from './house';
import { until } from './hub-bench';
import { foldSession } from './memory-feed';

let house: House;
let count = 0;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

/** A session of this test's own. */
function session(): string {
  count += 1;
  house.feed.create(`s${count}`);
  return `s${count}`;
}

const live = (stream: ReturnType<typeof listenTo>) =>
  until('it is live', () => stream.names().includes('synced'));

const cursor = (pos: number) => `k1.${pos}`;

describe('GET /v1/events', () => {
  test.each([false, true])(
    'speaks the protocol word for word (over the socket: %s)',
    async (socket) => {
      const id = session();
      const head = house.feed.head();
      const stream = listenTo(house, { path: `/v1/events?channel=session/${id}`, socket });
      await live(stream);
      house.feed.append(id, `${id}b`, 'hello');
      await until('the event came', () => stream.names().includes('block.appended'));
      stream.stop();

      expect(stream.raw().startsWith('retry: 500\nevent: hello\ndata: {')).toBe(true);
      expect(stream.names()).toEqual(['hello', 'snapshot', 'synced', 'block.appended']);
      const [hello, snapshot, synced, appended] = stream.heard;
      expect(hello?.json()).toEqual({ epoch: 'k1', head });
      expect(snapshot?.id).toBeUndefined();
      expect(snapshot?.json()).toMatchObject({ channel: `session/${id}`, seq: 4, pos: head });
      expect([synced?.id, synced?.json()]).toEqual([cursor(head), { pos: head }]);
      expect(appended?.id).toBe(cursor(head + 1));
      expect(appended?.json()).toEqual({
        pos: head + 1,
        channel: `session/${id}`,
        seq: 5,
        at: 2,
        type: 'block.appended',
        block: `${id}b`,
        off: 0,
        text: 'hello',
      });
    },
  );

  test('Last-Event-ID wins over after, and nothing is missed or repeated', async () => {
    const id = session();
    const first = listenTo(house, { path: `/v1/events?channel=session/${id}&after=0` });
    await live(first);
    house.feed.append(id, `${id}b`, 'one');
    await until('the event came', () => first.names().includes('block.appended'));
    first.stop();
    const last = first.heard.at(-1)?.id ?? '';
    house.feed.append(id, `${id}b`, ' two');
    const second = listenTo(house, {
      path: `/v1/events?channel=session/${id}&after=0`,
      headers: { 'last-event-id': last },
    });
    await live(second);
    second.stop();
    expect(second.names()).toEqual(['hello', 'block.appended', 'synced']);
    const all = [...first.heard, ...second.heard].filter(({ event }) => event?.includes('.'));
    const events = all.map((one) => one.json() as unknown as KonsoleEvent);
    expect(foldSession(id, events)).toEqual(foldSession(id, house.feed.all));
  });

  test('after is once for all or once per channel, with - for none', async () => {
    const left = session();
    const right = session();
    const head = house.feed.head();
    const path = `/v1/events?channel=session/${left}&channel=session/${right}&after=${cursor(head)}&after=-`;
    const stream = listenTo(house, { path });
    await live(stream);
    stream.stop();
    expect(stream.names()).toEqual(['hello', 'snapshot', 'synced']);
    expect(stream.heard[1]?.json().channel).toBe(`session/${right}`);
  });

  test('I6 attack 9: a cursor of another session, epoch or time shows nothing that is not of the channel', async () => {
    const other = session();
    house.feed.append(other, `${other}b`, 'secret of the other');
    const own = session();
    for (const after of [
      cursor(house.feed.head() - 8),
      'zz.1',
      'k1.999999',
      '%00',
      '-1',
      '../..',
    ]) {
      const stream = listenTo(house, { path: `/v1/events?channel=session/${own}&after=${after}` });
      await live(stream);
      stream.stop();
      expect(stream.raw()).not.toContain('secret of the other');
    }
  });

  test('named=0 sends everything as message, and the data says what it is', async () => {
    const id = session();
    const stream = listenTo(house, { path: `/v1/events?channel=session/${id}&named=0` });
    await until('synced', () => stream.heard.length === 3);
    house.feed.append(id, `${id}b`, 'x');
    await until('the event came', () => stream.heard.length === 4);
    stream.stop();
    expect(stream.names()).toEqual([undefined, undefined, undefined, undefined]);
    const types = stream.heard.map((one) => one.json().type);
    expect(types).toEqual(['hello', 'snapshot', 'synced', 'block.appended']);
  });

  test('several channels are one stream with one synced', async () => {
    const id = session();
    const stream = listenTo(house, {
      path: `/v1/events?channel=session/${id}&channel=index&channel=pool`,
    });
    await live(stream);
    stream.stop();
    expect(stream.names()).toEqual(['hello', 'state', 'snapshot', 'snapshot', 'synced']);
  });

  test('an unknown channel is not found, a senseless question invalid', async () => {
    const status = async (query: string) =>
      (await ask(house, { path: `/v1/events${query}` })).status;
    expect(await status('?channel=session/nobody')).toBe(404);
    expect(await status('?channel=index&channel=nonsense')).toBe(404);
    expect(await status('')).toBe(400);
    expect(await status('?channel=index&channel=index')).toBe(400);
    expect(await status('?channel=index&channel=pool&after=1&after=2&after=3')).toBe(400);
    expect(await status(`?${'channel=x&'.repeat(100)}`)).toBe(400);
    expect(await status(`?channel=${'x'.repeat(200)}`)).toBe(400);
  });

  test('a deleted session is told, and a stream of it alone ends', async () => {
    const id = session();
    const stream = listenTo(house, { path: `/v1/events?channel=session/${id}` });
    await live(stream);
    house.feed.commit(['index', { type: 'session.deleted', at: 9, session: id }]);
    await until('the stream ended', stream.ended);
    expect(stream.heard.at(-1)?.event).toBe('error');
    expect(stream.heard.at(-1)?.json()).toMatchObject({ code: 'not-found' });
  });

  test('line breaks in a text cannot break the wire', async () => {
    const id = session();
    const stream = listenTo(house, { path: `/v1/events?channel=session/${id}` });
    await live(stream);
    const text = 'a\n\ndata: {"forged":1}\r\n\u2028id: k1.1\n\n';
    house.feed.append(id, `${id}b`, text);
    await until('the event came', () => stream.names().includes('block.appended'));
    stream.stop();
    expect(stream.heard.at(-1)?.json().text).toBe(text);
    expect(stream.heard.length).toBe(4);
  });

  test('I4 I9 a client that stops reading costs a bounded amount, and gets a snapshot when it reads again', async () => {
    const id = session();
    const stream = listenTo(house, { path: `/v1/events?channel=session/${id}` });
    await live(stream);
    stream.pause();
    const before = process.memoryUsage().external + process.memoryUsage().heapUsed;
    // More than every buffer between here and there holds.
    for (let n = 0; n < 3_000; n += 1) {
      house.feed.append(id, `${id}b`, 'z'.repeat(4000));
      if (n % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(process.memoryUsage().external + process.memoryUsage().heapUsed - before).toBeLessThan(
      // The feed itself keeps 12 MB of text; what is on top is this reader's.
      60 * 1024 * 1024,
    );
    stream.resume();
    await until('a snapshot came', () => stream.names().filter((n) => n === 'snapshot').length > 1);
    await until('it is at the end', () =>
      stream.heard.some(({ id }) => id === cursor(house.feed.head())),
    );
    stream.stop();
    await until('nobody reads', () => house.hub.readers() === 0);
  });
});

describe('the question', () => {
  test('an empty Last-Event-ID is none', () => {
    const query = new URLSearchParams('channel=index&after=k1.5');
    expect(readRequests(query, '')).toEqual([{ channel: 'index', after: 'k1.5' }]);
  });
});
