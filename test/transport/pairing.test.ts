import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPairing, ticketMs } from '../../main/transport/pairing';
import { ask, type Asked, type House, openHouse } from './house';

const owner = { scope: 'owner' } as const;

function atTime() {
  let now = 0;
  let count = 0;
  const added: string[] = [];
  const devices = {
    add: (name: string) => ({ token: `token-of-${name}`, cookie: `${added.push(name)}` }),
    bearer: () => undefined,
    listener: () => undefined,
  };
  const random = () => `random-${(count += 1)}`;
  const pairing = createPairing({ devices, elapsed: () => now, random });
  return { pairing, added, pass: (ms: number) => void (now += ms) };
}

describe('tickets', () => {
  test('attack 9: a ticket is good once', () => {
    const { pairing } = atTime();
    const ticket = pairing.ticket(owner);
    const token = pairing.redeem(ticket)?.token ?? '';
    expect(pairing.bearer(token)).toMatchObject({ scope: 'owner', door: 'tcp' });
    expect(pairing.redeem(ticket)).toBeUndefined();
    expect(pairing.bearer(token)).toBeDefined();
  });

  test('attack 9: a ticket is good for ten minutes, and its token for longer', () => {
    const { pairing, pass } = atTime();
    const [early, late] = [pairing.ticket(owner), pairing.ticket(owner)];
    pass(ticketMs - 1);
    const token = pairing.redeem(early)?.token ?? '';
    pass(1);
    expect(pairing.redeem(late)).toBeUndefined();
    expect(pairing.bearer(token)).toBeDefined();
  });

  test('attack 9: ticket, token and cookie are each good for their own thing alone, and nothing for none', () => {
    const { pairing } = atTime();
    const ticket = pairing.ticket(owner);
    expect(pairing.bearer(ticket)).toBeUndefined();
    const { token, cookie } = pairing.redeem(ticket) ?? { token: '', cookie: '' };
    expect(pairing.listener(cookie)).toEqual(pairing.bearer(token));
    for (const secret of [token, cookie, ticket, '']) {
      expect(pairing.redeem(secret)).toBeUndefined();
      if (secret !== token) expect(pairing.bearer(secret)).toBeUndefined();
      if (secret !== cookie) expect(pairing.listener(secret)).toBeUndefined();
    }
  });

  test('I9 tickets that nobody uses are forgotten, the oldest first', () => {
    const { pairing } = atTime();
    const tickets = Array.from({ length: 40 }, () => pairing.ticket(owner));
    expect(pairing.redeem(tickets[0] ?? '')).toBeUndefined();
    expect(pairing.redeem(tickets[39] ?? '')).toBeDefined();
  });

  test('each browser is a client of its own', () => {
    const { pairing } = atTime();
    const ids = [0, 1].map(
      () => pairing.bearer(pairing.redeem(pairing.ticket(owner))?.token ?? '')?.id,
    );
    expect(new Set(ids).size).toBe(2);
  });

  test('attack 9: a device ticket makes a device and never an owner; an owner’s ticket either, as it is asked', () => {
    const { pairing, added } = atTime();
    const phone = pairing.ticket({ scope: 'device', name: 'Phone' });
    const redeemed = pairing.redeem(phone, { scope: 'owner', name: 'Mine' });
    expect(redeemed).toMatchObject({ scope: 'device', token: 'token-of-Phone' });
    const less = pairing.redeem(pairing.ticket(owner), { scope: 'device', name: 'Tablet' });
    expect(less?.scope).toBe('device');
    expect(added).toEqual(['Phone', 'Tablet']);
  });
});

