/**
 * One host process as the pool holds it: warming, warm, leased, dead. Turns its messages into calls, keeps its
 * lease, and ends it when it does not answer. It decides nothing about other hosts.
 */
import type { HostState, Lane, LogRecord } from '../../../preload/contract/shapes';
import type { FromHost, ToHost } from '../host/protocol';
import type { HostProcess } from '../surroundings';
import { checkEvents, readFromHost } from './from-host';
import { askEngine, createHeld, type Held } from './held';
import type { Death, Lease, Schedule, WarmOrder } from './types';

/** A host that was asked to stop its turn ends it within this, or is killed. */
export const unansweredMs = 2_000;
/** From the last event of a turn until the host must be free again. */
const resetMs = 5_000;
/** From the start of the process until it must be ready. */
const startMs = 20_000;
/** Pings in a row without an answer after which a leased host counts as hung. */
const maxMissedPings = 3;

export interface HostDeps {
  id: string;
  lane: Lane;
  process: HostProcess;
  bornAt: number;
  schedule: Schedule;
  log: (level: LogRecord['level'], message: string, fields?: Record<string, unknown>) => void;
  takeLog: (record: LogRecord) => void;
  /** State, lease or memory changed. */
  changed: () => void;
  exited: () => void;
}

export interface HostHandle {
  readonly id: string;
  readonly bornAt: number;
  readonly pid: number | undefined;
  readonly state: HostState;
  readonly session: string | undefined;
  readonly rssBytes: number | undefined;
  /** It can take a turn now; a warm one is the better choice. */
  readonly leasable: boolean;
  /** Turns it was leased for: one that came so far did not die of its start. */
  readonly leases: number;
  warm(order: WarmOrder): void;
  lease(session: string, turn: string): Lease;
  ping(): void;
  end(): void;
}

