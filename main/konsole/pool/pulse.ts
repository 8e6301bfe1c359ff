/** Asks one host whether it lives, and knows how often in a row it did not answer. */
import type { ToHost } from '../host/protocol';
import type { Schedule } from './types';

export interface Pulse {
  /** Asks; returns the number that the answer will bear. */
  ask(): number;
  /** Times in a row that it was asked and has not answered since. */
  missed(): number;
  heard(n: number): void;
  /** What was missed before counts no more. */
  forgive(): void;
  /** Asks once beside all that, and says so if no answer came within `ms`. */
  probe(ms: number, silent: () => void): void;
}

export function createPulse(post: (message: ToHost) => void, schedule: Schedule): Pulse {
  let asked = 0;
  let answered = 0;
  let missed = 0;

  function ping(): number {
    asked += 1;
    post({ t: 'ping', n: asked });
    return asked;
  }

  return {
    ask() {
      missed += 1;
      return ping();
    },
    missed: () => missed,
    heard(n) {
      answered = Math.max(answered, n);
      missed = 0;
    },
    forgive() {
      missed = 0;
    },
    probe(ms, silent) {
      const n = ping();
      // Once more round the loop: an answer may lie unread, where this process was the one that was late.
      const judge = () => {
        if (answered < n) silent();
      };
      schedule(ms, () => void schedule(0, judge));
    },
  };
}
