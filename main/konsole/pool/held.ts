/** What a host's handle keeps of the turn that the host is leased for. */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { FromHost, ToHost, TurnOrder } from '../host/protocol';
import type { Steering } from './steering';
import type { Death, LeaseListener } from './types';

export interface HostListener {
  /** The first sign that the host has taken the turn up: from here on no other may run it. */
  takenUp(): void;
  /** It was given the turn, said nothing at all, and is gone now: nothing was done, another host may run it. */
  untaken(): void;
  events(n: number, events: readonly SessionEventBody[]): void;
  ask: NonNullable<LeaseListener['ask']>;
  died(death: Death): void;
}

export interface Held {
  readonly session: string;
  readonly turn: string;
  readonly steering: Steering;
  order?: TurnOrder;
  listener?: HostListener;
  /** The ping that went with the turn. */
  ping: number;
  takenUp: boolean;
  abandoned: boolean;
  finished: boolean;
  lastBatch: number;
  /** What its tools have asked and were not told yet. */
  asked: Set<number>;
  cancelTimer?: () => void;
  cancelTakeUp?: () => void;
}

export function createHeld(session: string, turn: string, steering: Steering): Held {
  return {
    session,
    turn,
    steering,
    ping: 0,
    takenUp: false,
    abandoned: false,
    finished: false,
    lastBatch: 0,
    asked: new Set(),
  };
}

/** Anything that a host says of its turn, or after it was given it, is a sign that it has taken it up. */
export function heard(lease: Held): void {
  if (lease.takenUp) return;
  lease.takenUp = true;
  lease.cancelTakeUp?.();
  lease.listener?.takenUp();
}

/** Questions that may be open at a time: calls that look run together, and no model makes more of them. */
const mostAsked = 16;

/** Only a turn that runs is answered, and each question once. */
export function askEngine(
  held: Held,
  { n, tool, input }: Extract<FromHost, { t: 'ask' }>,
  post: (message: ToHost) => void,
): void {
  if (!held.order || held.abandoned || held.finished || held.asked.has(n)) return;
  heard(held);
  if (held.asked.size >= mostAsked) {
    const text = 'Too many questions to Konsole at once. Ask one after the other.';
    post({ t: 'told', turn: held.turn, n, ok: false, text, summary: 'too many at once' });
    return;
  }
  held.asked.add(n);
  held.listener?.ask({ n, tool, input });
}
