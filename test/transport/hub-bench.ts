/** A hub over a feed in memory, a clock that tests move by hand, and sinks that remember what they were sent. */
import { createHub, type Hub } from '../../main/transport/hub';
import type { Reader, ReaderKind } from '../../main/transport/sink';
import type { KonsoleEvent } from '../../preload/contract/events';
import type { ServerFrame } from '../../preload/contract/frames';
import { createMemoryFeed, type MemoryFeed } from './memory-feed';

export interface Recorded {
  reader: Reader;
  frames: ServerFrame[];
  batches: ServerFrame[][];
  ended: string[];
  full: boolean;
}

export interface HubBench {
  feed: MemoryFeed;
  hub: Hub;
  logs: string[];
  timers: () => number;
  /** Moves the clock and runs what fell due. */
  pass(ms: number): void;
  connect(kind: ReaderKind): Recorded;
}

export const port: ReaderKind = { pace: 'journal', window: 'acks' };
export const remote: ReaderKind = { pace: 'remote', window: 'drain' };

export function createHubBench(feed = createMemoryFeed()): HubBench {
  let now = 0;
  let timers: { at: number; run: () => void }[] = [];
  const logs: string[] = [];
  const hub = createHub({
    feed,
    log: { write: (_level, _area, message) => void logs.push(message) },
    schedule(ms, run) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    elapsed: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  });
  return {
    feed,
    hub,
    logs,
    timers: () => timers.length,
    pass(ms) {
      const until = now + ms;
      for (;;) {
        const due = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        now = due.at;
        timers = timers.filter((other) => other !== due);
        due.run();
      }
      now = until;
    },
    connect(kind) {
      const recorded: Omit<Recorded, 'reader'> = {
        frames: [],
        batches: [],
        ended: [],
        full: false,
      };
      const reader = hub.connect(
        {
          send(frames) {
            recorded.batches.push([...frames]);
            recorded.frames.push(...frames);
          },
          writable: () => !recorded.full,
          end: (code) => void recorded.ended.push(code),
        },
        kind,
      );
      return Object.assign(recorded, { reader });
    },
  };
}

/** Waits for what a test expects to become true; fails with its own words after five seconds. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const start = performance.now();
  while (!holds()) {
    if (performance.now() - start > 5000) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export const events = (frames: readonly ServerFrame[]): KonsoleEvent[] =>
  frames.flatMap((frame) => (frame.t === 'event' ? [frame.event] : []));

export const kinds = (frames: readonly ServerFrame[]): string[] => frames.map((frame) => frame.t);

export const synced = (reader: Recorded) => () => reader.frames.some((f) => f.t === 'synced');
