/** Who may pass a door: the Host allow-list, the Origin rule, the bearer token, and a brake on guessing. */
import type { IncomingMessage } from 'node:http';
import type { Client } from '../konsole/types';
import { type Refusal, refusal } from './answers';

/** One door of the gateway: the socket, or TCP. */
export interface Door {
  name: 'socket' | 'tcp';
  /** Exactly what a Host header may be, in lower case. */
  hosts: ReadonlySet<string>;
  /** Exactly what an Origin header may be; a browser cannot come through the socket, so there none. */
  origins: ReadonlySet<string>;
  client: Client;
  /** Why a command may not come through this door. */
  refuses: (command: string) => string | undefined;
}

export interface Auth {
  /** Host and Origin: on every request, whatever it asks for. */
  checkPlace(door: Door, req: IncomingMessage): Refusal | undefined;
  checkToken(req: IncomingMessage): Refusal | undefined;
}

export interface AuthDeps {
  bears: (authorization: string | undefined) => boolean;
  /** Milliseconds of a clock that never runs backwards. */
  elapsed: () => number;
}

/** Wrong tokens from one address within the span, after which it hears 429. A right one always passes. */
const wrongTokens = 100;
const spanMs = 10_000;
/** Addresses remembered at once; more, and all is forgotten, which costs nobody anything. */
const addresses = 1000;

export function createAuth({ bears, elapsed }: AuthDeps): Auth {
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

  return {
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
    checkToken(req) {
      if (bears(req.headers.authorization)) return undefined;
      if (tooMany(req.socket.remoteAddress ?? 'socket')) {
        const message = 'Too many wrong tokens from here. Wait ten seconds.';
        return refusal(429, 'busy', message, { 'retry-after': '10' });
      }
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
