/** The cookie of a paired browser: it opens a stream of events for a page of this origin, and nothing else. */
import type { Socket } from 'node:net';
import { Agent, buildConnector, EventSource } from 'undici';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { ask, type House, listenTo } from './house';
import { until } from './hub-bench';
import { openHouseWithPage, pairWith, type Paired } from './paired';

let house: House;
let paired: Paired;
beforeAll(async () => {
  house = await openHouseWithPage();
  paired = await pairWith(house, {});
});
afterAll(() => house.close());

const path = '/v1/events?channel=index';
const withCookie = (more: Record<string, string | undefined> = {}, asked = {}) =>
  ask(house, { path, token: undefined, headers: { cookie: paired.cookie, ...more }, ...asked });

/** The status of a stream, which does not end by itself. */
async function opened(headers: Record<string, string>, at = house): Promise<number> {
  const stream = listenTo(at, { path, token: undefined, headers });
  await until('it was answered', () => stream.status() !== 0);
  stream.stop();
  return stream.status();
}

describe('the cookie', () => {
  test('attack 9: is not the token, and no script and no other site gets it', () => {
    expect(paired.setCookie).toMatch(
      /^konsole=[\w-]{43}; Path=\/v1\/events; HttpOnly; SameSite=Strict$/,
    );
    expect(paired.setCookie).not.toContain(paired.token);
  });

  test('opens a stream for a page of this origin, also beside other cookies', async () => {
    const origin = house.gateway.url ?? '';
    const own = { cookie: `a=b; ${paired.cookie}; konsole2=x` };
    expect(await opened({ ...own, 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await opened({ ...own, origin })).toBe(200);
    expect(await opened(own)).toBe(200);
  });

  test.each(['cross-site', 'same-site', 'none'])(
    'attack 9: opens nothing for what a browser calls %s, though it be this computer',
    async (site) => {
      expect((await withCookie({ 'sec-fetch-site': site })).status).toBe(401);
    },
  );

  test('attack 9: opens nothing for a foreign Origin or Host', async () => {
    expect((await withCookie({ origin: 'http://localhost:1' })).status).toBe(403);
    expect((await withCookie({ host: 'evil.example' })).status).toBe(403);
  });

  test('attack 9: sends no command and reads nothing else', async () => {
    const before = house.executed.length;
    const post = { method: 'POST', body: '{}' };
    for (const [asked, status] of [
      [{ ...post, path: '/v1/commands/session.list' }, 401],
      [{ ...post, path: '/v1/tickets' }, 401],
      [{ ...post, path: '/v1/blobs' }, 401],
      [{ ...post, path }, 401],
      [{ path: '/v1/devices' }, 401],
      [{ path: '/v1/blobs/abcdefgh12' }, 401],
      [{ path: '/v1/events/../commands/session.list' }, 401],
      [{ path: '/v1/socket' }, 401],
    ] as const) {
      const heard = await withCookie({ 'sec-fetch-site': 'same-origin' }, asked);
      expect([asked.path, heard.status]).toEqual([asked.path, status]);
    }
    expect(house.executed.length).toBe(before);
  });

  test('attack 9: saves no wrong token, is no token itself, and the token is no cookie', async () => {
    const value = paired.cookie.split('=')[1] ?? '';
    expect((await withCookie({ authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await ask(house, { path, token: value })).status).toBe(401);
    expect((await withCookie({ cookie: `konsole=${paired.token}` })).status).toBe(401);
    expect((await withCookie({ cookie: 'konsole=' })).status).toBe(401);
    expect(JSON.stringify(house.logs)).not.toContain(value);
  });

  test('I7 a browser’s own EventSource listens with it, comes back by its last id, and is refused for good once unpaired', async () => {
    const own = await openHouseWithPage();
    onTestFinished(() => own.close());
    const { cookie } = await pairWith(own, { scope: 'device' });
    own.feed.create('a');
    const lastIds: (string | undefined)[] = [];
    const connections: Socket[] = [];
    const connector = buildConnector({});
    const agent = new Agent({
      connect: (options, done) =>
        connector(options, (...result) => {
          if (result[1]) connections.push(result[1]);
          done(...result);
        }),
    });
    const dispatcher = agent.compose((dispatch) => (options, handler) => {
      const headers = new Headers(options.headers as Record<string, string>);
      lastIds.push(headers.get('last-event-id') ?? undefined);
      headers.set('cookie', cookie);
      headers.set('sec-fetch-site', 'same-origin');
      return dispatch({ ...options, headers: Object.fromEntries(headers) }, handler);
    });
    const source = new EventSource(`${own.gateway.url}/v1/events?channel=session/a`, {
      node: { dispatcher },
    });
    onTestFinished(() => source.close());
    const heard: { type: string; id: string; text?: string }[] = [];
    for (const type of ['snapshot', 'synced', 'block.appended']) {
      source.addEventListener(type, (event) => {
        const { data, lastEventId: id } = event as MessageEvent<string>;
        const { text } = JSON.parse(data) as { text?: string };
        heard.push({ type, id, ...(text === undefined ? {} : { text }) });
      });
    }
    const times = (type: string) => heard.filter((one) => one.type === type).length;
    await until('it is live', () => times('synced') === 1);
    own.feed.append('a', 'ab', 'one');
    await until('it came', () => times('block.appended') === 1);
    const last = heard.at(-1)?.id;
    // As when the network breaks.
    connections.at(-1)?.destroy();
    own.feed.append('a', 'ab', ' two');
    await until('it is back', () => times('synced') === 2);
    expect(lastIds.at(-1)).toBe(last);
    expect(times('snapshot')).toBe(1);
    expect(heard.flatMap(({ text }) => text ?? [])).toEqual(['one', ' two']);

    const [{ id } = { id: '' }] = (
      (await ask(own, { path: '/v1/devices' })).json().result as { devices: { id: string }[] }
    ).devices;
    await ask(own, { method: 'DELETE', path: `/v1/devices/${id}` });
    await until('it gave up', () => source.readyState === EventSource.CLOSED);
    expect(times('synced')).toBe(2);
  });
});
