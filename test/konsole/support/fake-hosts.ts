/** Host processes that a test plays itself: what they were told, and what they say. */
import type { FromHost, ToHost, TurnOrder } from '../../../main/konsole/host/protocol';
import type { HostProcess, StartHost } from '../../../main/konsole/surroundings';
import type { SessionEventBody } from '../../../preload/contract/events';
import type { Lane, TurnStatus } from '../../../preload/contract/shapes';
import { startClock, timingAt } from '../../../preload/contract/timing';

export interface FakeHost {
  readonly lane: Lane;
  readonly told: ToHost[];
  killed: boolean;
  /** It takes nothing up and says nothing, as a process that was stopped. */
  stopped: boolean;
  /** What it says to be holding, with every pong. */
  rssBytes: number;
  /** Orders it was given, oldest first. */
  orders(): TurnOrder[];
  say(message: FromHost): void;
  /** A batch for its newest order. */
  events(...events: SessionEventBody[]): void;
  finish(status?: Exclude<TurnStatus, 'queued' | 'running'>): void;
  exit(detail?: string): void;
}

export interface FakeHosts {
  readonly start: StartHost;
  readonly all: FakeHost[];
  /** The hosts of a lane that have not ended, oldest first. */
  of(lane: Lane): FakeHost[];
  /** The host that works on this turn, or the last one that did. */
  running(turn: string): FakeHost | undefined;
}

export interface FakeOptions {
  /** False: a host says nothing until the test makes it. */
  ready?: boolean;
  /** Its exit after this many ms of microtasks: dies as soon as it is started. */
  stillborn?: () => boolean;
  now?: () => number;
  /** False: it answers no ping. */
  pongs?: boolean;
  rssBytes?: number;
  /** How it answers an order to fill the provider's cache; undefined: not until the test makes it. */
  filled?: () => Extract<FromHost, { t: 'filled' }> | undefined;
}

export function createFakeHosts(options: FakeOptions = {}): FakeHosts {
  const all: FakeHost[] = [];
  const now = options.now ?? Date.now;

  function start(lane: Lane): HostProcess {
    let hear: (message: unknown) => void = () => {};
    let exited: (reason: { code: number | null; detail?: string }) => void = () => {};
    let ended = false;
    let batch = 0;
    const pid = 100_000 + all.length;
    const orders = () => host.told.flatMap((one) => (one.t === 'run' ? [one.order] : []));
    const turn = () => orders().at(-1)?.turn ?? '';

    const exit = (code: number | null, detail?: string) => {
      if (ended) return;
      ended = true;
      exited(detail === undefined ? { code } : { code, detail });
    };
    const host: FakeHost = {
      lane,
      told: [],
      killed: false,
      stopped: false,
      rssBytes: options.rssBytes ?? 50 * 1024 * 1024,
      orders,
      say: (message) => {
        if (!ended) hear(message);
      },
      events(...events) {
        batch += 1;
        host.say({ t: 'events', turn: turn(), n: batch, chars: 0, events });
      },
      finish(status = 'completed') {
        const at = now();
        host.events({
          type: 'turn.finished',
          at,
          turn: turn(),
          status,
          usage: { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 },
          timing: timingAt(startClock(at), at),
        });
        host.say({ t: 'free', turn: turn() });
      },
      exit: (detail) => exit(1, detail),
    };
    all.push(host);
    queueMicrotask(() => {
      if (options.stillborn?.()) exit(1, 'stillborn');
      else if (options.ready !== false) host.say({ t: 'ready', pid, ms: 1 });
    });
    return {
      pid,
      post(message) {
        const told = message as ToHost;
        host.told.push(told);
        if (host.stopped) return;
        if (told.t === 'warm') queueMicrotask(() => host.say({ t: 'warmed', ms: 1 }));
        if (told.t === 'ping' && options.pongs !== false) {
          queueMicrotask(() => host.say({ t: 'pong', n: told.n, rssBytes: host.rssBytes }));
        }
        const filled = told.t === 'warm' && told.fill ? options.filled?.() : undefined;
        if (filled) queueMicrotask(() => host.say(filled));
      },
      onMessage: (listener) => {
        hear = listener;
      },
      onExit: (listener) => {
        exited = listener;
      },
      kill() {
        host.killed = true;
        queueMicrotask(() => exit(null));
      },
    };
  }

  const isAlive = (host: FakeHost) => !host.killed;
  return {
    start,
    all,
    of: (lane) => all.filter((host) => host.lane === lane && isAlive(host)),
    running: (turn) => {
      const given = all.filter((host) => host.orders().at(-1)?.turn === turn);
      return given.find(isAlive) ?? given.at(-1);
    },
  };
}

/** Lets everything that is due happen: promises and messages, no time. */
export async function settle(): Promise<void> {
  for (let n = 0; n < 20; n += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Timers that fire when the test says so. */
export function createHandClock(start = 1_000_000) {
  let now = start;
  let timers: { at: number; run: () => void }[] = [];
  return {
    clock: { now: () => now },
    schedule(ms: number, run: () => void) {
      const timer = { at: now + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    /** Milliseconds of the timers that wait, soonest first. */
    waiting: () => timers.map((timer) => timer.at - now).sort((a, b) => a - b),
    async pass(ms: number): Promise<void> {
      const end = now + ms;
      for (;;) {
        const due = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        now = due.at;
        due.run();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}
