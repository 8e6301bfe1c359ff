/**
 * Put into a page of the app: follows sessions as a window does, with the product's stream machine over its port and
 * each session's state folded as in the session store. A connection follows at most 64 channels, so there are several.
 */
import type { WindowWithBridge } from '../../../preload/contract/bridge-api';
import type { SessionEvent } from '../../../preload/contract/events';
import { emptySession, reduceSession } from '../../../preload/contract/session-state';
import type { Snapshot } from '../../../preload/contract/shapes';
import { createWindowPortDriver } from '../../../preload/stream/port-driver';
import { createStream } from '../../../preload/stream/stream';

const channelsOfOne = 50;

export interface FollowAll {
  /** How many have begun, how many stand at that text, and events that came, a merged one once. */
  told(last: string): { begun: number; ended: number; events: number };
}

export function followAll(page: Window & WindowWithBridge, sessions: readonly string[]): FollowAll {
  const states = new Map<string, Snapshot>();
  let came = 0;
  const streams = Array.from({ length: Math.ceil(sessions.length / channelsOfOne) }, () =>
    createStream({
      driver: createWindowPortDriver(page),
      transport: 'direct',
      now: () => Date.now(),
      schedule(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      random: Math.random,
    }),
  );
  for (const [n, id] of sessions.entries()) {
    streams[Math.floor(n / channelsOfOne)]?.follow(`session/${id}`, {
      snapshot(state) {
        if ('turns' in state) states.set(id, state);
      },
      events(events) {
        came += events.length;
        let state = states.get(id) ?? emptySession(id);
        for (const event of events as readonly SessionEvent[]) {
          state = reduceSession(state, event);
        }
        states.set(id, state);
      },
    });
  }
  return {
    told: (last) => ({
      begun: states.size,
      ended: [...states.values()].filter(({ turns }) =>
        turns.at(-1)?.blocks.at(-1)?.text.includes(last),
      ).length,
      events: came,
    }),
  };
}
