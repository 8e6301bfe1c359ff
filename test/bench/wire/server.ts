/** The process that serves: the product's hub and door, and bare servers beside them. */
import { createHub, processTime } from '../../../main/transport/hub';
import { serveCalls } from './calls';
import { createAppends, createWireFeed } from './feed';
import { openDoor } from './door';
import { type Bare, openBare, type Outlet, watchedHub } from './outlets';
import { endsOf } from './reading';

const feed = createWireFeed();
let ours: Outlet | undefined;
let bare: Bare | undefined;

export interface Pouring {
  session: string;
  side: 'ours' | 'bare';
  way: 'ws' | 'sse';
  count: number;
  /** Events in one commit, or in one write. */
  size: number;
}

export interface Filling {
  sessions: readonly string[];
  /** Appends to each session, and how many there were before. */
  count: number;
  from: number;
  blocks: number;
  /** Of each append. */
  chars: number;
}

export interface Ticking {
  session: string;
  everyMs: number;
  count: number;
}

/** Lets sockets be written and read. */
const breath = () => new Promise<void>((resolve) => setImmediate(resolve));

const memory = async (): Promise<number> => {
  for (let n = 0; n < 2; n += 1) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

const calls = {
  /** `paceMs` of the hub; `home` is an empty folder. Resolves with where to reach what. */
  async open({ paceMs, home }: { paceMs: number; home: string }) {
    const hub = createHub({ feed, log: { write: () => undefined }, ...processTime, paceMs });
    const watched = watchedHub(hub, feed);
    ours = watched.outlet;
    bare = await openBare(feed.epoch);
    return { ...bare.ports, door: await openDoor(watched.hub, feed, home) };
  },
  begin({ session, blocks }: { session: string; blocks: number }) {
    feed.begin(session, blocks);
    return feed.head();
  },
  /** As fast as its reader takes them. */
  async pour({ session, side, way, count, size }: Pouring) {
    const outlet = side === 'ours' ? ours : bare?.[way];
    if (!outlet) throw new Error('Nobody reads.');
    const bodies = createAppends(4);
    for (let n = 0; n < count; n += size) {
      outlet.push(feed.place(session, bodies(size)));
      if (!outlet.writable()) await outlet.drained();
      else if ((n / size) % 64 === 63) await breath();
    }
  },
  /** Whatever their readers do. Resolves once all is with the hub, and its pace over. */
  async fill({ sessions, from, count, blocks, chars }: Filling) {
    const size = 50;
    for (let n = from; n < from + count; n += size) {
      for (const session of sessions) {
        const bodies = createAppends(blocks, { chars, already: n });
        feed.publish(feed.place(session, bodies(size)), true);
      }
      await breath();
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  },
  forget({ sessions }: { sessions: readonly string[] }) {
    for (const session of sessions) feed.forget(session);
  },
  /** One append at a time, in time; its text begins with when it was committed, µs of the machine's clock. */
  async tick({ session, everyMs, count }: Ticking) {
    const bodies = createAppends(1, {
      text: () => `m${process.hrtime.bigint() / 1000n}m`.padEnd(40, '.'),
    });
    const cpu = process.cpuUsage();
    const began = performance.now();
    for (let n = 0; n < count; n += 1) {
      const wait = began + n * everyMs - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      feed.publish(feed.place(session, bodies(1)), true);
    }
    const { user, system } = process.cpuUsage(cpu);
    return (user + system) / 1000 / (performance.now() - began);
  },
  ends: ({ session }: { session: string }) => endsOf(feed.stateOf(session)),
  memory,
};

export type ServerCalls = typeof calls;

serveCalls(calls);
