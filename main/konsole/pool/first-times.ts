/** From `turn.started` to the provider's first event, warm and cold apart, over the newest turns of a lane. */
import type { PoolStatus, TurnStart } from '../../../preload/contract/shapes';

/** Turns that are looked at. */
const newest = 50;

type Figures = NonNullable<PoolStatus['lanes']['main']['first']>;

export interface FirstTimes {
  add(start: TurnStart, ms: number): void;
  /** Undefined before the first. */
  status(): Figures | undefined;
}

export function createFirstTimes(): FirstTimes {
  const times: Record<TurnStart, number[]> = { warm: [], cold: [] };

  return {
    add(start, ms) {
      times[start].push(ms);
      if (times[start].length > newest) times[start].shift();
    },
    status() {
      const figures: Figures = {};
      for (const start of ['warm', 'cold'] as const) {
        const all = times[start];
        const lastMs = all.at(-1);
        if (lastMs === undefined) continue;
        const p50Ms = all.toSorted((a, b) => a - b)[Math.ceil(all.length / 2) - 1] ?? lastMs;
        figures[start] = { count: all.length, lastMs, p50Ms };
      }
      return figures.warm || figures.cold ? figures : undefined;
    },
  };
}
