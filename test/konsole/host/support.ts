/** What the host's tests share: a turn run in this process against any adapter, with what it told. */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { Block, Turn } from '../../../preload/contract/shapes';
import type { HostClock } from '../../../main/konsole/host/clock';
import { createHostClock } from '../../../main/konsole/host/clock';
import { createOrders, type Orders, type OrdersDeps } from '../../../main/konsole/host/orders';
import type { FromHost, ProviderAccess, TurnOrder } from '../../../main/konsole/host/protocol';
import { createTools } from '../../../main/konsole/host/tools/registry';
import type { Tool } from '../../../main/konsole/host/tools/tool';
import { createAnthropicAdapter } from '../../../main/konsole/providers/anthropic/adapter';
import { warmFetch } from '../../../main/konsole/providers/connections';
import type { ProviderAdapter } from '../../../main/konsole/providers/types';
import { createEmitter } from '../../../main/konsole/host/emitter';

const hostClock = createHostClock();

export type Finished = Extract<SessionEventBody, { type: 'turn.finished' }>;

export interface TestHost {
  orders: Orders;
  messages: FromHost[];
  events: SessionEventBody[];
  /** The turn as a reader sees it, from the events. */
  turn(): Turn;
  finished(): Finished;
  /** Resolves with the first event for which `fits` is true, told before or later. */
  until(fits: (event: SessionEventBody) => boolean): Promise<SessionEventBody>;
  run(order?: Partial<TurnOrder>): Promise<Finished>;
  /** Does not wait for the end. */
  start(order?: Partial<TurnOrder>): Promise<Finished>;
}

export interface TestHostOptions {
  /** Base address of a fake server; or an adapter of its own. */
  url?: string;
  adapter?: ProviderAdapter;
  /** An adapter for each provider that an order names. */
  adapterOf?: (access: ProviderAccess) => ProviderAdapter;
  clock?: HostClock;
  random?: () => number;
  tools?: readonly Tool[];
  /** What the rules say; everything but a shell command is allowed by default: a test may name one by accident. */
  decide?: OrdersDeps['decide'];
  /** Written at once by default. */
  acknowledge?: boolean;
  /** False: the test itself says that a turn may end. */
  letEnd?: boolean;
  stallMs?: number;
  idleMs?: number;
  maxSteps?: number;
}

export function makeTestHost(options: TestHostOptions): TestHost {
  const messages: FromHost[] = [];
  const events: SessionEventBody[] = [];
  let order = makeOrder({});
  const waiters: {
    fits: (event: SessionEventBody) => boolean;
    found: (e: SessionEventBody) => void;
  }[] = [];
  const frees: (() => void)[] = [];
  const clock = options.clock ?? hostClock;
  const adapter =
    options.adapter ??
    createAnthropicAdapter(
      { baseUrl: options.url ?? 'http://127.0.0.1:9', key: 'sk-test-0123456789' },
      { fetch: warmFetch, now: clock.now },
    );
  const orders = createOrders({
    post(message) {
      messages.push(message);
      if (message.t === 'free') for (const free of frees.splice(0)) free();
      if (message.t === 'ending' && options.letEnd !== false) {
        queueMicrotask(() => orders.take({ t: 'over', turn: message.turn }));
      }
      if (message.t !== 'events') return;
      for (const event of message.events) {
        events.push(event);
        for (const waiter of [...waiters]) {
          if (!waiter.fits(event)) continue;
          waiters.splice(waiters.indexOf(waiter), 1);
          waiter.found(event);
        }
      }
      if (options.acknowledge !== false)
        queueMicrotask(() => orders.take({ t: 'written', n: message.n }));
    },
    clock,
    random: options.random ?? Math.random,
    loadAdapter: (access) => Promise.resolve(options.adapterOf?.(access) ?? adapter),
    tools: options.tools === undefined ? createTools : () => options.tools ?? [],
    decide:
      options.decide ??
      (({ kind }) =>
        Promise.resolve(
          kind === 'shell' ? { verdict: 'deny', why: 'Not in a test.' } : { verdict: 'allow' },
        )),
    rssBytes: () => 1,
    end: () => undefined,
    ...(options.stallMs === undefined ? {} : { stallMs: options.stallMs }),
    ...(options.idleMs === undefined ? {} : { idleMs: options.idleMs }),
    ...(options.maxSteps === undefined ? {} : { maxSteps: options.maxSteps }),
  });
  const host: TestHost = {
    orders,
    messages,
    events,
    turn: () => foldTurn(order, events),
    finished() {
      const found = events.find((event) => event.type === 'turn.finished');
      if (found?.type !== 'turn.finished') throw new Error('the turn has not finished');
      return found;
    },
    until(fits) {
      const told = events.find(fits);
      if (told) return Promise.resolve(told);
      return new Promise((found) => waiters.push({ fits, found }));
    },
    async run(changes) {
      await host.start(changes);
      return host.finished();
    },
    start(changes = {}) {
      events.length = 0;
      order = makeOrder({ startedAt: clock.now(), ...changes });
      const free = new Promise<void>((resolve) => frees.push(resolve));
      orders.take({ t: 'run', order });
      return free.then(() => host.finished());
    },
  };
  return host;
}

export function makeOrder(changes: Partial<TurnOrder>): TurnOrder {
  return {
    session: 'session00001',
    kind: 'main',
    turn: 'turn00000001',
    text: 'Hello?',
    model: 'claude-opus-5-5',
    provider: { id: 'anthropic', kind: 'anthropic', key: 'sk-test-0123456789' },
    history: [],
    startedAt: hostClock.now(),
    ...changes,
  };
}

/** Folds events with the contract's own reducer, by way of the emitter that also does. */
function foldTurn(order: TurnOrder, events: readonly SessionEventBody[]): Turn {
  const turn: Turn = { id: order.turn, text: order.text, status: 'running', blocks: [] };
  const emitter = createEmitter({ turn, post: () => undefined, clock: hostClock });
  for (const event of events) emitter.event(event);
  const finished = events.find((event) => event.type === 'turn.finished');
  const status = finished?.type === 'turn.finished' ? finished.status : 'running';
  return { ...emitter.turn(), status };
}

export const textOf = (turn: Turn, kind: Block['kind'] = 'text'): string =>
  turn.blocks
    .filter((block) => block.kind === kind && block.status !== 'abandoned')
    .map((block) => block.text)
    .join('');

export const typesOf = (events: readonly SessionEventBody[]): string[] =>
  events.map((event) => event.type);

/** A clock that moves only when told; timers fire in order. */
export interface FakeClock extends HostClock {
  /** Moves time and fires what is due, letting promises settle in between. */
  advance(ms: number): Promise<void>;
  timers(): number;
}

export function makeClock(start = 1_000_000): FakeClock {
  let time = start;
  let timers: { at: number; run: () => void }[] = [];
  return {
    now: () => time,
    schedule(ms, run) {
      const timer = { at: time + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((known) => known !== timer);
      };
    },
    timers: () => timers.length,
    async advance(ms) {
      const end = time + ms;
      for (;;) {
        const due = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        time = Math.max(time, due.at);
        timers = timers.filter((timer) => timer !== due);
        due.run();
        await settle();
      }
      time = end;
      await settle();
    },
  };
}

/** Lets everything that waits for promises alone go on. */
export async function settle(): Promise<void> {
  for (let n = 0; n < 20; n++) await Promise.resolve();
  await new Promise<void>((resolve) => setImmediate(resolve));
}
