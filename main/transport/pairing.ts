/**
 * Pairing: single-use tickets that the owner hands out, and what they are exchanged for. Of tickets and browsers
 * only hashes are kept, in memory alone: they end with this process. Devices stay (`devices.ts`).
 */
import type { Client } from '../konsole/types';
import type { Devices, Secrets } from './devices';
import { hashOf } from './token';

/** What a ticket is good for; `name` is of a device. */
export interface Pass {
  scope: Client['scope'];
  name?: string;
}

export interface Pairing {
  /** A new ticket: good once, for ten minutes. */
  ticket(pass: Pass): string;
  /**
   * What is paired now, and with which scope; undefined for a ticket that is unknown, used or too old. `asked` may
   * ask for less than the ticket gives. Throws a `KonsoleError` where a device cannot be kept.
   */
  redeem(ticket: string, asked?: Partial<Pass>): (Secrets & { scope: Client['scope'] }) | undefined;
  /** Who bears this token. */
  bearer(token: string): Client | undefined;
  /** Who listens with this cookie. */
  listener(cookie: string): Client | undefined;
}

export interface PairingDeps {
  devices: Pick<Devices, 'add' | 'bearer' | 'listener'>;
  /** Milliseconds of a clock that never runs backwards. */
  elapsed: () => number;
  /** Random bytes as base64url: what nobody guesses. */
  random: (bytes: number) => string;
}

export const ticketMs = 10 * 60_000;
/** Open at once; beyond it the oldest is forgotten. */
const maxTickets = 32;
const maxBrowsers = 256;

export function createPairing({ devices, elapsed, random }: PairingDeps): Pairing {
  /** When each ends, by hash. */
  const tickets = new Map<string, { pass: Pass; until: number }>();
  const browsers = new Map<string, Client>();
  /** Hashes of the browsers' tokens, by those of their cookies. */
  const cookies = new Map<string, string>();

  function addBrowser(): Secrets {
    const secrets = { token: random(32), cookie: random(32) };
    const hash = hashOf(secrets.token);
    bound(browsers, maxBrowsers);
    bound(cookies, maxBrowsers);
    browsers.set(hash, { id: `browser-${random(9)}`, scope: 'owner', door: 'tcp' });
    cookies.set(hashOf(secrets.cookie), hash);
    return secrets;
  }

  return {
    ticket(pass) {
      const ticket = random(32);
      bound(tickets, maxTickets);
      tickets.set(hashOf(ticket), { pass, until: elapsed() + ticketMs });
      return ticket;
    },
    redeem(ticket, asked = {}) {
      const hash = hashOf(ticket);
      const known = tickets.get(hash);
      tickets.delete(hash);
      if (!known || elapsed() >= known.until) return undefined;
      const { pass } = known;
      if (pass.scope === 'owner' && asked.scope !== 'device')
        return { ...addBrowser(), scope: 'owner' };
      return { ...devices.add(pass.name ?? asked.name ?? 'A device'), scope: 'device' };
    },
    bearer: (token) => browsers.get(hashOf(token)) ?? devices.bearer(token),
    listener: (cookie) =>
      browsers.get(cookies.get(hashOf(cookie)) ?? '') ?? devices.listener(cookie),
  };
}

function bound(map: Map<string, unknown>, most: number): void {
  if (map.size < most) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}
