/** Time as a turn needs it: epoch ms that never run backwards, and timers that a test can replace. */

export interface HostClock {
  now(): number;
  /** Runs `run` once after `ms`; returns how to cancel. */
  schedule(ms: number, run: () => void): () => void;
}

export interface ProcessClock extends HostClock {
  /** Takes over the system's time, and `atLeast` if that is later. Between turns only: it may go back. */
  set(atLeast: number): void;
}

/**
 * Within a turn a change of the system's clock moves nothing: one origin, one monotonic count. That count
 * stands still while the computer sleeps, so a host that waited through a night is set before its next turn.
 */
export function createHostClock(
  wall: () => number = Date.now,
  elapsed: () => number = () => performance.now(),
): ProcessClock {
  let origin = wall() - elapsed();
  return {
    now: () => origin + elapsed(),
    schedule(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    set(atLeast) {
      origin = Math.max(wall(), atLeast) - elapsed();
    },
  };
}

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
