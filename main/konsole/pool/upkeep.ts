/** Which of a lane's idle hosts go: those that are worn, and those that nobody has needed for a while. Pure. */
import type { HostHandle } from './host-types';

/** A spare host stays this long after its last turn: the next one often comes soon. */
export const spareMs = 5 * 60_000;
const oldestMs = 24 * 60 * 60_000;
const mostTurns = 500;

type Idle = Pick<HostHandle, 'bornAt' | 'since' | 'state' | 'leases' | 'rssBytes' | 'lowered'>;

export type Wear = 'memory' | 'lowered' | 'age';

/** Why this host is to be replaced once it is idle: for `memory` at once, else when a fresh one is warm. */
export function wear(host: Idle, now: number, mostBytes: number): Wear | undefined {
  if ((host.rssBytes ?? 0) > mostBytes) return 'memory';
  if (host.lowered) return 'lowered';
  return now - host.bornAt > oldestMs || host.leases >= mostTurns ? 'age' : undefined;
}

/** It takes no other turn, whoever waits. */
export const isSpent = (worn: Wear | undefined): boolean => worn === 'memory' || worn === 'lowered';

/** Of idle hosts, `count` too many: those that may go by now, and in how many ms one of the others may. */
export function spares<Host extends Idle>(
  idle: readonly Host[],
  count: number,
  now: number,
  spareFor = spareMs,
): { go: Host[]; nextMs?: number } {
  if (count <= 0) return { go: [] };
  // The one that has worked has its connections open: it stays longest.
  const ranked = [...idle].sort((a, b) => rank(a) - rank(b));
  const go = ranked.filter((host) => now - host.since >= spareFor).slice(0, count);
  if (go.length === count) return { go };
  const left = ranked.filter((host) => !go.includes(host)).map((host) => host.since + spareMs);
  return { go, nextMs: Math.min(...left) - now };
}

/** Hosts with least to lose come first. */
export const rank = (host: Idle): number => (host.state === 'warm' ? 1 + host.leases : 0);
