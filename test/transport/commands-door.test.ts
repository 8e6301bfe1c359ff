/** Commands over HTTP: what reaches the engine, what is refused before, and how it is told. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, type House, open, openHouse } from './house';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const command = (name: string, body: unknown, more = {}) =>
  ask(house, {
    method: 'POST',
    path: `/v1/commands/${name}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...more,
  });

/** Whatever was tried, the next client is served. */
const stillServing = async () => {
  expect((await command('session.list', {})).status).toBe(200);
};

describe('commands', () => {
  test('reach the engine with the owner as client', async () => {
    house.answers.next = { ok: true, result: { turn: 't1' } };
    const heard = await command('turn.send', { session: 's', text: 'hi', commandId: 'c' });
    expect([heard.status, heard.json()]).toEqual([200, { ok: true, result: { turn: 't1' } }]);
    expect(house.executed.at(-1)).toEqual({
      client: { id: 'owner', scope: 'owner', door: 'tcp' },
      name: 'turn.send',
      params: { session: 's', text: 'hi', commandId: 'c' },
    });
    house.answers.next = { ok: true, result: {} };
  });

  test.each([
    ['invalid', 400],
    ['denied', 403],
    ['not-found', 404],
    ['conflict', 409],
    ['too-large', 413],
    ['busy', 429],
    ['unsupported', 501],
    ['provider', 502],
    ['internal', 500],
  ] as const)('answer %s with status %i', async (code, status) => {
    house.answers.next = { ok: false, code, message: 'why' };
    const heard = await command('session.list', {});
    house.answers.next = { ok: true, result: {} };
    expect([heard.status, heard.json()]).toEqual([status, { ok: false, code, message: 'why' }]);
  });

  test('attack 6: names that are no commands are not found', async () => {
    for (const name of ['__proto__', '../v1/health', 'A', '%2e%2e', 'x'.repeat(70), '']) {
      expect((await command(name, {})).status).toBe(404);
    }
    expect((await ask(house, { method: 'GET', path: '/v1/commands/session.list' })).status).toBe(
      405,
    );
    expect((await ask(house, { method: 'OPTIONS', path: '/v1/events' })).status).toBe(405);
  });

  test('attack 6: a body that is not JSON in UTF-8 is invalid', async () => {
    const before = house.executed.length;
    for (const body of ['{', 'nope', '{"a":1}}', Buffer.from([0x22, 0xff, 0x22])]) {
      const heard = await ask(house, { method: 'POST', path: '/v1/commands/session.list', body });
      expect([heard.status, heard.json().code]).toEqual([400, 'invalid']);
    }
    expect(house.executed.length).toBe(before);
  });

  test('attack 6: another content type is refused', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const heard = await command('session.list', {}, { headers: { 'content-type': type } });
      expect(heard.status).toBe(415);
    }
    const utf8 = { 'content-type': 'application/json; charset=utf-8' };
    expect((await command('session.list', {}, { headers: utf8 })).status).toBe(200);
  });

  test('attack 6: __proto__ is refused wherever it is, however it is spelled; as text it is fine', async () => {
    const before = house.executed.length;
    for (const body of ['{"__proto__":{"a":1}}', '{"p":[{"x":{"\\u005f_proto__":1}}]}']) {
      expect((await command('settings.update', body)).json().code).toBe('invalid');
    }
    expect(house.executed.length).toBe(before);
    expect((await command('turn.send', { text: 'what is __proto__?' })).status).toBe(200);
  });

  test('attack 6: 10 000 levels are refused before they are built; brackets in a text are not levels', async () => {
    for (const [left, right] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const deep = `${left.repeat(10_000)}1${right.repeat(10_000)}`;
      expect((await command('session.list', deep)).json().code).toBe('invalid');
    }
    expect((await command('turn.send', { text: '[{"\\'.repeat(10_000) })).status).toBe(200);
  });

  test('attack 9: a 10 MB body is refused before it is read', async () => {
    const before = house.executed.length;
    const heard = await command('turn.send', { text: 'x'.repeat(10 * 1024 * 1024) });
    expect([heard.status, heard.json().code]).toEqual([413, 'too-large']);
    expect(house.executed.length).toBe(before);
    await stillServing();
  });

  test('attack 6: 100 MB are refused early: hardly anything of it is taken', async () => {
    let sent = 0;
    const status = await new Promise<number>((resolve, reject) => {
      const req = open(
        house,
        {
          method: 'POST',
          path: '/v1/commands/turn.send',
          headers: {
            'content-type': 'application/json',
            'content-length': String(100 * 1024 * 1024),
          },
        },
        (res) => {
          resolve(res.statusCode ?? 0);
          req.destroy();
        },
      );
      req.on('error', reject);
      sent += 64 * 1024;
      req.write(Buffer.alloc(64 * 1024, 0x20));
    });
    expect(status).toBe(413);
    expect(sent).toBeLessThan(1024 * 1024);
    await stillServing();
  });

  test('attack 6: a body without a length is cut off at 8 MB', async () => {
    const status = await new Promise<number>((resolve) => {
      let over = false;
      const req = open(
        house,
        {
          method: 'POST',
          path: '/v1/commands/turn.send',
          headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
        },
        (res) => {
          over = true;
          resolve(res.statusCode ?? 0);
        },
      );
      // Cut off in mid-body: the answer has come by then.
      req.on('error', () => undefined);
      const pump = () => {
        if (!over) req.write(Buffer.alloc(256 * 1024, 0x20), pump);
      };
      pump();
    });
    expect(status).toBe(413);
    await stillServing();
  });

  test('a client that asks first is told to go on only when it may', async () => {
    const expects = (token: string) =>
      new Promise<string>((resolve) => {
        const body = '{}';
        const socket = connect(house.port, '127.0.0.1', () => {
          socket.write(
            `POST /v1/commands/session.list HTTP/1.1\r\nHost: localhost:${house.port}\r\nAuthorization: Bearer ${token}\r\n` +
              `Content-Type: application/json\r\nContent-Length: 2\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n`,
          );
        });
        let heard = '';
        socket.on('data', (chunk) => {
          heard += String(chunk);
          if (heard === 'HTTP/1.1 100 Continue\r\n\r\n') socket.write(body);
        });
        socket.on('close', () => resolve(heard));
      });
    expect(await expects(house.token)).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200/);
    expect(await expects('wrong')).toMatch(/^HTTP\/1.1 4/);
  });

  test('an authenticated client may make 500 requests in a burst', async () => {
    for (let round = 0; round < 10; round += 1) {
      const all = await Promise.all(Array.from({ length: 50 }, () => command('session.list', {})));
      expect(all.every((heard) => heard.status === 200)).toBe(true);
    }
  });
});
