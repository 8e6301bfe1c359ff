/**
 * One lane: its hosts, the row of turns that wait for one, and how many are kept warm. Lanes share nothing: no
 * host, no queue, no timer (I8). Death is mended with backoff; nothing ticks while no host is leased (I10).
 */
import { KonsoleError } from '../../../preload/contract/errors';
import { backoffMs } from './backoff';
import { createHost } from './host-handle';
import type { HostHandle } from './host-types';
import type { LaneDeps, LanePool, LaneSize } from './lane-types';
import { bytesOf } from './memory';
import { createRow } from './row';
import { signatureOf } from './signature';
import { closing, createTickets } from './tickets';
import { isSpent, rank, spareMs, spares, wear } from './upkeep';

/** How often a leased host is asked whether it lives. */
const pingMs = 10_000;
/** A host that lived this long, or was given a turn, did not die of its start. */
const provedMs = 10_000;
/** Early deaths in a row after which waiting turns are told instead of left to wait. */
const hopeless = 5;

export function createLane(deps: LaneDeps, first: LaneSize): LanePool {
  const kind = deps.name === 'quick' ? 'chat' : 'main';
  const row = createRow();
  let size = first;
  let hosts: HostHandle[] = [];
  let failures = 0;
  let closed = false;
  let cancelStart: (() => void) | undefined;
  let cancelPing: (() => void) | undefined;
  let cancelSpare: (() => void) | undefined;
  let look: { at: number; cancel: () => void } | undefined;
  let spareDue = false;
  let toldRoom = false;

  const alive = () => hosts.filter((host) => host.state !== 'dead');
  const leased = () => hosts.filter((host) => host.state === 'leased');
  const mostBytes = () => bytesOf(deps.hostMemoryMb());
  const wearOf = (host: HostHandle) =>
    host.state === 'leased' ? undefined : wear(host, deps.clock.now(), mostBytes());

  /** Gives hosts to who waits, starts what is missing, ends what is too much. */
  function settle(spareFor = spareMs): void {
    if (closed) return;
    assign();
    watchSpare(leased().length);
    putAway(spareFor);
    startMissing();
    warmIdle(false);
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

  /** The one that is warm for what this lane usually asks, else a warm one, else any; an old one is the last choice. */
  function freeHost(): HostHandle | undefined {
    const free = hosts.filter((host) => host.leasable && !isSpent(wearOf(host)));
    const order = deps.warmFor();
    const usual = order && signatureOf({ ...order, kind });
    const fresh = free.filter((host) => !wearOf(host));
    const isWarm = (host: HostHandle) => host.state === 'warm';
    const best = usual && fresh.find((host) => host.isWarmFor(usual));
    return best || fresh.find(isWarm) || fresh[0] || free[0];
  }

  function assign(): void {
    while (row.length > 0) {
      const host = freeHost();
      if (!host) return;
      row.next()?.give(host);
    }
  }

  function startMissing(): void {
    const busy = leased().length;
    const waiting = row.length;
    const room = deps.room();
    // A worn host counts for nothing: its place is taken before it goes.
    const sound = alive().filter((host) => !wearOf(host)).length;
    let wanted = busy + waiting;
    if (room === 'ample') {
      wanted = spareDue ? busy + Math.max(size.keep, waiting) : Math.max(size.keep, wanted);
    } else if (room === 'none') {
      // One main host there may always be: nobody waits for ever.
      wanted = alive().length > 0 ? 0 : Math.min(1, waiting);
      tellRoom(waiting);
    }
    if (room !== 'none' || waiting === 0) toldRoom = false;
    const missing = Math.min(size.max, wanted) - sound;
    for (let n = 0; n < missing; n += 1) startOne();
  }

  function tellRoom(waiting: number): void {
    if (waiting === 0 || alive().length === 0 || toldRoom) return;
    toldRoom = true;
    const message =
      'Turns wait for a host to be free: all hosts together hold more memory than "pool.memoryMb" in the settings';
    deps.log('warn', message, { lane: deps.name, waiting });
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
    const id = `${deps.name}-${deps.newId().slice(0, 6)}`;
    const host: HostHandle = createHost({
      id,
      kind,
      process: deps.startHost(deps.name),
      clock: deps.clock,
      schedule: deps.schedule,
      log: deps.log,
      takeLog: deps.takeLog,
      hasAim: () => deps.warmFor() !== undefined,
      lower: deps.lower,
      mostBytes: () => 2 * mostBytes(),
      filled: (answer) => deps.fills?.filled(id, answer),
      ...(deps.news ? { news: deps.news } : {}),
      changed: () => queueMicrotask(() => settle()),
      exited: () => queueMicrotask(() => onExit(host)),
    });
    hosts.push(host);
  }

  function onExit(host: HostHandle): void {
    deps.fills?.gone(host.id);
    // Ended by our own wish.
    if (closed || !hosts.includes(host)) return;
    const proved = host.leases > 0 || deps.clock.now() - host.bornAt >= provedMs;
    failures = proved ? 0 : failures + 1;
    // Dead ones are shown until their place is taken, and at most as many as there may be hosts.
    const dead = hosts.filter((one) => one.state === 'dead');
    if (dead.length > size.max) hosts = hosts.filter((one) => one !== dead[0]);
    if (failures >= hopeless && row.length > 0) refuseAll();
    queueMicrotask(() => settle());
  }

  function refuseAll(): void {
    const turns = row.refuse(
      new KonsoleError(
        'internal',
        'Konsole could not start a process to run this turn. Try again; if it stays so, restart Konsole and look ' +
          'at the log in Diagnostics.',
      ),
    );
    deps.log('error', 'Hosts die at their start; waiting turns were told', { turns });
  }

  function putAway(spareFor: number): void {
    const now = deps.clock.now();
    const waiting = row.length;
    const idle = alive().filter((host) => host.state !== 'leased');
    const fresh = idle.some((host) => host.state === 'warm' && !wearOf(host));
    const end = (host: HostHandle, why: string) => {
      hosts = hosts.filter((one) => one !== host);
      host.end(why);
    };
    for (const host of idle) {
      const worn = wearOf(host);
      if (worn && (fresh || (isSpent(worn) && waiting > 0))) end(host, worn);
      else if (deps.room() === 'none' && waiting === 0) end(host, 'memory of all hosts');
    }
    const sound = () => alive().filter((host) => !wearOf(host));
    const left = idle.filter((host) => hosts.includes(host) && !wearOf(host));
    for (const host of [...left].sort((a, b) => rank(a) - rank(b))) {
      if (sound().length > size.max) end(host, 'settings');
    }
    const kept = left.filter((host) => hosts.includes(host));
    const tooMany = kept.length - Math.max(size.keep, waiting);
    const { go, nextMs } = spares(kept, tooMany, now, spareFor);
    for (const host of go) end(host, 'idle');
    lookAgain(nextMs === undefined ? undefined : now + nextMs);
  }

  /** One timer, for the next host that will have been idle for long enough. */
  function lookAgain(at: number | undefined): void {
    if (look?.at === at) return;
    look?.cancel();
    look = undefined;
    if (at === undefined) return;
    const cancel = deps.schedule(Math.max(0, at - deps.clock.now()), () => {
      look = undefined;
      settle();
    });
    look = { at, cancel };
  }

  function warmIdle(again: boolean): void {
    const order = deps.warmFor();
    if (!order) return;
    const idle = hosts.filter((host) => host.leasable);
    const signature = signatureOf({ ...order, kind });
    idle.forEach((host, index) => {
      const fill = index === 0 && (deps.fills?.take(host.id, order, signature) ?? false);
      host.warm(order, { again, fill });
    });
  }

  function beat(): void {
    if (closed || cancelPing || leased().length === 0) return;
    cancelPing = deps.schedule(pingMs, () => {
      cancelPing = undefined;
      for (const host of leased()) host.ping();
      beat();
    });
  }

  const tickets = createTickets({
    row,
    warmFor: (signature) =>
      hosts.find((one) => one.leasable && one.isWarmFor(signature) && !isSpent(wearOf(one))),
    isClosed: () => closed,
    settle,
    first: deps.first,
    log: deps.log,
  });

  settle();

  return {
    lease: tickets,
    refresh(next) {
      const fewer = next.keep < size.keep || next.max < size.max;
      size = next;
      settle(fewer ? 0 : spareMs);
    },
    warm() {
      if (closed) return;
      deps.fills?.ask();
      warmIdle(true);
    },
    measure() {
      for (const host of alive()) if (host.state !== 'leased') host.ping();
    },
    giveWay() {
      for (const host of leased()) host.yieldUnlessPrompt();
    },
    status: () => ({
      hosts: hosts.map((host) => ({
        id: host.id,
        lane: deps.name,
        state: host.state,
        since: host.since,
        turns: host.leases,
        ...(host.pid === undefined ? {} : { pid: host.pid }),
        ...(host.session === undefined ? {} : { session: host.session }),
        ...(host.model === undefined ? {} : { model: host.model }),
        ...(host.rssBytes === undefined ? {} : { rssBytes: host.rssBytes }),
      })),
      busy: leased().length,
      queue: row.list(),
    }),
    close() {
      closed = true;
      cancelStart?.();
      cancelPing?.();
      cancelSpare?.();
      look?.cancel();
      row.refuse(closing());
      for (const host of hosts) host.end('closing');
    },
  };
}
