/**
 * Connections for `web_fetch`: to public addresses alone. A name is judged by every address it has, and the socket by
 * the one it reached, so that a name that changes its address in between leads nowhere. No proxy is used, unlike
 * with providers: behind one, it would be the proxy that looks names up, and nothing here could be judged.
 */
import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { Agent, buildConnector } from 'undici';
import type { AllowAddress } from './web-address';

export type Lookup = (
  host: string,
  options: { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
}

const connectMs = 10_000;

/** For one call; its owner destroys it. */
export function openAgent(allow: AllowAddress, lookup: Lookup = systemLookup): Agent {
  const connect = buildConnector({
    timeout: connectMs,
    // Its types name the system's own lookup with all its forms; only this one is asked for.
    lookup: ((host: string, options: { all?: boolean }, done: (...args: unknown[]) => void) => {
      lookup(host, { ...options, all: true }, (error, addresses) => {
        if (error) return done(error);
        const first = addresses[0];
        if (!first || addresses.some(({ address }) => !allow(address))) {
          return done(new PrivateAddressError(`${host} has no public address`));
        }
        return options.all ? done(null, addresses) : done(null, first.address, first.family);
      });
    }) as never,
  });
  return new Agent({
    connect(options, done) {
      connect(options, (error, socket) => {
        if (error || !socket) return done(error ?? new Error('no socket'), null);
        const reached = socket.remoteAddress;
        if (reached !== undefined && allow(reached)) return done(null, socket);
        socket.destroy();
        return done(new PrivateAddressError(`${options.hostname} has no public address`), null);
      });
    },
    connections: 1,
    maxHeaderSize: 64 * 1024,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}
