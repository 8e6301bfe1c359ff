/** A browser with nothing of ours in it: Chromium's own EventSource and WebSocket, on a page without a script. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { createOutsideReader, type Heard, openOutside, type Outside } from './outside';
import { type Served, startServe } from './served';

/** Debian's. */
const executablePath = '/usr/bin/chromium';
const noBrowser = !existsSync(executablePath);

let served: Served;
let browser: Browser;
let outside: Outside;
let page: Page;
beforeAll(async () => {
  if (noBrowser) return;
  served = await startServe();
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
}, 60_000);
afterAll(async () => {
  await browser?.close();
  served?.clean();
});
beforeEach(async () => {
  if (noBrowser) return;
  outside = await openOutside(served);
  // An answer of the server that may do nothing by itself: what is done there is the test's own.
  page = await browser.newPage({ bypassCSP: true });
  onTestFinished(() => page.close());
  await page.goto(`${outside.url}/v1/health`);
});

/** As docs/protocol.md tells a page to: the ticket is posted, and a token and a cookie come back. */
async function pair(): Promise<string> {
  const response = await fetch(`${served.ready.url}/v1/tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${served.ready.token}` },
  });
  const { result } = (await response.json()) as { result: { page: string } };
  const ticket = new URL(result.page).searchParams.get('ticket');
  return page.evaluate(async (given) => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ ticket: given });
    const answer = await fetch('/pair', { method: 'POST', headers, body });
    return (await answer.json()).result.token as string;
  }, ticket);
}

/** Evaluates a client's source in the page, with a reader at hand; it resolves with what it heard. */
const run = (source: string, given: Record<string, string>) =>
  page.evaluate<Heard>(
    `(${source})((${createOutsideReader.toString()})(), ${JSON.stringify(given)})`,
  );

/** In JavaScript, as a page has it. */
const eventSourceClient = `({ heard, take }, { session }) => new Promise((resolve, reject) => {
  const source = new EventSource('/v1/events?channel=session/' + session + '&after=0&named=0');
  heard.connections = 0;
  source.onopen = () => { heard.connections += 1; };
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) reject(new Error('the browser gave up'));
  };
  source.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    if (event.type.includes('.')) take(event);
    if (!heard.finished) return;
    source.close();
    resolve(heard);
  };
})`;

const webSocketClient = `({ heard, pos, take }, { session, token }) => new Promise((resolve) => {
  const channel = 'session/' + session;
  heard.connections = 0;
  const connect = () => {
    const url = location.origin.replace('http', 'ws') + '/v1/socket';
    const socket = new WebSocket(url, ['konsole.1', 'bearer.' + token]);
    socket.onopen = () => { heard.connections += 1; };
    socket.onclose = () => { if (!heard.finished) setTimeout(connect, 50); };
    socket.onmessage = ({ data }) => {
      const frame = JSON.parse(data);
      if (frame.t === 'hello') {
        const after = pos() === 0 ? '0' : frame.epoch + '.' + pos();
        socket.send(JSON.stringify({ t: 'attach', channel, after }));
      }
      if (frame.t !== 'event') return;
      take(frame.event);
      socket.send(JSON.stringify({ t: 'ack', channel, pos: pos() }));
      if (!heard.finished) return;
      socket.close();
      resolve(heard);
    };
  };
  connect();
})`;

test.skipIf(noBrowser).each([
  ['EventSource, with the cookie of its pairing,', eventSourceClient],
  ['WebSocket', webSocketClient],
])(
  'I7 a browser’s own %s is cut off twice and has every word once',
  async (_name, client) => {
    const token = await pair();
    const listening = run(client, { session: outside.session, token });
    await outside.ask();
    expect(await listening).toEqual({
      blocks: await outside.truth(),
      finished: true,
      connections: 3,
    });
    expect(outside.proxy.total()).toBe(2);
  },
  40_000,
);
