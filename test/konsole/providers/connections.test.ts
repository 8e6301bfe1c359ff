/** The way to a provider: one warm connection, nothing followed, nothing unpacked, bounded where it is read whole. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { maxPlainBytes, OversizeError } from '../../../main/konsole/providers/answer';
import { createAnthropicAdapter } from '../../../main/konsole/providers/anthropic/adapter';
import { warmFetch } from '../../../main/konsole/providers/connections';

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function serve(answer: (req: IncomingMessage, res: ServerResponse) => void) {
  const seen: IncomingMessage[] = [];
  let connections = 0;
  const server = createServer((req, res) => {
    seen.push(req);
    req.resume();
    req.on('end', () => answer(req, res));
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, seen, connections: () => connections };
}

const post = (url: string, more: RequestInit = {}) =>
  warmFetch(`${url}/v1/messages?beta=true`, { method: 'POST', body: '{"a":"ä"}', ...more });

test('warm means warm: the question goes over the connection that the warming opened', async () => {
  const server = await serve((_req, res) => res.end('{}'));
  const adapter = createAnthropicAdapter(
    { baseUrl: server.url },
    { fetch: warmFetch, now: Date.now },
  );
  expect(await adapter.warm(new AbortController().signal)).toBe(true);
  // undici takes a connection as free a moment after the end of its answer.
  await setTimeout(50);
  const answer = await post(server.url);
  expect(await answer.json()).toEqual({});
  expect(server.seen.map(({ method }) => method)).toEqual(['OPTIONS', 'POST']);
  expect(server.connections()).toBe(1);
});

test('it says how long its body is, wants nothing packed, and adds no name of another program', async () => {
  const server = await serve((_req, res) => res.end('ok'));
  await (await post(server.url, { headers: new Headers({ 'x-api-key': 'k' }) })).text();
  const [{ url, headers } = { url: '', headers: {} as IncomingMessage['headers'] }] = server.seen;
  expect(url).toBe('/v1/messages?beta=true');
  expect(headers).toMatchObject({
    'x-api-key': 'k',
    'accept-encoding': 'identity',
    'content-length': '10',
  });
  expect(headers['user-agent']).toBeUndefined();
});

test('attack 13: a redirect is an answer and is not followed: a key goes nowhere else', async () => {
  const other = await serve((_req, res) => res.end('caught'));
  const server = await serve((_req, res) => {
    res.writeHead(307, { location: `${other.url}/elsewhere` });
    res.end();
  });
  const answer = await post(server.url, { headers: { 'x-api-key': 'k' } });
  expect(answer).toMatchObject({ status: 307, ok: false });
  expect(answer.headers.get('location')).toBe(`${other.url}/elsewhere`);
  expect(other.seen).toHaveLength(0);
});

test('headers that come twice, and bytes that are no ASCII, are told and break nothing', async () => {
  const server = await serve((_req, res) => {
    res.setHeader('x-twice', ['a', 'b']);
    res.setHeader('x-odd', 'caf\u00e9');
    res.end('ä'.repeat(3));
  });
  const answer = await post(server.url);
  expect(answer.headers.get('x-twice')).toBe('a, b');
  expect(answer.headers.get('x-odd')).toContain('caf');
  expect(await answer.text()).toBe('äää');
});

describe('what is read whole', () => {
  test('is bounded, and its connection ends', async () => {
    const server = await serve((_req, res) => {
      res.socket?.on('error', () => undefined);
      const piece = Buffer.alloc(1024 * 1024, 'x');
      const more = () => {
        if (!res.destroyed) res.write(piece, () => setImmediate(more));
      };
      more();
    });
    const answer = await post(server.url);
    await expect(answer.text()).rejects.toBeInstanceOf(OversizeError);
    expect(maxPlainBytes).toBe(8 * 1024 * 1024);
    await expect.poll(() => server.seen[0]?.socket.destroyed).toBe(true);
  });

  test('that is no JSON rejects', async () => {
    const server = await serve((_req, res) => res.end('<html>'));
    await expect((await post(server.url)).json()).rejects.toBeInstanceOf(SyntaxError);
  });
});

test('a stop before and during an answer rejects with its reason', async () => {
  const server = await serve((req, res) => {
    if (req.url !== '/silent') res.write('first ');
  });
  const reason = new Error('stopped by hand');
  const before = new AbortController();
  const silent = warmFetch(`${server.url}/silent`, { signal: before.signal });
  await expect.poll(() => server.seen.length).toBe(1);
  before.abort(reason);
  await expect(silent).rejects.toBe(reason);
  const during = new AbortController();
  const answer = await post(server.url, { signal: during.signal });
  const whole = answer.text();
  during.abort(reason);
  await expect(whole).rejects.toBe(reason);
  const late = post(server.url, { signal: AbortSignal.abort(reason) });
  await expect(late).rejects.toBe(reason);
});

test('anything but text as a body is refused before anything is sent', async () => {
  const server = await serve((_req, res) => res.end());
  await expect(post(server.url, { body: new Uint8Array(3) })).rejects.toThrow(/body of text/);
  expect(server.seen).toHaveLength(0);
});
