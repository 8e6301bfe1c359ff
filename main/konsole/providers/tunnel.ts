/**
 * The way through a proxy: a tunnel, for plain http as well, as what lies between must not read the question. Whatever goes
 * wrong in it is the proxy's doing, and ends the request: of some errors undici would try again without an end.
 */
import connectTo from 'undici/lib/api/api-connect.js';
import Client from 'undici/lib/dispatcher/client.js';
import { ProxyError } from './proxy-error';
import { createOpen, hand, type Open, type Socket, type Target, type Trust } from './trust';

/** `http(s)` or `socks5(h)`, `://[user:password@]host:port`. */
export async function tunnelThrough(proxy: string, trust: Trust): Promise<Open> {
  const url = new URL(proxy);
  const open = createOpen(trust);
  if (!url.protocol.startsWith('socks')) return throughHttp(url, open);
  const { throughSocks } = await import('./socks');
  return throughSocks(url, open);
}

function throughHttp({ origin, host, username, password }: URL, open: Open): Open {
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const basic = `Basic ${Buffer.from(user).toString('base64')}`;
  return async (target, signal) => {
    // One each: a tunnel takes its connection with it.
    const client = new Client(origin, {
      connect(proxy, done) {
        // The name that undici expects is taken from the headers, and is the target's.
        const { servername: _target, ...itself } = proxy;
        void hand(open(itself, signal), done);
      },
    });
    const opened = await connectTo
      .call(client, {
        signal,
        origin,
        path: placeOf(target),
        headers: {
          host: target.host ?? placeOf(target),
          'proxy-connection': 'keep-alive',
          ...(username === '' ? {} : { 'proxy-authorization': basic }),
        },
      })
      .catch((error: unknown) => {
        void client.destroy();
        throw new ProxyError(host, undefined, error);
      });
    const { statusCode, socket } = opened;
    // Of a connection by TCP or TLS it is one.
    if (statusCode === 200) return socket as Socket;
    socket.on('error', () => undefined).destroy();
    throw new ProxyError(host, {
      words: `HTTP ${statusCode}`,
      status: statusCode,
      ...(statusCode === 407 ? { wantsPassword: true } : {}),
    });
  };
}

/** Host and port. */
function placeOf({ host, hostname, port, protocol }: Target): string {
  const named = host ?? hostname;
  return port ? named : `${named}:${protocol === 'https:' ? 443 : 80}`;
}
