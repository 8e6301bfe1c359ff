/** Lanes whose drivers and time tests move by hand. */
import { beforeEach, onTestFinished } from 'vitest';
import { mostFailures } from '../../../main/transport/lanes/fallback';
import type { Ways } from '../../../main/transport/lanes/lane';
import { createLanes, type Lanes } from '../../../main/transport/lanes/lanes';
import type { ClientFrame, ServerFrame } from '../../../preload/contract/frames';
import type { TransportKind } from '../../../preload/contract/settings';
import type { ConnectionFact, Driver } from '../../../preload/stream/types';
import { createHubBench, kinds, until } from '../hub-bench';
import { type BareWindow, createTransports, openWindow } from './lane-house';

interface Made {
  transport: TransportKind;
  told: (fact: ConnectionFact) => void;
  sent: ClientFrame[];
  closed: boolean;
}

/** Every connection of this test, oldest first. */
export let made: Made[];
const driverOf =
  (transport: TransportKind) =>
  (): Driver =>
  (told): ReturnType<Driver> => {
    const one: Made = { transport, told, sent: [], closed: false };
    made.push(one);
    told({ type: 'opened' });
    return {
      send: (frame) => void one.sent.push(frame),
      close: () => {
        one.closed = true;
      },
    };
  };
export const ways: Ways = { sse: driverOf('sse'), websocket: driverOf('websocket') };
export const newest = () => made.at(-1) ?? raise();
const raise = (): never => {
  throw new Error('No connection was made.');
};

beforeEach(() => {
  made = [];
});

export function lanesByHand(main: TransportKind, quick: TransportKind = 'direct') {
  const bench = createHubBench();
  bench.feed.create('a');
  const settings = createTransports(main, quick);
  const troubles: [string, string | undefined][] = [];
  let now = 0;
  let changes = 0;
  let timers: { ms: number; run: () => void }[] = [];
  const lanes = createLanes({
    hub: bench.hub,
    log: { write: () => undefined },
    transports: settings.transports,
    elapsed: () => now,
    schedule(ms, run) {
      const timer = { ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    told: {
      changed: () => {
        changes += 1;
      },
      trouble: (lane, message) => void troubles.push([lane, message]),
    },
  });
  onTestFinished(() => lanes.close());
  return {
    ...bench,
    ...settings,
    lanes,
    troubles,
    changes: () => changes,
    /** Everything that waits for its time has it. */
    passAll() {
      const due = timers;
      timers = [];
      for (const { run } of due) run();
    },
    later: (ms: number) => {
      now += ms;
    },
  };
}

/** Asks for a session and waits until that has gone over the newest connection. */
export async function attached(lanes: Lanes, lane: 'main' | 'quick' = 'main'): Promise<BareWindow> {
  const count = made.length;
  const window = openWindow(lanes, lane);
  window.send({ t: 'attach', channel: 'session/a' });
  if (made.length > count) await until('it was asked', () => newest().sent.length > 0);
  else await until('it is in step', () => kinds(window.frames).includes('synced'));
  return window;
}

export const sync = (one: Made) =>
  one.told({ type: 'frames', frames: [{ t: 'synced', channel: 'session/a', pos: 1 }] });
export const breaks = (one: Made) => one.told({ type: 'closed', reason: 'it was cut' });
export const heard = (window: BareWindow, t: ServerFrame['t']) =>
  until(`it heard ${t}`, () => kinds(window.frames).includes(t));

export async function breakTimes(lanes: Lanes, times = mostFailures): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    const window = await attached(lanes);
    breaks(newest());
    await until('it was closed', window.closed);
  }
}
