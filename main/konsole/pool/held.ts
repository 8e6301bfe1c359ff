/** What a host's handle keeps of the turn that the host is leased for. */
import type { ToHost } from '../host/protocol';
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
  cancelTimer?: () => void;
}

export function createHeld(session: string, turn: string, post: (message: ToHost) => void): Held {
  const steering = createSteering({
    say: (text) => post({ t: 'steer', turn, text }),
    over: () => post({ t: 'over', turn }),
  });
  return { session, turn, steering, ran: false, abandoned: false, finished: false, lastBatch: 0 };
}
