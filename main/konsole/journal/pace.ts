/** How a long question lets others through: at most some ms of work, then everything else that waits. */
import { setImmediate as afterOthers } from 'node:timers/promises';

/** Longest that one question keeps the reading worker, ms; a quick turn's own reads wait no longer than that. */
const sliceMs = 8;

export interface Pace {
  /** Undefined while there is time left; else resolves once the others had their turn. */
  pause(): Promise<void> | undefined;
}

export function createPace(elapsed: () => number = () => performance.now()): Pace {
  let began = elapsed();
  return {
    pause() {
      if (elapsed() - began < sliceMs) return undefined;
      return afterOthers().then(() => {
        began = elapsed();
      });
    },
  };
}
