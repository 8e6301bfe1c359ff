/** What waits for one reader, in `pos` order; consecutive appends merge while it has no room. */
import type { KonsoleEvent } from '../../preload/contract/events';
import { bytesOf, charsOf, envelope } from './encoding';
import { mergeWithin } from './merging';

/** What a merge adds in memory beside the text: a string that is put together holds on to both its parts. Bytes. */
const joint = 40;

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
  /** Of each event, at the same place. */
  let sizes: number[] = [];
  let bytes = 0;

  return {
    push(event, mayMerge) {
      const last = mayMerge ? events.at(-1) : undefined;
      const merged = last ? mergeWithin(last, event) : undefined;
      const size = bytesOf(event) - (merged ? envelope - joint : 0);
      bytes += size;
      if (merged) {
        events[events.length - 1] = merged;
        sizes[sizes.length - 1] = (sizes.at(-1) ?? 0) + size;
      } else {
        events.push(event);
        sizes.push(size);
      }
    },
    take(maxChars) {
      let chars = 0;
      let count = 0;
      for (const event of events) {
        chars += charsOf(event);
        if (count > 0 && chars > maxChars) break;
        bytes -= sizes[count] ?? 0;
        count += 1;
      }
      if (count < events.length) {
        sizes = sizes.slice(count);
        return events.splice(0, count);
      }
      const taken = events;
      events = [];
      sizes = [];
      return taken;
    },
    bytes: () => bytes,
    forget(channel) {
      if (!events.some((event) => event.channel === channel)) return;
      sizes = sizes.filter((_size, at) => events[at]?.channel !== channel);
      events = events.filter((event) => event.channel !== channel);
      bytes = sizes.reduce((sum, size) => sum + size, 0);
    },
    clear() {
      const lost = { events: events.length, channels: new Set(events.map((e) => e.channel)) };
      events = [];
      sizes = [];
      bytes = 0;
      return lost;
    },
  };
}
