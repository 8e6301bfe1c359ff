/** The way through a SOCKS 5 proxy, which looks names up itself; its trouble is told as the proxy's. */
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { fetchThrough } from '../../../main/konsole/providers/connections';
import { startSocksProxy } from '../../fakes/socks-proxy';
import { errorOf, models, startServer } from './behind-proxy';

test.each(['socks5', 'socks5h'])('by %s a name is looked up by the proxy', async (scheme) => {
  const server = await startServer();
  const proxy = await startSocksProxy();
  const asked = models(`http://lab.example:${server.port}`, `${scheme}://${proxy.host}`);
  expect(await asked).toMatchObject([{ id: 'claude' }]);
  expect(proxy.asked).toEqual([`lab.example:${server.port}`]);
  expect(server.seen[0]?.headers).toMatchObject({
    host: `lab.example:${server.port}`,
    authorization: 'Bearer sk-secret',
  });
});

test('a user name and password go to the proxy alone', async () => {
  const server = await startServer();
  const proxy = await startSocksProxy({ user: 'me:p@ss' });
  await models(`http://127.0.0.1:${server.port}`, `socks5://me:p%40ss@${proxy.host}`);
  expect(proxy.users).toEqual(['me:p@ss']);
  expect(proxy.asked).toEqual([`127.0.0.1:${server.port}`]);
  expect(JSON.stringify(server.seen[0]?.headers)).not.toMatch(/p@ss|p%40ss/);
});

test('the connection stays, and the next request goes over it', async () => {
  const server = await startServer();
  const proxy = await startSocksProxy();
  const fetch = fetchThrough({ proxy: `socks5://${proxy.host}` });
  for (const path of ['one', 'two']) {
    await (await fetch(`http://lab.example:${server.port}/${path}`)).text();
    // undici takes a connection as free a moment after the end of its answer.
    await setTimeout(50);
  }
  expect(server.seen.map(({ url }) => url)).toEqual(['/one', '/two']);
  expect(proxy.connections()).toBe(1);
});

test.each(['me:wrong@', ''])(
  'with "%s" where it wants another password, that is told without it, and nothing reaches the provider',
  async (given) => {
    const server = await startServer();
    const proxy = await startSocksProxy({ user: 'me:right' });
    const error = await errorOf(models('http://lab.example', `socks5://${given}${proxy.host}`));
    expect(error).toMatchObject({
      code: 'no-network',
      message: `The proxy ${proxy.host} on the way to lab.example wants a password.`,
      hint: expect.stringContaining('socks5://'),
    });
    expect(JSON.stringify(error)).not.toContain('wrong');
    expect(proxy.asked).toEqual([]);
    expect(server.seen).toEqual([]);
  },
);

test.each([
  [2, 'its rules do not allow it'],
  [5, 'the connection was refused there'],
  [77, 'reply 77'],
])('its refusal %i is told in words', async (reply, words) => {
  const proxy = await startSocksProxy({ reply });
  const error = await errorOf(models('http://lab.example', `socks5://me:pw@${proxy.host}`));
  expect(error?.message).toBe(
    `The proxy ${proxy.host} lets nothing through to lab.example (SOCKS: ${words}).`,
  );
});

test('one that is not there, and one that hangs up without a word, do not answer', async () => {
  // Port 1 is nobody's.
  const gone = await errorOf(models('http://lab.example', 'socks5://me:pw@127.0.0.1:1'));
  expect(gone?.message).toBe('The proxy 127.0.0.1:1 on the way to lab.example does not answer.');
  expect(gone?.hint).toContain('ALL_PROXY');
  const proxy = await startSocksProxy({ instead: (socket) => socket.end() });
  const hungUp = await errorOf(models('http://lab.example', `socks5://${proxy.host}`));
  expect(hungUp?.message).toBe(
    `The proxy ${proxy.host} on the way to lab.example does not answer.`,
  );
});

test('one that speaks something else says so', async () => {
  const proxy = await startSocksProxy({
    instead: (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
  });
  const error = await errorOf(models('http://lab.example', `socks5://${proxy.host}`));
  expect(error?.message).toContain('(it does not speak SOCKS 5)');
});

test('a stop is a stop while the proxy is silent, and closes the connection', async () => {
  const closed: boolean[] = [];
  const proxy = await startSocksProxy({
    instead: (socket) => socket.resume().on('close', () => closed.push(true)),
  });
  const reason = new Error('stopped by hand');
  const stop = new AbortController();
  const fetch = fetchThrough({ proxy: `socks5://${proxy.host}` });
  const stopped = fetch('http://lab.example/', { signal: stop.signal });
  await expect.poll(() => proxy.connections()).toBe(1);
  stop.abort(reason);
  await expect(stopped).rejects.toBe(reason);
  await expect.poll(() => closed).toEqual([true]);
});
