/** What a host's handle keeps of the turn that the host is leased for. */
import type { FromHost, ToHost } from '../host/protocol';
import { createSteering, type Steering } from './steering';
import type { LeaseListener } from './types';

export interface Held {
  readonly session: string;
  readonly turn: string;
  readonly steering: Steering;
  listener?: LeaseListener;
  ran: boolean;
  abandoned: boolean;
  finished: boolean;
  lastBatch: number;
  /** What its tools have asked and were not told yet. */
  asked: Set<number>;
  cancelTimer?: () => void;
}

export function createHeld(session: string, turn: string, post: (message: ToHost) => void): Held {
  const steering = createSteering({
    say: (text) => post({ t: 'steer', turn, text }),
    over: () => post({ t: 'over', turn }),
  });
  return {
    session,
    turn,
    steering,
    ran: false,
    abandoned: false,
    finished: false,
    lastBatch: 0,
    asked: new Set(),
  };
}

/** Questions that may be open at a time: calls that look run together, and no model makes more of them. */
const mostAsked = 16;

/** Only a turn that runs is answered, and each question once. */
export function askEngine(
  held: Held,
  { n, tool, input }: Extract<FromHost, { t: 'ask' }>,
  post: (message: ToHost) => void,
): void {
  if (!held.ran || held.abandoned || held.finished || held.asked.has(n)) return;
  if (held.asked.size >= mostAsked) {
    const text = 'Too many questions to Konsole at once. Ask one after the other.';
    post({ t: 'told', turn: held.turn, n, ok: false, text, summary: 'too many at once' });
    return;
  }
  held.asked.add(n);
  held.listener?.ask?.({ n, tool, input });
}
