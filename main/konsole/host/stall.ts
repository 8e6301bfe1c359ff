/**
 * Watches a provider's silence: tells it once it passes `stallMs` and at each doubling, and gives up after
 * `idleMs`. One timer, set anew when it fires and not for every piece of text.
 */
import type { HostClock } from './clock';

export interface StallWatch {
  /** Something came from the provider. */
  heard(): void;
  /** Nobody listens for now (the journal is behind, a tool runs): silence is not the provider's. */
  pause(): void;
  resume(): void;
  stop(): void;
}

export interface StallDeps {
  clock: HostClock;
  stallMs: number;
  idleMs: number;
  onStall: (silentMs: number) => void;
  onIdle: () => void;
}

export function watchSilence({ clock, stallMs, idleMs, onStall, onIdle }: StallDeps): StallWatch {
  let since = clock.now();
  let next = stallMs;
  let paused = false;
  let stopped = false;
  let cancel = schedule(stallMs);

  function schedule(ms: number): () => void {
    return clock.schedule(Math.max(1, Math.min(ms, idleMs)), look);
  }

  function look(): void {
    if (stopped) return;
    const silent = clock.now() - since;
    if (paused || silent < Math.min(next, idleMs)) {
      cancel = schedule(paused ? stallMs : Math.min(next, idleMs) - silent);
      return;
    }
    if (silent >= idleMs) {
      stopped = true;
      onIdle();
      return;
    }
    onStall(Math.round(silent));
    while (next <= silent) next *= 2;
    cancel = schedule(Math.min(next, idleMs) - silent);
  }

  function heard(): void {
    since = clock.now();
    // A longer wait is already scheduled: the first stall of a new silence must not come late.
    if (next > stallMs) {
      next = stallMs;
      cancel();
      cancel = schedule(stallMs);
    }
  }

  return {
    heard,
    pause() {
      paused = true;
    },
    resume() {
      if (!paused) return;
      paused = false;
      heard();
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
}
