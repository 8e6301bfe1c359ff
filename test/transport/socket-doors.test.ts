/** Who may open a WebSocket, and what all others hear. */
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ask, type House, openHouse } from './house';
import { until } from './hub-bench';
import { openHouseWithPage, pairWith } from './paired';
import { type Client, createClients, type Dialled } from './socket-client';

let house: House;
const clients = createClients();
beforeAll(async () => {
  house = await openHouse();
});
afterEach(clients.stop);
afterAll(() => house.close());

describe('who may come', () => {
  test('a page, with its token in the list of subprotocols, and the token is not echoed', async () => {
    const client = await clients.opened(house, {
      token: undefined,
      protocols: ['konsole.1', `bearer.${house.token}`],
      headers: { origin: house.gateway.url ?? '' },
    });
    expect(client.ws.protocol).toBe('konsole.1');
    await client.attached('index');
  });

  const foreign = 'https://evil.example';
  test.each<[string, Dialled, number, string]>([
    ['no token', { token: undefined }, 401, 'denied'],
    ['a wrong token', { token: 'wrong' }, 401, 'denied'],
    [
      'a wrong one in the list',
      { token: undefined, protocols: ['konsole.1', 'bearer.wrong'] },
      401,
      'denied',
    ],
    [
      'a token in a cookie alone',
      { token: undefined, headers: { cookie: 'token=x' } },
      401,
      'denied',
    ],
    ['a foreign Origin', { headers: { origin: foreign } }, 403, 'denied'],
    [
      'an Origin at the local socket',
      { socket: true, headers: { origin: 'http://localhost' } },
      403,
      'denied',
    ],
    ['a foreign Host', { headers: { host: 'evil.example' } }, 403, 'denied'],
    [
      'a foreign Host at the local socket',
      { socket: true, headers: { host: 'evil' } },
      403,
      'denied',
    ],
    ['another path', { path: '/v1/events?channel=index' }, 404, 'not-found'],
    ['no subprotocol', { protocols: [] }, 400, 'invalid'],
    ['another subprotocol', { protocols: ['konsole.2'] }, 400, 'invalid'],
  ])('attack 9: %s is refused with a status and a body', async (_what, options, status, code) => {
    const heard = await clients.dialled(house, options).refused();
    expect([heard.status, JSON.parse(heard.body)]).toMatchObject([status, { ok: false, code }]);
    expect(heard.headers).toMatchObject({ 'cache-control': 'no-store', connection: 'close' });
    expect(Object.keys(heard.headers)).not.toContain('access-control-allow-origin');
  });

  test('attack 9: refusals are logged, with no token in them', async () => {
    const before = house.logs.length;
    const secret = 'bearer.not-the-right-one';
    await clients.dialled(house, { token: undefined, protocols: ['konsole.1', secret] }).refused();
    await clients.dialled(house, { headers: { origin: foreign } }).refused();
    const noted = house.logs
      .slice(before)
      .filter(({ message }) => message.startsWith('A request was refused'))
      .map(({ fields }) => fields);
    expect(noted).toMatchObject([
      { status: 401, path: '/v1/socket' },
      { status: 403, origin: foreign },
    ]);
    expect(JSON.stringify(noted)).not.toContain('not-the-right-one');
  });

  test('a request without an upgrade hears what this is', async () => {
    const heard = await ask(house, { path: '/v1/socket' });
    expect([heard.status, heard.headers.upgrade]).toEqual([426, 'websocket']);
    expect((await ask(house, { path: '/v1/socket', token: undefined })).status).toBe(401);
  });

  test.each(['POST /v1/socket', 'GET /', 'OPTIONS *', 'GET //evil/v1/socket'])(
    'attack 9: whatever asks for an upgrade is answered and closed: %s',
    async (line) => {
      const heard = await raw(
        `${line} HTTP/1.1\r\nHost: localhost:${house.port}\r\nAuthorization: Bearer ${house.token}\r\n` +
          'Connection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 4\r\n\r\nabcd',
      );
      expect(heard).toMatch(/^HTTP\/1.1 4\d\d [A-Z].*\r\n\r\n\{"ok":false,/s);
    },
  );

  test('a handshake that is not of version 13, or has no key, is told what is missing', async () => {
    const shake = (more: string) =>
      raw(
        `GET /v1/socket HTTP/1.1\r\nHost: localhost:${house.port}\r\nAuthorization: Bearer ${house.token}\r\n` +
          `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: konsole.1\r\n${more}\r\n`,
      );
    expect(await shake('Sec-WebSocket-Version: 7\r\n')).toMatch(
      /^HTTP\/1.1 426 Upgrade Required\r\n.*sec-websocket-version: 13/s,
    );
    expect(await shake('Sec-WebSocket-Version: 13\r\n')).toMatch(
      /^HTTP\/1.1 400 .*Sec-WebSocket-Key/s,
    );
  });

  test('attack 9: sockets and streams share one limit, and who is over it hears 429', async () => {
    const all: Client[] = [];
    while (house.hub.readers() < 128) all.push(await clients.opened(house));
    const heard = await clients.dialled(house).refused();
    expect([heard.status, JSON.parse(heard.body).code]).toEqual([429, 'busy']);
    expect((await ask(house, { path: '/v1/events?channel=index' })).status).toBe(429);
    for (const client of all) client.stop();
    await until('they are gone', () => house.hub.readers() === 0);
    await clients.opened(house);
  });

  /** What comes back on a bare connection until it is closed. */
  function raw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let heard = '';
      const socket = connect(house.port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (chunk) => (heard += String(chunk)));
      socket.on('close', () => resolve(heard));
      socket.on('error', reject);
    });
  }
});

describe('a paired device', () => {
  const device = { scope: 'device', name: 'Phone' };

  test('attack 9: commands as itself, never as the owner', async () => {
    const paired = await openHouseWithPage();
    const { token } = await pairWith(paired, device);
    const client = await clients.opened(paired, { token });
    await client.command('c', 'session.list');
    expect(paired.executed.at(-1)?.client).toMatchObject({ scope: 'device', door: 'tcp' });
    await paired.close();
  });

  test('attack 9: hears and commands nothing more from the moment its token is taken back', async () => {
    const paired = await openHouseWithPage();
    const { token } = await pairWith(paired, device);
    const client = await clients.opened(paired, { token });
    await client.attached('index');
    const { devices } = (await ask(paired, { path: '/v1/devices' })).json().result as {
      devices: { id: string }[];
    };
    await ask(paired, { method: 'DELETE', path: `/v1/devices/${devices[0]?.id}` });
    expect(await client.closed()).toBe(1008);
    expect(client.frames.at(-1)).toEqual({ t: 'bye', code: 'auth', retry: false });
    expect((await clients.dialled(paired, { token }).refused()).status).toBe(401);
    await paired.close();
  });
});
