/** Time by hand: timers run as it passes, and the clock on the wall may be set to anything meanwhile. */

/** Drawn in turn: how long a wait is, as a part of the longest. */
const chances = [0.5, 0.05, 0.95, 0, 0.3];
/** Beyond this a test is caught in timers that run hot. */
const mostTicks = 1_000_000;

export function createHarshTime() {
  const timers: { at: number; run: () => void }[] = [];
  /** Time that really passed, and what the clock on the wall shows beyond it. */
  let elapsed = 0;
  let shown = 1_800_000_000_000;
  let chanceAt = 0;
  let ticks = 0;
  return {
    deps: {
      now: () => elapsed + shown,
      random: () => chances[chanceAt++ % chances.length] ?? 0.5,
      schedule(ms: number, run: () => void) {
        const timer = { at: elapsed + ms, run };
        timers.push(timer);
        return () => {
          const index = timers.indexOf(timer);
          if (index >= 0) timers.splice(index, 1);
        };
      },
    },
    timers: () => timers.length,
    ticks: () => ticks,
    /** A sleep is the same as a clock that is set forward: timers stand still in it. */
    jump: (ms: number) => void (shown += ms),
    pass(ms: number) {
      const until = elapsed + ms;
      for (;;) {
        const due = timers.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers.splice(timers.indexOf(due), 1);
        elapsed = Math.max(elapsed, due.at);
        ticks += 1;
        if (ticks > mostTicks) throw new Error('The timers run hot.');
        due.run();
      }
      elapsed = until;
    },
  };
}
