/** The warm hosts of both lanes behind one door, and what the world may see of them. */
import type { Lane, PoolStatus } from '../../../preload/contract/shapes';
import { createFills } from './fills';
import { createFirstTimes } from './first-times';
import { createLane } from './lane';
import type { HostSource, LaneSize } from './lane-types';
import type { First } from './lease';
import { bytesOf, type Room, roomOf } from './memory';
import type { Pool, WarmOrder } from './types';

/** Quick turns beyond the reserved hosts get a host of their own, up to this many. */
const quickOverflow = 3;

export interface PoolDeps extends HostSource {
  /** The lanes as the settings have them now. */
  lanes: () => Record<Lane, { transport: string; hosts: number }>;
  /** Grows when a provider answers otherwise than before. */
  providersRev?: () => number;
  /** Grows when what the settings tell became another. */
  settingsRev?: () => number;
  /** How much hosts may hold, and whether prompt caches are filled, as the settings have it now. */
  limits: () => { hostMemoryMb: number; memoryMb: number; fillCache: boolean };
  warmFor: (lane: Lane) => WarmOrder | undefined;
}

/** How often idle hosts are asked whether they live. */
const measureMs = 60_000;

/** What changes is told this much later: windows that draw it would take the processor from the turn that begins. */
const tellMs = 100;

/** A quick question that is still being answered after this gets a warm neighbour for the next one. */
const quickSpareAfterMs = 300;

/** The quick lane keeps its reserved hosts warm and may grow past them; the main lane keeps one host. */
export function laneSize(lane: Lane, hosts: number): LaneSize {
  return lane === 'quick'
    ? { max: hosts + quickOverflow, keep: hosts, spareAfterMs: quickSpareAfterMs }
    : { max: hosts, keep: 1 };
}

/** Quick first, in all that is done for both: it is what a person may want within the next second. */
const names = ['quick', 'main'] as const;

export function createPool(deps: PoolDeps): Pool {
  const listeners = new Set<(status: PoolStatus) => void>();
  let told = '';
  let looking = false;
  let closed = false;
  let cancelMeasure: (() => void) | undefined;
  let cancelTell: (() => void) | undefined;
  let room: Room = 'ample';
  const fills = createFills({
    clock: deps.clock,
    enabled: () => deps.limits().fillCache,
    log: deps.log,
  });
  const firstTimes = { quick: createFirstTimes(), main: createFirstTimes() };

  /** Many small changes in one turn of the loop are looked at once. */
  function changed(): void {
    if (looking || closed) return;
    looking = true;
    queueMicrotask(() => {
      looking = false;
      if (closed) return;
      const now = status();
      watchRoom(now);
      measureLater(now);
      if (JSON.stringify(now) !== told) cancelTell ??= deps.schedule(tellMs, tell);
    });
  }

  function tell(): void {
    cancelTell = undefined;
    const now = status();
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    for (const listener of listeners) listener(now);
  }

  /** The main lane alone gives way when all hosts together hold too much. */
  function watchRoom({ memory }: PoolStatus): void {
    if (!memory) return;
    const before = room;
    room = roomOf(memory.rssBytes, memory.limitBytes);
    if (room !== before) refreshLane('main');
  }

  /** One timer for both lanes, far slower than a heartbeat, and only while there are hosts (I10). */
  function measureLater({ hosts }: PoolStatus): void {
    if (cancelMeasure || hosts.every(({ state }) => state === 'dead')) return;
    cancelMeasure = deps.schedule(measureMs, () => {
      cancelMeasure = undefined;
      for (const name of names) {
        lanes[name].measure();
        // What is worn by its age is seen here.
        refreshLane(name);
      }
      changed();
    });
  }

  function first(lane: Lane, { start, signature, ms, ...of }: First): void {
    firstTimes[lane].add(start, ms);
    if (lane === 'quick') fills.used(signature);
    deps.log('debug', 'The provider began to answer', { ...of, lane, start, ms });
    changed();
  }

  const refreshLane = (name: Lane) => lanes[name].refresh(laneSize(name, deps.lanes()[name].hosts));

  const lane = (name: Lane) =>
    createLane(
      {
        name,
        startHost: deps.startHost,
        clock: deps.clock,
        schedule: deps.schedule,
        lower: deps.lower,
        newId: deps.newId,
        log: deps.log,
        takeLog: deps.takeLog,
        ...(deps.news ? { news: deps.news } : {}),
        warmFor: () => deps.warmFor(name),
        hostMemoryMb: () => deps.limits().hostMemoryMb,
        room: () => (name === 'main' ? room : 'ample'),
        ...(name === 'quick' ? { fills } : {}),
        first: (one) => first(name, one),
        changed,
      },
      laneSize(name, deps.lanes()[name].hosts),
    );

  const lanes = { quick: lane('quick'), main: lane('main') };

  function status(): PoolStatus {
    const settings = deps.lanes();
    const quick = lanes.quick.status();
    const main = lanes.main.status();
    const figures = (name: Lane, { busy, queue }: typeof quick) => {
      const times = firstTimes[name].status();
      return {
        transport: settings[name].transport,
        hosts: settings[name].hosts,
        busy,
        waiting: queue.length,
        ...(queue.length > 0 ? { queue } : {}),
        ...(times ? { first: times } : {}),
      };
    };
    const hosts = [...quick.hosts, ...main.hosts];
    const filled = fills.status();
    const providersRev = deps.providersRev?.() ?? 0;
    const settingsRev = deps.settingsRev?.();
    return {
      hosts,
      memory: {
        rssBytes: hosts.reduce(
          (sum, { state, rssBytes = 0 }) => (state === 'dead' ? sum : sum + rssBytes),
          0,
        ),
        limitBytes: bytesOf(deps.limits().memoryMb),
      },
      ...(filled ? { fills: filled } : {}),
      ...(providersRev > 0 ? { providersRev } : {}),
      ...(settingsRev === undefined ? {} : { settingsRev }),
      lanes: { main: figures('main', main), quick: figures('quick', quick) },
    };
  }

  return {
    lease(name, session, turn) {
      const ticket = lanes[name].lease(session, turn);
      if (name === 'quick') lanes.main.giveWay();
      return ticket;
    },
    status,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh() {
      for (const name of names) refreshLane(name);
      changed();
    },
    warm() {
      for (const name of names) lanes[name].warm();
    },
    close() {
      closed = true;
      cancelMeasure?.();
      cancelTell?.();
      lanes.quick.close();
      lanes.main.close();
    },
  };
}