describe('the door', () => {
  let pages: string;
  let house: House;
  beforeAll(async () => {
    pages = mkdtempSync(join(tmpdir(), 'p-'));
    mkdirSync(join(pages, 'main-window'));
    writeFileSync(join(pages, 'main-window', 'index.html'), '<!doctype html>the page');
    house = await openHouse({ pages });
  });
  afterAll(async () => {
    await house.close();
    rmSync(pages, { recursive: true, force: true });
  });

  const newTicket = (at = house) =>
    new URL(at.gateway.pairAddress() ?? '').searchParams.get('ticket') ?? '';
  const pair = (ticket: string, more: Partial<Asked> = {}, at = house) =>
    ask(at, {
      method: 'POST',
      path: '/pair',
      token: undefined,
      body: JSON.stringify({ ticket }),
      ...more,
      headers: { origin: at.gateway.url, ...more.headers },
    });
  const tokenOf = async (at = house) =>
    ((await pair(newTicket(at), {}, at)).json().result as { token: string }).token;
  const list = (token: string, more: Partial<Asked> = {}, at = house) =>
    ask(at, { method: 'POST', path: '/v1/commands/session.list', body: '{}', token, ...more });

  test('a browser asks for the page with its ticket, pairs, and is the owner from then on', async () => {
    const ticket = newTicket();
    const page = await ask(house, { path: `/pair?ticket=${ticket}`, token: undefined });
    expect([page.status, page.text]).toEqual([200, '<!doctype html>the page']);
    const token = (await pair(ticket)).json().result as { token: string };
    expect((await list(token.token)).status).toBe(200);
    expect(house.executed.at(-1)?.client).toMatchObject({ scope: 'owner', door: 'tcp' });
    expect(house.executed.at(-1)?.client.id).toMatch(/^browser-/);
  });

  test('attack 9: looking at the pairing page uses no ticket up', async () => {
    const ticket = newTicket();
    for (const method of ['GET', 'HEAD', 'GET']) {
      await ask(house, { method, path: `/pair?ticket=${ticket}`, token: undefined });
    }
    expect((await pair(ticket)).status).toBe(200);
  });

  test('attack 9: a ticket used again is refused, and neither it nor the token is in the log', async () => {
    const ticket = newTicket();
    const { token } = (await pair(ticket)).json().result as { token: string };
    const again = await pair(ticket);
    expect([again.status, again.json().code]).toEqual([401, 'denied']);
    expect(again.json().message).toContain('npm start again');
    const log = JSON.stringify(house.logs);
    expect(log).toContain('/pair');
    expect(log).not.toContain(ticket);
    expect(log).not.toContain(token);
  });

  test.each(['https://evil.example', 'null', 'http://127.0.0.1:1'])(
    'attack 9: a page of the foreign Origin %s pairs nothing, and the ticket stays good',
    async (origin) => {
      const ticket = newTicket();
      expect((await pair(ticket, { headers: { origin } })).status).toBe(403);
      expect((await pair(ticket)).status).toBe(200);
    },
  );

  test.each(['cross-site', 'same-site', 'none'])(
    'attack 9: a request that the browser calls %s pairs nothing, with or without an Origin',
    async (site) => {
      const ticket = newTicket();
      for (const origin of [undefined, house.gateway.url]) {
        const headers = { origin, 'sec-fetch-site': site };
        expect((await pair(ticket, { headers })).status).toBe(403);
      }
      const headers = { 'sec-fetch-site': 'same-origin' };
      expect((await pair(ticket, { headers })).status).toBe(200);
    },
  );

  test('attack 9: a rebinding Host is refused at /pair', async () => {
    const headers = { host: 'evil.example' };
    expect((await pair(newTicket(), { headers })).status).toBe(403);
    expect((await ask(house, { path: '/pair?ticket=x', headers })).status).toBe(403);
  });

  test('attack 9: a form, a long body and what is no ticket pair nothing', async () => {
    const form = {
      body: `ticket=${newTicket()}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    };
    expect((await pair('', form)).status).toBe(415);
    expect((await pair('x'.repeat(2000))).status).toBe(413);
    for (const body of ['[]', '{}', 'null', '{"ticket":7}', '{"ticket":["x"]}']) {
      expect((await pair('', { body })).status, body).toBe(401);
    }
    expect((await pair('x', { method: 'PUT' })).status).toBe(405);
  });

  test('attack 9: who guesses tickets hears 429 in the end', async () => {
    const guessed = await openHouse({ pages });
    let status = 0;
    for (let n = 0; n < 300 && status !== 429; n += 1) {
      status = (await pair(`wrong-${n}`, {}, guessed)).status;
    }
    expect(status).toBe(429);
    expect((await pair(newTicket(guessed), {}, guessed)).status).toBe(200);
    await guessed.close();
  });

  test('attack 9: the token of a browser ends with the server', async () => {
    const first = await openHouse({ pages });
    const token = await tokenOf(first);
    expect((await list(token, {}, first)).status).toBe(200);
    const { home, port } = first;
    first.hub.close();
    await first.gateway.close();
    const second = await openHouse({ pages, home, tcp: { port } });
    expect((await list(token, {}, second)).status).toBe(401);
    await second.close();
  });

  test('the owner is given more tickets, a paired browser is not', async () => {
    const tickets = { method: 'POST', path: '/v1/tickets' };
    const { page } = (await ask(house, { ...tickets, socket: true })).json().result as {
      page: string;
    };
    const ticket = new URL(page).searchParams.get('ticket') ?? '';
    const { token } = (await pair(ticket)).json().result as { token: string };
    expect((await ask(house, { ...tickets, token })).status).toBe(403);
    expect((await ask(house, { ...tickets, token: undefined })).status).toBe(401);
  });

  test('a gateway that serves no page pairs nobody', async () => {
    const desktop = await openHouse();
    expect(desktop.gateway.pairAddress()).toBeUndefined();
    expect((await pair('x', {}, desktop)).status).toBe(401);
    const heard = await ask(desktop, { method: 'POST', path: '/v1/tickets', socket: true });
    expect(heard.status).toBe(501);
    await desktop.close();
  });
});
