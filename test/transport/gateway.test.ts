import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { desktopRefuses } from '../../main/transport/gateway';
import { ask, type House, listenTo, open, openHouse } from './house';
import { until } from './hub-bench';

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

const lastLog = () => JSON.stringify(house.logs.at(-1));

describe('the gates', () => {
  test('health needs no token', async () => {
    const heard = await ask(house, { path: '/v1/health', token: undefined });
    expect(heard.status).toBe(200);
    expect(heard.json()).toMatchObject({ ok: true });
  });

  test('attack 9: without a token nothing else is served, and it is logged', async () => {
    for (const path of ['/v1/events?channel=index', '/v1/commands/session.list', '/nowhere']) {
      const heard = await ask(house, { path, token: undefined });
      expect([path, heard.status]).toEqual([path, 401]);
      expect(heard.headers['www-authenticate']).toMatch(/^Bearer/);
    }
    expect(lastLog()).toContain('401');
    await stillServing();
  });

  test('attack 9: a wrong token is refused and logged without it', async () => {
    const wrong = 'x'.repeat(43);
    const heard = await ask(house, { path: '/v1/events?channel=index', token: wrong });
    expect(heard.status).toBe(401);
    expect(JSON.stringify(house.logs)).not.toContain(wrong);
    expect(JSON.stringify(house.logs)).not.toContain(house.token);
    await stillServing();
  });

  test('attack 9: who guesses tokens hears 429 in the end, and the owner is served all the same', async () => {
    const guessed = await openHouse();
    let status = 0;
    for (let n = 0; n < 300 && status !== 429; n += 1) {
      status = (await ask(guessed, { path: '/v1/events', token: `wrong-${n}` })).status;
    }
    expect(status).toBe(429);
    const path = '/v1/commands/session.list';
    expect((await ask(guessed, { method: 'POST', path, body: '{}' })).status).toBe(200);
    await guessed.close();
  });

  test.each([
    'evil.example',
    'evil.example:80',
    'localhost',
    'localhost.evil.example',
    '127.0.0.1',
    '127.0.0.1:1',
  ])('attack 9: the rebinding Host "%s" is refused on every path, token or not', async (host) => {
    for (const path of ['/', '/v1/health', '/v1/events?channel=index', '/v1/socket']) {
      const heard = await ask(house, { path, headers: { host } });
      expect([path, heard.status]).toEqual([path, 403]);
    }
    await stillServing();
  });

  test('attack 9: the addresses of the door are served by name and number', async () => {
    for (const host of [
      `localhost:${house.port}`,
      `LOCALHOST:${house.port}`,
      `[::1]:${house.port}`,
    ]) {
      expect((await ask(house, { path: '/v1/health', headers: { host } })).status).toBe(200);
    }
  });

  test.each(['https://evil.example', 'null', 'http://localhost', 'http://127.0.0.1:1'])(
    'attack 9: a page of the foreign Origin %s is refused, and no answer invites one',
    async (origin) => {
      const heard = await command('session.list', {}, { headers: { origin } });
      expect(heard.status).toBe(403);
      expect(Object.keys(heard.headers).some((name) => name.startsWith('access-control'))).toBe(
        false,
      );
      expect(lastLog()).toContain(origin);
      await stillServing();
    },
  );

  test('a page of its own origin passes', async () => {
    const origin = house.gateway.url;
    expect((await command('session.list', {}, { headers: { origin } })).status).toBe(200);
  });

  test('attack 9: an upgrade passes the same gates', async () => {
    const upgrade = { connection: 'Upgrade', upgrade: 'websocket' };
    const bare = await ask(house, { path: '/v1/socket', headers: upgrade, token: undefined });
    expect(bare.status).toBe(401);
    const foreign = { ...upgrade, origin: 'https://evil.example' };
    expect((await ask(house, { path: '/v1/socket', headers: foreign })).status).toBe(403);
    expect((await ask(house, { path: '/v1/socket', headers: upgrade })).status).toBe(426);
  });

  test('the page at / says what this is, with no script and a strict policy', async () => {
    const heard = await ask(house, { path: '/', token: undefined });
    expect(heard.status).toBe(200);
    expect(heard.headers['content-security-policy']).toContain("default-src 'none'");
    expect(heard.text).not.toMatch(/<script|<style|style=/);
  });
});

