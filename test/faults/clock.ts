/** A clock that runs like the real one and can leap: a silence of 25 seconds costs a test none. */
export interface Clock {
  /** Epoch milliseconds, ahead of the real ones by all leaps. */
  now(): number;
  /** Runs `run` after `ms`; returns how to cancel. */
  schedule(ms: number, run: () => void): () => void;
  /** What falls due within `ms` runs at once, in order. */
  leap(ms: number): void;
  close(): void;
}

interface Wish {
  at: number;
  run: () => void;
  timer: NodeJS.Timeout;
}

export function createClock(): Clock {
  let ahead = 0;
  const wishes = new Set<Wish>();
  const now = () => Date.now() + ahead;

  function grant(wish: Wish): void {
    clearTimeout(wish.timer);
    if (wishes.delete(wish)) wish.run();
  }

  return {
    now,
    schedule(ms, run) {
      const wish: Wish = { at: now() + ms, run, timer: setTimeout(() => grant(wish), ms) };
      wishes.add(wish);
      return () => {
        clearTimeout(wish.timer);
        wishes.delete(wish);
      };
    },
    leap(ms) {
      const until = now() + ms;
      for (;;) {
        const [first] = [...wishes].sort((left, right) => left.at - right.at);
        if (!first || first.at > until) break;
        ahead += Math.max(0, first.at - now());
        grant(first);
      }
      ahead += Math.max(0, until - now());
      for (const wish of wishes) {
        clearTimeout(wish.timer);
        wish.timer = setTimeout(() => grant(wish), Math.max(0, wish.at - now()));
      }
    },
    close() {
      for (const wish of wishes) clearTimeout(wish.timer);
      wishes.clear();
    },
  };
}
