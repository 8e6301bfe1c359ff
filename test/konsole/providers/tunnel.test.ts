/** The way through a proxy: a tunnel, whose trouble is told as the proxy's. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { fetchThrough } from '../../../main/konsole/providers/connections';
import { createAdapter } from '../../../main/konsole/providers/index';
import type { ProviderError } from '../../../main/konsole/providers/types';
import { startConnectProxy } from '../../fakes/connect-proxy';

async function startServer() {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    response.setHeader('content-type', 'application/json');
    response.end('{"data":[{"id":"claude","display_name":"Claude"}]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, url: `http://${host}`, seen };
}

const models = async (baseUrl: string, proxy: string) => {
  const access = { id: 'p', kind: 'anthropic', baseUrl, key: 'sk-secret', proxy };
  const adapter = await createAdapter(access, { now: Date.now });
  return adapter.models(new AbortController().signal);
};

const errorOf = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (thrown: ProviderError) => thrown.error,
  );

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

test('a stop is a stop while the proxy is silent', async () => {
  let asked = 0;
  const silent = createServer().on('connect', () => (asked += 1));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const reason = new Error('stopped by hand');
  const stop = new AbortController();
  const proxy = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const stopped = fetchThrough({ proxy })('http://127.0.0.1:1/', { signal: stop.signal });
  await expect.poll(() => asked).toBe(1);
  stop.abort(reason);
  await expect(stopped).rejects.toBe(reason);
});
