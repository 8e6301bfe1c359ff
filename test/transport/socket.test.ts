/** The WebSocket as an outside client meets it: what is said, what is refused, and how it ends. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { desktopRefuses } from '../../main/transport/gateway';
import { goodbyeMs } from '../../main/transport/upgrades';
import type { Answer } from '../../preload/contract/errors';
import { type House, openHouse } from './house';
import { until } from './hub-bench';
import { createClients } from './socket-client';

let house: House;
let count = 0;
const clients = createClients();
beforeAll(async () => {
  house = await openHouse();
});
afterEach(clients.stop);
afterAll(() => house.close());

/** A session of this test's own. */
function session(): string {
  count += 1;
  house.feed.create(`w${count}`);
  return `w${count}`;
}

describe('GET /v1/socket', () => {
  test.each([false, true])(
    'speaks the protocol word for word (over the socket: %s)',
    async (socket) => {
      const id = session();
      const channel = `session/${id}`;
      const client = await clients.opened(house, { socket });
      expect(client.ws.protocol).toBe('konsole.1');
      expect(client.ws.extensions).toBe('');
      await until('it was greeted', () => client.frames.length === 1);
      const head = house.feed.head();
      await client.attached(channel);
      house.feed.append(id, `${id}b`, 'hello');
      await until('the event came', () => client.kinds().includes('event'));
      expect(client.messages).toMatchObject([
        { t: 'hello', protocol: 1, epoch: 'k1', head, beatMs: 10_000 },
        { t: 'snapshot', channel, seq: 4, pos: head, state: { session: { id } } },
        { t: 'synced', channel, pos: head },
        {
          t: 'event',
          event: { pos: head + 1, channel, seq: 5, type: 'block.appended', off: 0, text: 'hello' },
        },
      ]);
      client.send({ t: 'detach', channel });
      await client.attached('index');
      house.feed.append(id, `${id}b`, ' more');
      house.feed.commit(['index', { type: 'session.deleted', at: 3, session: 'nobody' }]);
      await until('the other came', () => client.events().length === 2);
      expect(client.events().at(-1)?.type).toBe('session.deleted');
    },
  );

  test('with batch=1 frames that go together come as one array; without it each comes alone', async () => {
    const id = session();
    const single = await clients.opened(house);
    const batch = await clients.opened(house, { path: '/v1/socket?batch=1' });
    for (const client of [single, batch]) await client.attached(`session/${id}`);
    house.feed.commit(
      [`session/${id}`, { type: 'block.closed', at: 3, block: `${id}b`, ms: 1, status: 'done' }],
      [`session/${id}`, { type: 'turn.first', at: 3, turn: `${id}t`, ms: 1 }],
    );
    await until('both came', () => single.events().length + batch.events().length === 4);
    expect(batch.events()).toEqual(single.events());
    expect(single.messages.some(Array.isArray)).toBe(false);
    expect(batch.messages.at(-1)).toEqual(batch.frames.slice(-2));
  });

  test('I1 a text of any length and script arrives as it was', async () => {
    const id = session();
    const client = await clients.opened(house, { path: '/v1/socket?batch=1' });
    await client.attached(`session/${id}`);
    const texts = ['x', 'ü\u2028\u0000"\\', '🙂'.repeat(40), 'y'.repeat(200), '漢'.repeat(30_000)];
    for (const text of texts) {
      const before = client.events().length;
      house.feed.append(id, `${id}b`, text);
      await until('it came', () => client.events().length > before);
    }
    const heard = client.events().map((event) => event.type === 'block.appended' && event.text);
    expect(heard).toEqual(texts);
  });

  test('several frames in one message are taken in their order, as an array of at most 256', async () => {
    const id = session();
    const client = await clients.opened(house);
    client.send([
      { t: 'attach', channel: 'index' },
      { t: 'attach', channel: `session/${id}`, after: '0' },
      { t: 'command', id: 'c', name: 'session.list' },
    ]);
    await until('all came', () => client.kinds().filter((t) => t === 'synced').length === 2);
    expect(client.events()).toHaveLength(4);
    expect(client.kinds()).toContain('result');
    expect(house.executed.at(-1)).toMatchObject({ name: 'session.list', params: {} });
    client.send(Array.from({ length: 257 }, () => ({ t: 'detach' as const, channel: 'index' })));
    await until('it was refused', () => client.kinds().includes('error'));
  });

  test('a channel that is not there is told, and the others go on', async () => {
    const client = await clients.opened(house);
    client.send({ t: 'attach', channel: 'session/nobody' });
    await client.attached('index');
    expect(client.frames.filter(({ t }) => t === 'error')).toMatchObject([
      { code: 'not-found', channel: 'session/nobody' },
    ]);
  });
});

