/** HTTP connections that stay warm between requests. One pool a process. */
// By their files: all of undici takes three times as long to load, and a host that starts in the cold waits for it.
import request from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import type { Dispatcher } from 'undici';
import { answerOf, type Fetch } from './answer';
import { ProxyError } from './proxy-error';

/**
 * The default pool drops an idle socket after some 4 s. Silence inside an answer has no limit here:
 * reasoning models are rightly silent for minutes, and the turn loop has its own watch.
 */
const lasting = {
  keepAliveTimeout: 300_000,
  keepAliveMaxTimeout: 600_000,
  headersTimeout: 0,
  bodyTimeout: 0,
};

const agent = new Agent({ ...lasting, connect: { timeout: 15_000 } });

/**
 * As `fetch` does it for a body of text, but it follows no redirect and unpacks nothing, so it asks for what is not
 * packed. Straight to the pool: the way through `fetch` took twice as long to the wire.
 */
export const warmFetch: Fetch = (url, init) => send(agent, url, init);

async function send(
  through: Dispatcher,
  url: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const { origin, pathname, search, href } = new URL(
    typeof url === 'object' && 'url' in url ? url.url : url,
  );
  const { method = 'GET', body, signal } = init;
  if (body !== undefined && body !== null && typeof body !== 'string') {
    throw new TypeError('Only a body of text is sent to a provider.');
  }
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  new Headers(init.headers).forEach((value, name) => (headers[name] = value));
  const asked = request.call(through, {
    origin,
    path: pathname + search,
    method: method.toUpperCase() as 'GET' | 'OPTIONS' | 'POST',
    headers,
    body: body ?? null,
    ...(signal ? { signal } : {}),
  });
  const answer = await (signal ? orStopped(asked, signal) : asked);
  const told = new Headers();
  for (const [name, values = []] of Object.entries(answer.headers)) {
    for (const value of [values].flat()) told.append(name, value);
  }
  const { statusCode: status, statusText } = answer;
  return answerOf({ url: href, status, statusText, headers: told }, answer.body);
}

/** undici looks at its signal when a connection is open, and one that does not open would hold a stop up. */
function orStopped<Value>(asked: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    asked.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

const proxies = new Map<string, Promise<Dispatcher>>();

/** As `warmFetch`, by way of a proxy (`http://[user:password@]host:port`) where one is named. */
export function fetchThrough(proxy: string | undefined): Fetch {
  if (proxy === undefined) return warmFetch;
  return async (url, init) => send(await proxyAgent(proxy), url, init);
}

function proxyAgent(proxy: string): Promise<Dispatcher> {
  const known = proxies.get(proxy);
  if (known) return known;
  const made = openProxy(proxy);
  proxies.set(proxy, made);
  return made;
}

async function openProxy(proxy: string): Promise<Dispatcher> {
  const [{ default: ProxyAgent }, { default: Pool }, { default: connect }] = await Promise.all([
    import('undici/lib/dispatcher/proxy-agent.js'),
    import('undici/lib/dispatcher/pool.js'),
    import('undici/lib/api/api-connect.js'),
  ]);
  return new ProxyAgent({
    ...lasting,
    uri: proxy,
    // Plain http goes through a tunnel as well: what lies between must not read the question.
    proxyTunnel: true,
    clientFactory: (origin, options) => {
      const pool = new Pool(origin, options);
      return Object.assign(pool, { connect: tunnelThrough(pool, connect, new URL(proxy).host) });
    },
  });
}

/**
 * The parts alone have no `connect`: only undici's front door, which is not loaded here, gives it to them. Whatever goes
 * wrong in it is the proxy's doing, and ends the request: of some errors undici would try again without an end.
 */
function tunnelThrough(pool: Dispatcher, connect: Connect, host: string): Connect {
  return async (options) => {
    const opened = await connect.call(pool, options).catch((error: unknown) => {
      throw new ProxyError(host, undefined, error);
    });
    if (opened.statusCode === 200) return opened;
    opened.socket.on('error', () => undefined).destroy();
    throw new ProxyError(host, opened.statusCode);
  };
}

type Connect = (
  this: Dispatcher | void,
  options: Dispatcher.ConnectOptions,
) => Promise<Dispatcher.ConnectData>;
