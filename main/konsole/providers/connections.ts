/** HTTP connections that stay warm between requests. One pool a process. */
// By their files: all of undici takes three times as long to load, and a host that starts in the cold waits for it.
import request from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import type { Dispatcher } from 'undici';
import { answerOf, type Fetch } from './answer';
import { createOpenings, type Openings } from './openings';
import { createOpen, type Open, type Trust } from './trust';

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

/** How a provider is reached. */
export interface Way extends Trust {
  /** Absent: directly. `http(s)` or `socks5(h)`, `://[user:password@]host:port`. */
  proxy?: string;
}

interface Through {
  agent: Dispatcher;
  openings: Openings;
}

/** By way. */
const ways = new Map<string, Through>();

/**
 * As `fetch` does it for a body of text, but it follows no redirect and unpacks nothing, so it asks for what is not
 * packed. Straight to the pool: the way through `fetch` took twice as long to the wire.
 */
export function fetchThrough(way: Way): Fetch {
  const through = throughOf(way);
  return (url, init) => send(through, url, init);
}

export const warmFetch = fetchThrough({});

function throughOf({ proxy, certificates, extraCertificates }: Way): Through {
  const key = JSON.stringify([proxy, certificates, extraCertificates]);
  const known = ways.get(key);
  if (known) return known;
  const trust = {
    ...(certificates === undefined ? {} : { certificates }),
    ...(extraCertificates === undefined ? {} : { extraCertificates }),
  };
  const tunnel = proxy === undefined ? undefined : whenNeeded(proxy, trust);
  const openings = createOpenings(createOpen(trust, tunnel));
  const made = { agent: new Agent({ ...lasting, connect: openings.connect }), openings };
  ways.set(key, made);
  return made;
}

function whenNeeded(proxy: string, trust: Trust): Open {
  let opened: Promise<Open> | undefined;
  return async (target, signal) => {
    opened ??= import('./tunnel').then(({ tunnelThrough }) => tunnelThrough(proxy, trust));
    return (await opened)(target, signal);
  };
}

async function send(
  { agent, openings }: Through,
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
  const waited = openings.wait(origin);
  const asked = request.call(agent, {
    origin,
    path: pathname + search,
    method: method.toUpperCase() as 'GET' | 'OPTIONS' | 'POST',
    headers,
    body: body ?? null,
    ...(signal ? { signal } : {}),
  });
  const answer = await (signal ? orStopped(asked, signal) : asked).finally(waited);
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
