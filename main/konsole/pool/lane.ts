/**
 * One lane: its hosts, the row of turns that wait for one, and how many are kept warm. Lanes share nothing: no
 * host, no queue, no timer (I8). Death is mended with backoff; nothing ticks while no host is leased (I10).
 */
import { KonsoleError } from '../../../preload/contract/errors';
import type { Lane as LaneName, LogRecord, PoolStatus } from '../../../preload/contract/shapes';
import type { Clock, StartHost } from '../surroundings';
import { backoffMs } from './backoff';
import { createHost, type HostHandle } from './host-handle';
import type { Lease, Schedule, Ticket, WarmOrder } from './types';

/** How often a leased host is asked whether it lives. */
const pingMs = 10_000;
/** A host that lived this long, or was given a turn, did not die of its start. */
const provedMs = 10_000;
/** Early deaths in a row after which waiting turns are told instead of left to wait. */
const hopeless = 5;

export interface LaneSize {
  /** Hosts at most. */
  max: number;
  /** Hosts kept ready, busy or not. */
  keep: number;
  /** Once a host has been busy this long, another is made ready beside it. */
  spareAfterMs?: number;
}

export interface LaneDeps {
  name: LaneName;
  startHost: StartHost;
  clock: Clock;
  schedule: Schedule;
  newId: () => string;
  log: (level: LogRecord['level'], message: string, fields?: Record<string, unknown>) => void;
  takeLog: (record: LogRecord) => void;
  /** What an idle host is warmed for; undefined when nothing can be known yet. */
  warmFor: () => WarmOrder | undefined;
  changed: () => void;
}

export interface LanePool {
  lease(session: string, turn: string): Ticket;
  /** Sizes or what to warm for may have changed. */
  refresh(size: LaneSize): void;
  status(): { hosts: PoolStatus['hosts']; busy: number; waiting: number };
  close(): void;
}

interface Waiting {
  session: string;
  turn: string;
  give: (lease: Lease) => void;
  refuse: (error: KonsoleError) => void;
}

