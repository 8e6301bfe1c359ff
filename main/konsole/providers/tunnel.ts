/**
 * The way through a proxy: a tunnel, for plain http as well, as what lies between must not read the question. Whatever goes
 * wrong in it is the proxy's doing, and ends the request: of some errors undici would try again without an end.
 */
import connectTo from 'undici/lib/api/api-connect.js';
import Pool from 'undici/lib/dispatcher/pool.js';
import { ProxyError } from './proxy-error';
import {
  createConnect,
  type Connect,
  type Open,
  type Socket,
  type Target,
  type Trust,
} from './trust';

/** `http(s)` or `socks5(h)`, `://[user:password@]host:port`. */
export async function tunnelThrough(proxy: string, trust: Trust): Promise<Open> {
  const url = new URL(proxy);
  const connect = createConnect(trust);
  if (!url.protocol.startsWith('socks')) return throughHttp(url, connect);
  const { throughSocks } = await import('./socks');
  return throughSocks(url, connect);
}

function throughHttp({ origin, host, username, password }: URL, connect: Connect): Open {
  const pool = new Pool(origin, { connect });
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const basic = `Basic ${Buffer.from(user).toString('base64')}`;
  return async (target) => {
    const opened = await connectTo
      .call(pool, {
        origin,
        path: placeOf(target),
        headers: {
          host: target.host ?? placeOf(target),
          'proxy-connection': 'keep-alive',
          ...(username === '' ? {} : { 'proxy-authorization': basic }),
        },
      })
      .catch((error: unknown) => {
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
