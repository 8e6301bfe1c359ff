/** What waits for one reader, in `pos` order; consecutive appends merge while it has no room. */
import type { KonsoleEvent } from '../../preload/contract/events';
import { envelope, weightOf } from './encoding';
import { mergeWithin } from './merging';

export interface Queue {
  push(event: KonsoleEvent, mayMerge: boolean): void;
  /** At least one event, then as many as fit; none when it is empty. */
  take(maxChars: number): KonsoleEvent[];
  bytes(): number;
  forget(channel: string): void;
  /** Empties it and says what was lost. */
  clear(): { events: number; channels: Set<string> };
}

export function createQueue(): Queue {
  let events: KonsoleEvent[] = [];
  let bytes = 0;

  return {
    push(event, mayMerge) {
      const last = mayMerge ? events.at(-1) : undefined;
      const merged = last ? mergeWithin(last, event) : undefined;
      bytes += weightOf(event).bytes - (merged ? envelope : 0);
      if (merged) events[events.length - 1] = merged;
      else events.push(event);
    },
    take(maxChars) {
      let chars = 0;
      let count = 0;
      for (const event of events) {
        chars += weightOf(event).chars;
        if (count > 0 && chars > maxChars) break;
        count += 1;
      }
      const taken = events.splice(0, count);
      bytes =
        events.length === 0
          ? 0
          : bytes - taken.reduce((sum, event) => sum + weightOf(event).bytes, 0);
      return taken;
    },
    bytes: () => bytes,
    forget(channel) {
      if (!events.some((event) => event.channel === channel)) return;
      events = events.filter((event) => event.channel !== channel);
      bytes = events.reduce((sum, event) => sum + weightOf(event).bytes, 0);
    },
    clear() {
      const lost = { events: events.length, channels: new Set(events.map((e) => e.channel)) };
      events = [];
      bytes = 0;
      return lost;
    },
  };
}
