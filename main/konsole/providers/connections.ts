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
  const answer = await request.call(through, {
    origin,
    path: pathname + search,
    method: method.toUpperCase() as 'GET' | 'OPTIONS' | 'POST',
    headers,
    body: body ?? null,
    ...(signal ? { signal } : {}),
  });
  const told = new Headers();
  for (const [name, values = []] of Object.entries(answer.headers)) {
    for (const value of [values].flat()) told.append(name, value);
  }
  const { statusCode: status, statusText } = answer;
  return answerOf({ url: href, status, statusText, headers: told }, answer.body);
}

const proxies = new Map<string, Promise<Dispatcher>>();

/** As `warmFetch`, by way of a proxy (`http://[user:password@]host:port`) where one is named. */
export function fetchThrough(proxy: string | undefined): Fetch {
  if (proxy === undefined) return warmFetch;
  return async (url, init) => {
    try {
      return await send(await proxyAgent(proxy), url, init);
    } catch (error) {
      throw init?.signal?.aborted ? error : atProxy(error, new URL(proxy).host);
    }
  };
}

/** Every connection that is opened here is one to the proxy, and nothing else is looked up. */
const unreached = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** An error of the way there is told as the proxy's; what the provider's own end did stays as it is. */
function atProxy(error: unknown, host: string): unknown {
  const { code, message } = error as { code?: unknown; message?: unknown };
  const refusal = /^Proxy response \((\d{3})\)/.exec(String(message));
  if (refusal) return new ProxyError(host, Number(refusal[1]));
  return typeof code === 'string' && unreached.has(code) ? new ProxyError(host) : error;
}

function proxyAgent(proxy: string): Promise<Dispatcher> {
  const known = proxies.get(proxy);
  if (known) return known;
  const made = import('undici/lib/dispatcher/proxy-agent.js').then(
    ({ default: ProxyAgent }) =>
      // Plain http goes through a tunnel as well: what lies between must not read the question.
      new ProxyAgent({ ...lasting, uri: proxy, proxyTunnel: true }),
  );
  proxies.set(proxy, made);
  return made;
}
