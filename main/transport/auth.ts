/** Who may pass a door: the Host allow-list, the Origin rule, the bearer token, and a brake on guessing. */
import type { IncomingMessage } from 'node:http';
import type { Client } from '../konsole/types';
import { type Refusal, refusal } from './answers';
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
  /** Why a command may not come through this door. */
  refuses: (command: string) => string | undefined;
}

export interface Auth {
  /** Host and Origin: on every request, whatever it asks for. */
  checkPlace(door: Door, req: IncomingMessage): Refusal | undefined;
  /** Who asks, by the token. */
  whoAsks(door: Door, req: IncomingMessage): Client | Refusal;
  /** Counts one wrong secret from there; a refusal once they are too many. */
  tooManyWrong(req: IncomingMessage): Refusal | undefined;
}

export interface AuthDeps {
  /** Says whether an Authorization header bears the owner's token. */
  bears: (authorization: string | undefined) => boolean;
  /** Who was paired, by their token. */
  paired?: (token: string) => Client | undefined;
  /** Milliseconds of a clock that never runs backwards. */
  elapsed: () => number;
}

/** Wrong tokens from one address within the span, after which it hears 429. A right one always passes. */
const wrongTokens = 100;
const spanMs = 10_000;
/** Addresses remembered at once; more, and all is forgotten, which costs nobody anything. */
const addresses = 1000;

export function createAuth({ bears, paired, elapsed }: AuthDeps): Auth {
  const wrong = new Map<string, { count: number; since: number }>();

  function tooMany(address: string): boolean {
    const now = elapsed();
    const known = wrong.get(address);
    if (!known || now - known.since > spanMs) {
      if (wrong.size >= addresses) wrong.clear();
      wrong.set(address, { count: 1, since: now });
      return false;
    }
    known.count += 1;
    return known.count > wrongTokens;
  }

  function tooManyWrong(req: IncomingMessage): Refusal | undefined {
    if (!tooMany(req.socket.remoteAddress ?? 'socket')) return undefined;
    const message = 'Too many wrong tokens from here. Wait ten seconds.';
    return refusal(429, 'busy', message, { 'retry-after': '10' });
  }

  return {
    tooManyWrong,
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
    whoAsks(door, req) {
      if (bears(req.headers.authorization)) return door.client;
      const token = bearerIn(req.headers.authorization);
      const client = token === undefined ? undefined : paired?.(token);
      if (client) return client;
      const brake = tooManyWrong(req);
      if (brake) return brake;
      const given = req.headers.authorization === undefined ? 'No token' : 'This token is wrong';
      return refusal(
        401,
        'denied',
        `${given}: send "Authorization: Bearer <token>"; the owner's token is in gateway-token of the data folder.`,
        { 'www-authenticate': 'Bearer realm="konsole"' },
      );
    },
  };
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
