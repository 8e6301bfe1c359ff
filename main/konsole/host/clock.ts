/** Time as a turn needs it: epoch ms that never run backwards, and timers that a test can replace. */

export interface HostClock {
  now(): number;
  /** Runs `run` once after `ms`; returns how to cancel. */
  schedule(ms: number, run: () => void): () => void;
}

/** A change of the system's clock moves nothing here: one origin, one monotonic count. */
export const hostClock: HostClock = {
  now: () => performance.timeOrigin + performance.now(),
  schedule(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Resolves after `ms`; rejects with the signal's reason when aborted first. */
export function wait(clock: HostClock, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.schedule(ms, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}
