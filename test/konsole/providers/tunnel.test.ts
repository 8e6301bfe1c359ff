/** The way through a proxy: a tunnel, whose trouble is told as the proxy's. */
import { createServer } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fetchThrough } from '../../../main/konsole/providers/connections';
import { startConnectProxy } from '../../fakes/connect-proxy';
import { errorOf, models, startServer } from './behind-proxy';

test('even a plain request goes through a tunnel, and the password to the proxy alone', async () => {
  const server = await startServer();
  const proxy = await startConnectProxy({ user: 'me:p@ss' });
  const fetch = fetchThrough({ proxy: `http://me:p%40ss@${proxy.host}` });
  const answer = await fetch(`${server.url}/v1/x`, { headers: { 'x-api-key': 'k' } });
  expect(answer.status).toBe(200);
  expect(proxy.asked).toMatchObject([{ path: server.host }]);
  expect(proxy.plain).toEqual([]);
  expect(server.seen.map(({ url }) => url)).toEqual(['/v1/x']);
  expect(server.seen[0]?.headers['x-api-key']).toBe('k');
  expect(server.seen[0]?.headers['proxy-authorization']).toBeUndefined();
  await answer.text();
});

test('an adapter goes through it', async () => {
  const server = await startServer();
  const proxy = await startConnectProxy();
  expect(await models(server.url, `http://${proxy.host}`)).toMatchObject([{ id: 'claude' }]);
  expect(proxy.asked).toHaveLength(1);
});

test('a proxy that wants a password is told as such, and nothing reaches the provider', async () => {
  const server = await startServer();
  const proxy = await startConnectProxy({ user: 'me:right' });
  const error = await errorOf(models(server.url, `http://me:wrong@${proxy.host}`));
  expect(error).toMatchObject({
    code: 'no-network',
    status: 407,
    message: `The proxy ${proxy.host} on the way to ${server.host} wants a password.`,
    hint: expect.stringContaining('HTTPS_PROXY'),
  });
  expect(JSON.stringify(error)).not.toContain('wrong');
  expect(server.seen).toEqual([]);
});

test('one that lets nothing through, and one that is not there, are named without their password', async () => {
  const server = await startServer();
  const proxy = await startConnectProxy({ refusal: 403 });
  expect(await errorOf(models(server.url, `http://me:pw@${proxy.host}`))).toMatchObject({
    code: 'no-network',
    message: `The proxy ${proxy.host} lets nothing through to ${server.host} (HTTP 403).`,
  });
  // Port 1 is nobody's.
  const gone = await errorOf(models(server.url, 'http://me:pw@127.0.0.1:1'));
  expect(gone?.message).toBe(`The proxy 127.0.0.1:1 on the way to ${server.host} does not answer.`);
});

test('one that closes the connection without a word ends the request', async () => {
  const proxy = await startConnectProxy();
  // Nobody is at port 1, of which this proxy tells nothing.
  const error = await errorOf(models('http://127.0.0.1:1', `http://${proxy.host}`));
  expect(error?.message).toBe(`The proxy ${proxy.host} on the way to 127.0.0.1:1 does not answer.`);
  expect(proxy.asked).toHaveLength(1);
});

const silentProxy = (asked: () => void) =>
  createServer().on('connect', (_request, socket) => {
    asked();
    // Else it would not see that the other side has closed.
    socket.on('end', () => socket.end()).resume();
  });

/** A server that lets connections in and says nothing, or a proxy that does so of tunnels. */
async function startSilent(server: Server) {
  const facts = { open: 0 };
  server.on('connection', (socket: Socket) => {
    facts.open += 1;
    socket.on('error', () => undefined).on('close', () => (facts.open -= 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return Object.assign(facts, { host: `127.0.0.1:${(server.address() as AddressInfo).port}` });
}

describe('a stop is a stop, and closes the connection,', () => {
  const reason = new Error('stopped by hand');

  test('while the proxy is silent', async () => {
    let asked = 0;
    const proxy = await startSilent(silentProxy(() => (asked += 1)));
    const stop = new AbortController();
    const fetch = fetchThrough({ proxy: `http://${proxy.host}` });
    const stopped = fetch('http://127.0.0.1:1/', { signal: stop.signal });
    await expect.poll(() => asked).toBe(1);
    stop.abort(reason);
    await expect(stopped).rejects.toBe(reason);
    await expect.poll(() => proxy.open).toBe(0);
  });

  test('while the proxy says nothing of TLS', async () => {
    const proxy = await startSilent(createTcpServer((socket) => socket.resume()));
    const stop = new AbortController();
    const fetch = fetchThrough({ proxy: `https://${proxy.host}` });
    const stopped = fetch('http://127.0.0.1:1/', { signal: stop.signal });
    await expect.poll(() => proxy.open).toBe(1);
    stop.abort(reason);
    await expect(stopped).rejects.toBe(reason);
    await expect.poll(() => proxy.open).toBe(0);
  });

  test('while the server at the end of the tunnel says nothing of TLS', async () => {
    const server = await startSilent(createTcpServer((socket) => socket.resume()));
    const proxy = await startConnectProxy();
    const stop = new AbortController();
    const fetch = fetchThrough({ proxy: `http://${proxy.host}` });
    const stopped = fetch(`https://${server.host}/`, { signal: stop.signal });
    await expect.poll(() => server.open).toBe(1);
    stop.abort(reason);
    await expect(stopped).rejects.toBe(reason);
    await expect.poll(() => server.open).toBe(0);
  });

  test('but none that somebody else waits for', async () => {
    let asked = 0;
    const proxy = await startSilent(silentProxy(() => (asked += 1)));
    const fetch = fetchThrough({ proxy: `http://${proxy.host}` });
    const ask = () => {
      const stop = new AbortController();
      return { stop, stopped: fetch('http://127.0.0.1:1/', { signal: stop.signal }) };
    };
    const [one, other] = [ask(), ask()];
    await expect.poll(() => asked).toBe(2);
    one.stop.abort(reason);
    await expect(one.stopped).rejects.toBe(reason);
    const third = ask();
    await expect.poll(() => asked).toBe(3);
    expect(proxy.open).toBe(3);
    for (const { stop, stopped } of [other, third]) {
      stop.abort(reason);
      await expect(stopped).rejects.toBe(reason);
    }
    await expect.poll(() => proxy.open).toBe(0);
  });
});