describe('the socket', () => {
  test('serves the owner', async () => {
    const heard = await ask(house, {
      method: 'POST',
      path: '/v1/commands/session.list',
      body: '{}',
      socket: true,
    });
    expect(heard.status).toBe(200);
    expect(house.executed.at(-1)?.client.door).toBe('socket');
  });

  test('attack 9: wants the token and knows its own name', async () => {
    const path = '/v1/events?channel=index';
    expect((await ask(house, { path, socket: true, token: undefined })).status).toBe(401);
    const headers = { host: 'evil.example' };
    expect((await ask(house, { path, socket: true, headers })).status).toBe(403);
    const origin = { origin: 'http://localhost' };
    expect((await ask(house, { path, socket: true, headers: origin })).status).toBe(403);
  });

  test('attack 15: of the desktop refuses what an agent could use to free itself', async () => {
    const desktop = await openHouse({ refuses: desktopRefuses });
    const free = ['approval.answer', 'session.permit', 'settings.update', 'settings.get'];
    for (const name of [...free, 'provider.set-key']) {
      const asked = { method: 'POST', path: `/v1/commands/${name}`, body: '{}' };
      for (const socket of [true, false]) {
        const heard = await ask(desktop, { ...asked, socket });
        expect([name, heard.status, heard.json().code]).toEqual([name, 403, 'denied']);
      }
    }
    expect(desktop.executed).toEqual([]);
    await desktop.close();
  });

  test('of the desktop still takes what only ends something, and other commands of a session', async () => {
    const names = ['job.stop', 'turn.interrupt', 'session.create', 'session.list', 'queue.go'];
    const owner = { id: 'owner', scope: 'owner', door: 'socket' } as const;
    for (const name of names)
      expect([name, desktopRefuses(name, owner)]).toEqual([name, undefined]);
  });

  test('of a server without a desktop takes an answer to an approval from its owner', async () => {
    const asked = { method: 'POST', path: '/v1/commands/approval.answer', body: '{}' };
    const heard = await ask(house, { ...asked, socket: true });
    expect(heard.status).toBe(200);
    expect(house.executed.at(-1)).toMatchObject({ name: 'approval.answer' });
  });
});

describe('bad connections', () => {
  test('attack 9: slow headers are cut off while others are served', async () => {
    const impatient = await openHouse({ times: { headers: 150, request: 300, check: 50 } });
    const heard = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(impatient.port, '127.0.0.1', () =>
        socket.write('GET / HTTP/1.1\r\nHost:'),
      );
      socket.on('data', (chunk) => {
        text += String(chunk);
      });
      socket.on('close', () => resolve(text));
      socket.on('error', () => resolve(text));
    });
    expect(heard).toMatch(/^HTTP\/1.1 408/);
    expect(JSON.stringify(impatient.logs)).toContain('took too long');
    expect((await ask(impatient, { path: '/v1/health' })).status).toBe(200);
    await impatient.close();
  });

  test('attack 9: a body that never comes is cut off', async () => {
    const impatient = await openHouse({ times: { headers: 100, request: 200, check: 50 } });
    const ended = await new Promise<boolean>((resolve) => {
      const req = open(
        impatient,
        {
          method: 'POST',
          path: '/v1/commands/turn.send',
          headers: { 'content-type': 'application/json', 'content-length': '10' },
        },
        () => undefined,
      );
      req.on('close', () => resolve(true));
      req.on('error', () => resolve(true));
      req.write('{');
    });
    expect(ended).toBe(true);
    expect(impatient.executed).toEqual([]);
    await impatient.close();
  });

  test('attack 9: what is no HTTP is ended, and logged', async () => {
    const heard = await new Promise<string>((resolve) => {
      const socket = connect(house.port, '127.0.0.1', () =>
        socket.write('\x16\x03\x01 hello\r\n\r\n'),
      );
      socket.on('data', (chunk) => resolve(String(chunk)));
    });
    expect(heard).toMatch(/^HTTP\/1.1 400/);
    await stillServing();
  });
});

describe('closing', () => {
  test('ends streams and idle connections', async () => {
    const closing = await openHouse();
    const stream = listenTo(closing, { path: '/v1/events?channel=index' });
    await until('it is live', () => stream.names().includes('synced'));
    await closing.close();
    await until('the stream ended', stream.ended);
  });
});