export function createHost(deps: HostDeps): HostHandle {
  const { process: child } = deps;
  let state: HostState = 'warming';
  let ready = false;
  let held: Held | undefined;
  let rssBytes: number | undefined;
  let missedPings = 0;
  let leases = 0;
  let warmedFor = '';
  let cause: Death['cause'] = 'exit';
  /** Nobody needed it any more: its end is no trouble. */
  let putAway = false;

  const post = (message: ToHost) => {
    if (state !== 'dead') child.post(message);
  };
  const kill = (why: Death['cause']) => {
    if (state === 'dead') return;
    cause = why;
    child.kill();
  };
  let cancelStart: (() => void) | undefined = deps.schedule(startMs, () => {
    deps.log('error', 'A host did not get ready in time and was ended', { host: deps.id });
    kill('silent');
  });

  function giveBack(): void {
    held?.cancelTimer?.();
    held = undefined;
    missedPings = 0;
    if (state === 'leased') state = 'warm';
    deps.changed();
  }

  function watch(lease: Held, ms: number, run: () => void): void {
    lease.cancelTimer?.();
    lease.cancelTimer = deps.schedule(ms, run);
  }

  function onEvents(message: Extract<FromHost, { t: 'events' }>): void {
    const lease = held;
    if (!lease?.ran || lease.turn !== message.turn || !Array.isArray(message.events)) {
      deps.log('warn', 'Events of a turn that this host does not run were dropped', {
        host: deps.id,
        turn: message.turn,
      });
      post({ t: 'written', n: message.n });
      return;
    }
    lease.lastBatch = message.n;
    const { events, refused } = checkEvents(lease.turn, message.events);
    if (refused > 0) {
      deps.log('error', 'A host said something that no host may say; it was dropped', {
        host: deps.id,
        refused,
        session: lease.session,
      });
    }
    if (events.some((event) => event.type === 'turn.finished')) {
      lease.finished = true;
      lease.steering.close();
      watch(lease, resetMs, () => kill('silent'));
    }
    if (lease.abandoned) post({ t: 'written', n: message.n });
    else lease.listener?.events(message.n, events);
  }

  function onMessage(raw: unknown): void {
    const message = readFromHost(raw);
    if (!message || state === 'dead') return;
    switch (message.t) {
      case 'ready':
        ready = true;
        cancelStart?.();
        cancelStart = undefined;
        deps.log('debug', 'Host is ready', { host: deps.id, pid: message.pid, ms: message.ms });
        if (!warmedFor && state === 'warming') state = 'warm';
        deps.changed();
        break;
      case 'warmed':
        if (state === 'warming') state = 'warm';
        deps.log('debug', 'Host is warm', { host: deps.id, ms: message.ms });
        deps.changed();
        break;
      case 'events':
        onEvents(message);
        break;
      case 'ending':
        if (held?.turn === message.turn) held.steering.ending(message.steers);
        break;
      case 'free':
        if (held?.turn !== message.turn) break;
        if (!held.finished && !held.abandoned) {
          // It says it is free but never closed its turn: as good as dead for the turn's session.
          held.listener?.died({ cause: 'exit', detail: 'the host gave its turn up' });
        }
        giveBack();
        break;
      case 'ask':
        if (held?.turn === message.turn) askEngine(held, message, post);
        break;
      case 'log':
        deps.takeLog(message.record);
        break;
      case 'pong':
        missedPings = 0;
        rssBytes = message.rssBytes;
        deps.changed();
        break;
    }
  }

  function onExit(reason: { code: number | null; detail?: string }): void {
    if (state === 'dead') return;
    state = 'dead';
    cancelStart?.();
    const lease = held;
    held = undefined;
    lease?.cancelTimer?.();
    const detail = reason.detail?.trim() || `exit code ${reason.code ?? 'none (killed)'}`;
    if (putAway && !lease) deps.log('info', 'A spare host was put away', { host: deps.id });
    else {
      deps.log(lease ? 'error' : 'info', 'Host process ended', {
        host: deps.id,
        cause,
        detail,
        ...(lease ? { session: lease.session } : {}),
      });
    }
    if (lease && !lease.abandoned && lease.ran) lease.listener?.died({ cause, detail });
    deps.exited();
  }

  function leaseFor(mine: Held): Lease {
    const live = () => held === mine;
    return {
      host: deps.id,
      run(order, listener) {
        mine.listener = listener;
        mine.ran = true;
        // It died between being given and being used: told the same way, but not within this call.
        if (!live()) {
          queueMicrotask(() => listener.died({ cause, detail: 'the host ended before the turn' }));
          return;
        }
        post({ t: 'run', order });
      },
      interrupt() {
        if (!live() || mine.finished) return;
        mine.steering.close();
        post({ t: 'interrupt', turn: mine.turn });
        mine.cancelTimer ??= deps.schedule(unansweredMs, () => kill('unanswered'));
      },
      hold: () => (live() && mine.ran && !mine.abandoned ? mine.steering.hold() : undefined),
      answer(answer) {
        if (live()) post({ t: 'answer', turn: mine.turn, answer });
      },
      permit(permissions) {
        if (live()) post({ t: 'permit', turn: mine.turn, permissions });
      },
      written(n) {
        if (live()) post({ t: 'written', n });
      },
      told(n, answer) {
        if (live() && mine.asked.delete(n)) post({ t: 'told', turn: mine.turn, n, ...answer });
      },
      kill() {
        if (live()) kill('killed');
      },
      release() {
        if (live() && !mine.ran) giveBack();
      },
      abandon() {
        if (!live()) return;
        if (!mine.ran) {
          giveBack();
          return;
        }
        mine.abandoned = true;
        post({ t: 'interrupt', turn: mine.turn });
        if (!mine.finished) watch(mine, unansweredMs, () => kill('unanswered'));
        // What it has in flight is taken as written, so that it is not left waiting for that.
        post({ t: 'written', n: mine.lastBatch });
      },
    };
  }

  child.onMessage(onMessage);
  child.onExit(onExit);

  return {
    id: deps.id,
    bornAt: deps.bornAt,
    get pid() {
      return child.pid;
    },
    get state() {
      return state;
    },
    get session() {
      return held?.session;
    },
    get rssBytes() {
      return rssBytes;
    },
    get leasable() {
      return ready && !held && state !== 'dead';
    },
    get leases() {
      return leases;
    },
    warm(order) {
      // A key comes with a turn and not before: what only waits needs none.
      const { key: _key, ...provider } = order.provider;
      const signature = JSON.stringify([provider, order.model]);
      if (signature === warmedFor || held) return;
      warmedFor = signature;
      post({ t: 'warm', provider, model: order.model });
    },
    lease(session, turn) {
      const mine = createHeld(session, turn, (message) => {
        if (held === mine) post(message);
      });
      held = mine;
      leases += 1;
      state = 'leased';
      missedPings = 0;
      deps.changed();
      return leaseFor(mine);
    },
    ping() {
      if (!held) return;
      if (missedPings >= maxMissedPings) {
        deps.log('error', 'A host did not answer for half a minute and was ended', {
          host: deps.id,
          session: held.session,
        });
        kill('silent');
        return;
      }
      missedPings += 1;
      post({ t: 'ping', n: missedPings });
    },
    end() {
      putAway = true;
      kill('killed');
    },
  };
}
