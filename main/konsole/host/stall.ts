/**
 * Watches a provider's silence: tells it once it passes `stallMs` and at each doubling, and gives up after `idleMs`. Signs
 * of life without content are no silence, and no answer either: they are told once nothing else came for three times as
 * long, and given up after `emptyMs`. One timer, set anew when it fires and not for every piece of text.
 */
import type { HostClock } from './clock';

export interface StallWatch {
  /** Something came from the provider; `content`: more than a sign of life. */
  heard(content: boolean): void;
  /** Nobody listens for now (the journal is behind, a tool runs): silence is not the provider's. */
  pause(): void;
  resume(): void;
  stop(): void;
}

export interface StallDeps {
  clock: HostClock;
  stallMs: number;
  idleMs: number;
  emptyMs: number;
  /** `alive`: signs of life came, and nothing else for `silentMs`. */
  onStall: (silentMs: number, alive: boolean) => void;
  /** It is given up: after nothing, or (`alive`) after nothing but signs of life. */
  onIdle: (alive: boolean) => void;
}

export function watchSilence(deps: StallDeps): StallWatch {
  const { clock, stallMs, idleMs, emptyMs, onStall, onIdle } = deps;
  const firstEmptyMs = 3 * stallMs;
  let since = clock.now();
  let next = stallMs;
  /** When content last came. */
  let said = since;
  let nextEmpty = firstEmptyMs;
  let pausedAt: number | undefined;
  let stopped = false;
  let cancel = schedule(stallMs);

  function schedule(ms: number): () => void {
    return clock.schedule(Math.max(1, Math.min(ms, idleMs)), look);
  }

  function look(): void {
    if (stopped) return;
    if (pausedAt !== undefined) {
      cancel = schedule(stallMs);
      return;
    }
    const silent = clock.now() - since;
    const empty = clock.now() - said;
    if (silent >= idleMs || empty >= emptyMs) {
      stopped = true;
      onIdle(silent < idleMs);
      return;
    }
    if (silent >= next) onStall(Math.round(silent), false);
    else if (silent < stallMs && empty >= nextEmpty) onStall(Math.round(empty), true);
    while (next <= silent) next *= 2;
    while (nextEmpty <= empty) nextEmpty *= 2;
    const left = [next - silent, idleMs - silent, nextEmpty - empty, emptyMs - empty];
    cancel = schedule(Math.min(...left));
  }

  function heard(content: boolean): void {
    since = clock.now();
    if (content) {
      said = since;
      nextEmpty = firstEmptyMs;
    }
    if (next === stallMs) return;
    // A longer wait is already scheduled: the first stall of a new silence must not come late.
    next = stallMs;
    cancel();
    cancel = schedule(stallMs);
    // What was told is true no more.
    if (!content) onStall(Math.round(since - said), true);
  }

  return {
    heard,
    pause() {
      pausedAt ??= clock.now();
    },
    resume() {
      if (pausedAt === undefined) return;
      said += clock.now() - pausedAt;
      pausedAt = undefined;
      heard(false);
    },
    stop() {
      stopped = true;
      cancel();
    },
  };
}
