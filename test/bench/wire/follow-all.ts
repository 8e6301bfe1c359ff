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
  /** How many have begun, appends that were folded, and holes that were noticed. */
  told(): { begun: number; appends: number; gaps: number };
}

export function followAll(page: Window & WindowWithBridge, sessions: readonly string[]): FollowAll {
  const states = new Map<string, Snapshot>();
  let appends = 0;
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
        let state = states.get(id) ?? emptySession(id);
        for (const event of events as readonly SessionEvent[]) {
          if (event.type === 'block.appended')
            appends += event.seq - (event.first ?? event.seq) + 1;
          state = reduceSession(state, event);
        }
        states.set(id, state);
      },
    });
  }
  return {
    told: () => ({
      begun: states.size,
      appends,
      gaps: streams.reduce((sum, stream) => sum + stream.health().gaps, 0),
    }),
  };
}
