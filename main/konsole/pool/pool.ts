/** The warm hosts of both lanes behind one door, and what the world may see of them. */
import type { Lane, LogRecord, PoolStatus } from '../../../preload/contract/shapes';
import type { Clock, StartHost } from '../surroundings';
import { createLane, type LaneSize } from './lane';
import type { Pool, Schedule, WarmOrder } from './types';

/** Quick turns beyond the reserved hosts get a host of their own, up to this many. */
const quickOverflow = 3;

export interface PoolDeps {
  startHost: StartHost;
  clock: Clock;
  schedule: Schedule;
  newId: () => string;
  log: (level: LogRecord['level'], message: string, fields?: Record<string, unknown>) => void;
  takeLog: (record: LogRecord) => void;
  /** The lanes as the settings have them now. */
  lanes: () => Record<Lane, { transport: string; hosts: number }>;
  warmFor: (lane: Lane) => WarmOrder | undefined;
}

/** A quick question that is still being answered after this gets a warm neighbour for the next one. */
const quickSpareAfterMs = 1_000;

/** The quick lane keeps its reserved hosts warm and may grow past them; the main lane keeps one host. */
export function laneSize(lane: Lane, hosts: number): LaneSize {
  return lane === 'quick'
    ? { max: hosts + quickOverflow, keep: hosts, spareAfterMs: quickSpareAfterMs }
    : { max: hosts, keep: 1 };
}

export function createPool(deps: PoolDeps): Pool {
  const listeners = new Set<(status: PoolStatus) => void>();
  let told = '';
  let telling = false;
  let closed = false;

  /** Many small changes in one turn of the loop are told once, and only if something is different. */
  function changed(): void {
    if (telling || closed) return;
    telling = true;
    queueMicrotask(() => {
      telling = false;
      const now = status();
      const text = JSON.stringify(now);
      if (text === told || closed) return;
      told = text;
      for (const listener of listeners) listener(now);
    });
  }

  const lane = (name: Lane) =>
    createLane(
      {
        name,
        startHost: deps.startHost,
        clock: deps.clock,
        schedule: deps.schedule,
        newId: deps.newId,
        log: deps.log,
        takeLog: deps.takeLog,
        warmFor: () => deps.warmFor(name),
        changed,
      },
      laneSize(name, deps.lanes()[name].hosts),
    );

  // The quick host first: it is what a person may want within the next second.
  const lanes = { quick: lane('quick'), main: lane('main') };

  function status(): PoolStatus {
    const settings = deps.lanes();
    const quick = lanes.quick.status();
    const main = lanes.main.status();
    const figures = (name: Lane, from: typeof quick) => ({
      transport: settings[name].transport,
      hosts: settings[name].hosts,
      busy: from.busy,
      waiting: from.waiting,
    });
    return {
      hosts: [...quick.hosts, ...main.hosts],
      lanes: { main: figures('main', main), quick: figures('quick', quick) },
    };
  }

  return {
    lease: (name, session, turn) => lanes[name].lease(session, turn),
    status,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh() {
      for (const name of ['quick', 'main'] as const) {
        lanes[name].refresh(laneSize(name, deps.lanes()[name].hosts));
      }
      changed();
    },
    warm: () => undefined,
    close() {
      closed = true;
      lanes.quick.close();
      lanes.main.close();
    },
  };
}