describe('commands', () => {
  test('reach the engine as the client of this door, and its answer comes back by id', async () => {
    house.answers.next = { ok: true, result: { turn: 't1' } };
    const client = await clients.opened(house, { socket: true });
    const params = { session: 's', text: 'hi', commandId: 'c' };
    expect(await client.command('c1', 'turn.send', params)).toEqual({
      t: 'result',
      id: 'c1',
      ok: true,
      result: { turn: 't1' },
    });
    expect(house.executed.at(-1)).toEqual({
      client: { id: 'owner', scope: 'owner', door: 'socket' },
      name: 'turn.send',
      params,
    });
    house.answers.next = { ok: false, code: 'conflict', message: 'why' };
    expect(await client.command('c2', 'turn.send')).toMatchObject({ ok: false, code: 'conflict' });
    house.answers.next = { ok: true, result: {} };
  });

  test('attack 15: what the desktop refuses at its door it refuses in a frame', async () => {
    const desktop = await openHouse({ refuses: desktopRefuses });
    for (const socket of [false, true]) {
      const client = await clients.opened(desktop, { socket });
      for (const name of [
        'approval.answer',
        'session.permit',
        'settings.update',
        'provider.set-key',
      ]) {
        expect(await client.command(name, name)).toMatchObject({ ok: false, code: 'denied' });
      }
      expect(await client.command('c', 'session.list')).toMatchObject({ ok: true });
    }
    expect(desktop.executed.map(({ name }) => name)).toEqual(['session.list', 'session.list']);
    await desktop.close();
  });

  test('attack 9: more than 64 at a time are busy, and the next one after them runs', async () => {
    const waiting: (() => void)[] = [];
    const slow = await openHouse();
    slow.answers.before = () => new Promise((resolve) => waiting.push(resolve));
    const client = await clients.opened(slow);
    const frame = (n: number) => ({ t: 'command', id: `c${n}`, name: 'session.list' }) as const;
    client.send(Array.from({ length: 65 }, (_, n) => frame(n)));
    await until('one was turned away', () => client.kinds().includes('result'));
    expect(client.frames.at(-1)).toMatchObject({ id: 'c64', ok: false, code: 'busy' });
    expect(waiting).toHaveLength(64);
    for (const go of waiting) go();
    await until('all were answered', () => client.frames.filter(isOk).length === 64);
    slow.answers.before = async () => {};
    expect(await client.command('last', 'session.list')).toMatchObject({ ok: true });
    await slow.close();
  });

  test('an engine that fails answers internal, and the socket lives', async () => {
    const failing = await openHouse();
    failing.answers.before = () => Promise.reject(new Error('a stack and a key'));
    const client = await clients.opened(failing);
    const answer = await client.command('c', 'session.list');
    expect(answer).toMatchObject({ ok: false, code: 'internal' });
    expect(JSON.stringify(answer)).not.toContain('a stack');
    await client.attached('index');
    await failing.close();
  });

  const isOk = (frame: unknown) => (frame as Partial<Answer>).ok === true;
});

describe('what is no frame', () => {
  const nonsense = [
    '{',
    '1',
    'null',
    '{"t":"attach"}',
    '{"t":"lane","transport":"sse"}',
    '{"t":"move"}',
  ];
  test('attack 6: is answered with an error, and a frame in between counts from the start', async () => {
    const client = await clients.opened(house);
    for (const text of nonsense) {
      client.ws.send(text);
      if (text === nonsense[1] || text === nonsense[3]) client.send({ t: 'detach', channel: 'x' });
    }
    await until(
      'all were answered',
      () => client.kinds().filter((t) => t === 'error').length === 6,
    );
    expect(client.frames.at(-1)).toMatchObject({ t: 'error', code: 'invalid' });
    await client.attached('index');
  });

  test.each<[string, string | Buffer]>([
    ['text that is not JSON', '}{'],
    ['bytes', Buffer.from('{"t":"detach","channel":"index"}')],
    ['no frame of ours', '{"t":"hello"}'],
    ['a way into prototypes', '{"t":"command","id":"1","name":"x","params":{"__proto__":{}}}'],
    [
      '70 levels',
      `{"t":"command","id":"1","name":"x","params":${'['.repeat(70)}${']'.repeat(70)}}`,
    ],
  ])('attack 6: three in a row end the socket with a goodbye: %s', async (_what, data) => {
    const before = house.executed.length;
    const client = await clients.opened(house);
    for (let n = 0; n < 3; n += 1) client.ws.send(data, { binary: typeof data !== 'string' });
    expect(await client.closed()).toBe(1002);
    expect(client.kinds()).toEqual(['hello', 'error', 'error', 'error', 'bye']);
    expect(client.frames.at(-1)).toEqual({ t: 'bye', code: 'protocol', retry: true });
    expect(house.executed.length).toBe(before);
    await until('it is gone', () => house.hub.readers() === 0);
  });

  test('attack 9: a message of 1 MB is taken, a longer one ends the socket before it is kept', async () => {
    const client = await clients.opened(house);
    const frame = (length: number) => {
      const [head, tail] = [
        '{"t":"command","id":"c","name":"session.list","params":{"text":"',
        '"}}',
      ];
      return `${head}${'x'.repeat(length - head.length - tail.length)}${tail}`;
    };
    client.ws.send(frame(1024 * 1024));
    await until('it was answered', () => client.kinds().includes('result'));
    client.ws.send(frame(1024 * 1024 + 1));
    expect(await client.closed()).toBe(1009);
    await until('it is gone', () => house.hub.readers() === 0);
    await clients.opened(house);
  });
});

describe('how it ends', () => {
  test('a hub that closes says goodbye to each, and the gateway is gone in order', async () => {
    const closing = await openHouse();
    const all = [await clients.opened(closing), await clients.opened(closing, { socket: true })];
    for (const client of all) await client.attached('index');
    await closing.close();
    for (const client of all) {
      expect(await client.closed()).toBe(1001);
      expect(client.frames.at(-1)).toEqual({ t: 'bye', code: 'closing', retry: true });
    }
  });

  test('a client that neither reads nor answers is not waited for', async () => {
    const closing = await openHouse();
    const stuck = await clients.opened(closing);
    stuck.ws.pause();
    const start = performance.now();
    await closing.close();
    expect(performance.now() - start).toBeLessThan(goodbyeMs);
  });

  test('a client that goes leaves nothing behind', async () => {
    const client = await clients.opened(house);
    await client.attached('index');
    const other = await clients.opened(house);
    client.stop();
    other.ws.close(1000);
    expect(await other.closed()).toBe(1000);
    await until('nobody reads', () => house.hub.readers() === 0);
  });
});
