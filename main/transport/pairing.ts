/**
 * Pairing of browsers: single-use tickets that the owner hands out, and the tokens they are exchanged for.
 * Only hashes are kept, in memory alone: what was paired ends with this process.
 */
import { createHash } from 'node:crypto';
import type { Client } from '../konsole/types';

export interface Pairing {
  /** A new ticket: good once, for ten minutes. */
  ticket(): string;
  /** The token of a browser that is paired now; undefined for a ticket that is unknown, used or too old. */
  redeem(ticket: string): string | undefined;
  /** Who bears this token. */
  bearer(token: string): Client | undefined;
}

export interface PairingDeps {
  /** Milliseconds of a clock that never runs backwards. */
  elapsed: () => number;
  /** Random bytes as base64url: what nobody guesses. */
  random: (bytes: number) => string;
}

export const ticketMs = 10 * 60_000;
/** Open at once; beyond it the oldest is forgotten. */
const maxTickets = 32;
const maxBrowsers = 256;

export function createPairing({ elapsed, random }: PairingDeps): Pairing {
  /** When each ends, by hash. */
  const tickets = new Map<string, number>();
  const browsers = new Map<string, Client>();

  return {
    ticket() {
      const ticket = random(32);
      bound(tickets, maxTickets);
      tickets.set(hashOf(ticket), elapsed() + ticketMs);
      return ticket;
    },
    redeem(ticket) {
      const hash = hashOf(ticket);
      const until = tickets.get(hash);
      tickets.delete(hash);
      if (until === undefined || elapsed() >= until) return undefined;
      const token = random(32);
      bound(browsers, maxBrowsers);
      browsers.set(hashOf(token), { id: `browser-${random(9)}`, scope: 'owner', door: 'tcp' });
      return token;
    },
    bearer: (token) => browsers.get(hashOf(token)),
  };
}

function bound(map: Map<string, unknown>, most: number): void {
  if (map.size < most) return;
  const oldest = map.keys().next();
  if (!oldest.done) map.delete(oldest.value);
}

/** Looking a hash up tells nothing about the text: who guesses does not know what its hash is near to. */
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64');
