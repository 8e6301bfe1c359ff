/** Who may pass a door: the Host allow-list, the Origin rule, the bearer token or cookie, and a brake on guessing. */
import type { IncomingMessage } from 'node:http';
import type { Client } from '../konsole/types';
import { type Refusal, refusal } from './answers';
import type { Pairing } from './pairing';
import { bearerIn } from './token';

/** One door of the gateway: the socket, or TCP. */
export interface Door {
  name: 'socket' | 'tcp';
  /** Exactly what a Host header may be, in lower case. */
  hosts: ReadonlySet<string>;
  /** Exactly what an Origin header may be; a browser cannot come through the socket, so there none. */
  origins: ReadonlySet<string>;
  /** Who bears the owner's token here. */
  client: Client;
  /** Why a command of this client may not come through this door. */
  refuses: (command: string, client: Client) => string | undefined;
}

export interface Auth {
  /** Host and Origin: on every request, whatever it asks for. */
  checkPlace(door: Door, req: IncomingMessage): Refusal | undefined;
  /** Who asks, by the token. `listening`: the cookie does too, where there is no token. */
  whoAsks(door: Door, req: IncomingMessage, listening?: boolean): Client | Refusal;
  /** Counts one wrong secret from there; a refusal once they are too many. */
  tooManyWrong(req: IncomingMessage): Refusal | undefined;
  /** The same for what needs no token; who brings one is never refused. */
  tooManyOpen(door: Door, req: IncomingMessage): Refusal | undefined;
}

export interface AuthDeps {
  /** Says whether an Authorization header bears the owner's token. */
  bears: (authorization: string | undefined) => boolean;
  /** Who was paired: by their token, and by the cookie that does for listening alone. */
  pairing: Pick<Pairing, 'bearer' | 'listener'>;
  /** Milliseconds of a clock that never runs backwards. */
  elapsed: () => number;
}

/** From one address within the span, after which it hears 429 and loses its connection. A right token always passes. */
const wrongTokens = 100;
const openRequests = 3000;
const spanMs = 10_000;
/** Addresses remembered at once; more, and all is forgotten, which costs nobody anything. */
const addresses = 1000;

export function createAuth({ bears, pairing, elapsed }: AuthDeps): Auth {
  const tooMuchWrong = createBrake(wrongTokens, elapsed);
  const tooMuchOpen = createBrake(openRequests, elapsed);

  const clientOf = (door: Door, authorization: string | undefined, cookie?: string) => {
    if (bears(authorization)) return door.client;
    const token = bearerIn(authorization);
    const client = token !== undefined ? pairing.bearer(token) : cookie && pairing.listener(cookie);
    return client ? { ...client, door: door.name } : undefined;
  };

  function tooManyWrong(req: IncomingMessage): Refusal | undefined {
    return tooMuchWrong(req) ? braked('Too many wrong tokens from here.') : undefined;
  }

  return {
    tooManyWrong,
    tooManyOpen(door, req) {
      if (!tooMuchOpen(req) || clientOf(door, req.headers.authorization)) return undefined;
      return braked('Too many requests without a token from here.');
    },
    checkPlace(door, req) {
      const host = req.headers.host?.toLowerCase();
      if (host === undefined || !door.hosts.has(host)) {
        const message =
          'This Host is not served here. Use the address that Konsole printed, or start it with --allow-host NAME.';
        return refusal(403, 'denied', message);
      }
      const { origin } = req.headers;
      if (origin !== undefined && !door.origins.has(origin.toLowerCase())) {
        return refusal(403, 'denied', 'Requests from pages of another origin are refused.');
      }
      return undefined;
    },
    whoAsks(door, req, listening = false) {
      const { authorization } = req.headers;
      const cookie = listening && authorization === undefined ? cookieOf(req) : undefined;
      const client = clientOf(door, authorization, cookie);
      if (client) return client;
      const brake = tooManyWrong(req);
      if (brake) return brake;
      const given = (authorization ?? cookie) === undefined ? 'No token' : 'This token is wrong';
      return refusal(
        401,
        'denied',
        `${given}: send "Authorization: Bearer <token>"; the owner's token is in gateway-token of the data folder.`,
        { 'www-authenticate': 'Bearer realm="konsole"' },
      );
    },
  };
}

const braked = (why: string): Refusal =>
  refusal(429, 'busy', `${why} Wait ten seconds.`, { 'retry-after': '10', connection: 'close' });

/** Counts one from the address of a request, and says whether they are more than `most` in a span. */
function createBrake(most: number, elapsed: () => number) {
  const counts = new Map<string, { count: number; since: number }>();
  return ({ socket }: IncomingMessage): boolean => {
    const address = socket.remoteAddress ?? 'socket';
    const now = elapsed();
    const known = counts.get(address);
    if (!known || now - known.since > spanMs) {
      if (counts.size >= addresses) counts.clear();
      counts.set(address, { count: 1, since: now });
      return false;
    }
    known.count += 1;
    return known.count > most;
  };
}

/** A browser's own EventSource can send no header. This opens `GET /v1/events` and nothing else. */
export const listeningCookie = (value: string): string =>
  `konsole=${value}; Path=/v1/events; HttpOnly; SameSite=Strict`;

/**
 * Not for a page of another origin, which may be of the same site: to a browser `localhost` is one whatever the
 * port. One that does not say where a request comes from (plain HTTP from another machine) has its Origin checked.
 */
function cookieOf({ headers }: IncomingMessage): string | undefined {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return undefined;
  return /(?:^|;\s*)konsole=([\w-]{1,512})(?:;|$)/.exec(headers.cookie ?? '')?.[1];
}

/** Names of a TCP door with this port: port 80 may be left out, as browsers do. */
export function hostsOf(names: readonly string[], port: number): Set<string> {
  const hosts = new Set<string>();
  for (const name of names) {
    const host = (name.includes(':') ? `[${name}]` : name).toLowerCase();
    hosts.add(`${host}:${port}`);
    if (port === 80) hosts.add(host);
  }
  return hosts;
}