export function createLane(deps: LaneDeps, first: LaneSize): LanePool {
  let size = first;
  let hosts: HostHandle[] = [];
  let waiting: Waiting[] = [];
  let failures = 0;
  let closed = false;
  let cancelStart: (() => void) | undefined;
  let cancelPing: (() => void) | undefined;
  let cancelSpare: (() => void) | undefined;
  let spareDue = false;

  const alive = () => hosts.filter((host) => host.state !== 'dead');
  const leased = () => hosts.filter((host) => host.state === 'leased');

  /** Gives hosts to who waits, starts what is missing, ends what is too much. */
  function settle(): void {
    if (closed) return;
    assign();
    const busy = leased().length;
    watchSpare(busy);
    const wanted = spareDue
      ? busy + Math.max(size.keep, waiting.length)
      : Math.max(size.keep, busy + waiting.length);
    const missing = Math.min(size.max, wanted) - alive().length;
    for (let n = 0; n < missing; n += 1) startOne();
    const idle = alive().length - busy;
    endIdle(Math.max(idle - Math.max(size.keep, waiting.length), alive().length - size.max));
    for (const host of alive()) {
      const order = host.leasable ? deps.warmFor() : undefined;
      if (order) host.warm(order);
    }
    beat();
    deps.changed();
  }

  /** A spare is not started in the very moment in which a turn wants the processor, and not for a short turn. */
  function watchSpare(busy: number): void {
    if (busy === 0) {
      cancelSpare?.();
      cancelSpare = undefined;
      spareDue = false;
    } else if (size.spareAfterMs !== undefined && !cancelSpare && !spareDue) {
      cancelSpare = deps.schedule(size.spareAfterMs, () => {
        cancelSpare = undefined;
        spareDue = true;
        settle();
      });
    }
  }

  function assign(): void {
    while (waiting.length > 0) {
      const free = hosts.filter((host) => host.leasable);
      const host = free.find((one) => one.state === 'warm') ?? free[0];
      const next = host && waiting.shift();
      if (!host || !next) return;
      next.give(host.lease(next.session, next.turn));
    }
  }

  function startOne(): void {
    if (cancelStart) return;
    const wait = backoffMs(failures);
    if (wait > 0) {
      cancelStart = deps.schedule(wait, () => {
        cancelStart = undefined;
        fork();
        settle();
      });
      return;
    }
    fork();
  }

  function fork(): void {
    // The place of a dead one is taken.
    const dead = hosts.findIndex((host) => host.state === 'dead');
    if (dead >= 0) hosts.splice(dead, 1);
    const bornAt = deps.clock.now();
    const id = `${deps.name}-${deps.newId().slice(0, 6)}`;
    const host: HostHandle = createHost({
      id,
      lane: deps.name,
      process: deps.startHost(deps.name),
      bornAt,
      schedule: deps.schedule,
      log: deps.log,
      takeLog: deps.takeLog,
      changed: () => queueMicrotask(settle),
      exited: () => queueMicrotask(() => onExit(host)),
    });
    hosts.push(host);
  }

  function onExit(host: HostHandle): void {
    // Ended by our own wish.
    if (closed || !hosts.includes(host)) return;
    const proved = host.leases > 0 || deps.clock.now() - host.bornAt >= provedMs;
    failures = proved ? 0 : failures + 1;
    // Dead ones are shown until their place is taken, and at most as many as there may be hosts.
    const dead = hosts.filter((one) => one.state === 'dead');
    if (dead.length > size.max) hosts = hosts.filter((one) => one !== dead[0]);
    if (failures >= hopeless && waiting.length > 0) refuseAll();
    queueMicrotask(settle);
  }

  function refuseAll(): void {
    const refused = waiting;
    waiting = [];
    const error = new KonsoleError(
      'internal',
      'Konsole could not start a process to run this turn. Try again; if it stays so, restart Konsole and look ' +
        'at the log in Diagnostics.',
    );
    deps.log('error', 'Hosts die at their start; waiting turns were told', {
      turns: refused.length,
    });
    for (const one of refused) one.refuse(error);
  }

  function endIdle(count: number): void {
    if (count <= 0) return;
    // The one that has worked has its connections open: it stays longest.
    const order = alive()
      .filter((host) => host.state !== 'leased')
      .sort((a, b) => rank(a) - rank(b));
    for (const host of order.slice(0, count)) {
      hosts = hosts.filter((one) => one !== host);
      host.end();
    }
  }

  const rank = (host: HostHandle) => (host.state === 'warm' ? 1 + host.leases : 0);

  function beat(): void {
    if (closed || cancelPing || leased().length === 0) return;
    cancelPing = deps.schedule(pingMs, () => {
      cancelPing = undefined;
      for (const host of leased()) host.ping();
      beat();
    });
  }

  settle();

  return {
    lease(session, turn) {
      let mine: Waiting | undefined;
      let given: Lease | undefined;
      let cancelled = false;
      const lease = new Promise<Lease>((resolve, reject) => {
        mine = {
          session,
          turn,
          give: (host) => {
            given = host;
            resolve(host);
          },
          refuse: reject,
        };
        if (closed) reject(new KonsoleError('busy', 'Konsole is closing.'));
        else waiting.push(mine);
      });
      // Who cancels no longer looks at it.
      lease.catch(() => undefined);
      settle();
      return {
        lease,
        cancel() {
          if (cancelled) return;
          cancelled = true;
          waiting = waiting.filter((one) => one !== mine);
          given?.release();
          queueMicrotask(settle);
        },
      };
    },
    refresh(next) {
      size = next;
      settle();
    },
    status: () => ({
      hosts: hosts.map((host) => ({
        id: host.id,
        lane: deps.name,
        state: host.state,
        ...(host.pid === undefined ? {} : { pid: host.pid }),
        ...(host.session === undefined ? {} : { session: host.session }),
        ...(host.rssBytes === undefined ? {} : { rssBytes: host.rssBytes }),
      })),
      busy: leased().length,
      waiting: waiting.length,
    }),
    close() {
      closed = true;
      cancelStart?.();
      cancelPing?.();
      cancelSpare?.();
      for (const one of waiting.splice(0)) {
        one.refuse(new KonsoleError('busy', 'Konsole is closing.'));
      }
      for (const host of hosts) host.end();
    },
  };
}
