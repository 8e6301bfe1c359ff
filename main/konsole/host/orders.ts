/** Takes orders over the port: warms, runs one turn at a time, is reset and free again. */
import type { LogRecord, SessionKind, Turn } from '../../../preload/contract/shapes';
import { type ProviderAdapter, ProviderError } from '../providers/types';
import type { HostClock } from './clock';
import { createEmitter, type Emitter } from './emitter';
import { createBudget } from './budget';
import { createFiles } from './files';
import { runTurn } from './loop';
import { jobEnd } from './note';
import { type Asks, createAsks } from './asks';
import type { FromHost, Permissions, ProviderAccess, ToHost, TurnOrder } from './protocol';
import { createRates, type Rates } from './rates';
import { createSteers, type Steers } from './steers';
import { denyReadPatterns } from '../permissions/rules';
import type { Verdict, Wanted } from '../permissions/types';
import { type Approvals, createApprovals } from './approvals';
import type { Tool, ToolContext } from './tools/tool';
import { createWarming } from './warming';

export interface OrdersDeps {
  post: (message: FromHost) => void;
  clock: HostClock;
  random: () => number;
  /** Loads the provider's client when it is first asked for. */
  loadAdapter: (access: ProviderAccess) => Promise<ProviderAdapter>;
  tools: (kind: SessionKind) => readonly Tool[];
  /** What the rules say to a call. */
  decide: (wanted: Wanted, permissions: Permissions) => Promise<Verdict>;
  /** See the emitter's. */
  soon?: (run: () => void) => void;
  rssBytes: () => number;
  /** Called once, when there is nothing left to do. */
  end: () => void;
  stallMs?: number;
  idleMs?: number;
  maxSteps?: number;
}

export interface Orders {
  take(message: ToHost): void;
  /** Stops the running turn, tells its end, then ends. */
  leave(): void;
  /** Something here failed that nobody expected: the running turn fails with it. */
  crash(what: string): void;
}

interface Running {
  order: TurnOrder;
  emitter: Emitter;
  steers: Steers;
  stop: AbortController;
  approvals: Approvals;
  asks: Asks;
  permissions: Permissions;
}

/** Where nothing was said, everything is asked. */
const askAll: Permissions = { mode: 'ask', allow: [], deny: [], grants: [] };

export function createOrders(deps: OrdersDeps): Orders {
  const { post, clock } = deps;
  let running: Running | undefined;
  let leaving = false;
  let batch = 0;

  function log(
    level: LogRecord['level'],
    message: string,
    fields: Record<string, unknown>,
    area = 'host',
  ): void {
    const session = running ? { session: running.order.session } : {};
    const record = {
      at: Math.round(clock.now()),
      level,
      area,
      message,
      fields,
      ...session,
    };
    post({ t: 'log', record });
  }

  const known = createRates(clock.now);
  const rates: Rates = {
    ...known,
    note(provider, limits) {
      known.note(provider, limits);
      post({ t: 'limits', provider, limits: [...limits] });
    },
  };

  const warm = createWarming({ ...deps, log });

  async function run(given: TurnOrder): Promise<void> {
    // Its own: a turn may go over to another model.
    const order = { ...given };
    // Other hosts have asked since.
    for (const { provider, limits } of order.limits ?? []) known.note(provider, limits);
    const turn: Turn = {
      id: order.turn,
      text: order.text,
      status: 'running',
      startedAt: order.startedAt,
      blocks: [],
    };
    const emitter = createEmitter({
      turn,
      clock,
      post: (message) => {
        if (message.t === 'events') batch = message.n;
        post(message);
      },
      firstBatch: batch,
      ...(deps.soon ? { soon: deps.soon } : {}),
    });
    const stop = new AbortController();
    const steers = createSteers((heard) => post({ t: 'ending', turn: order.turn, steers: heard }));
    const prefix = Math.floor(deps.random() * 36 ** 8)
      .toString(36)
      .padStart(8, '0');
    let blocks = 0;
    const newBlock = () => `${prefix}${(blocks++).toString(36)}`;
    const approvals = createApprovals(emitter, newBlock);
    const asks = createAsks({ turn: order.turn, post, clock, signal: stop.signal });
    const mine: Running = {
      order,
      emitter,
      steers,
      stop,
      approvals,
      asks,
      permissions: order.permissions ?? askAll,
    };
    running = mine;
    await runTurn({
      order,
      adapter: lazy(() => deps.loadAdapter(order.provider)),
      emitter,
      clock,
      random: deps.random,
      newBlock,
      steers,
      files: createFiles(order.blobFolder),
      tools: deps.tools(order.kind),
      context: contextOf(order, stop.signal, asks, () => mine.permissions),
      permit: (wanted) => deps.decide(wanted, mine.permissions),
      approvals,
      rates,
      asked(error) {
        const { provider, model } = order;
        post({ t: 'asked', provider: provider.id, model, ...(error ? { error } : {}) });
      },
      budget: createBudget({
        order,
        approvals,
        signal: stop.signal,
        grants: () => mine.permissions.grants,
      }),
      signal: stop.signal,
      log: (message, fields, { level = 'info', area } = {}) => log(level, message, fields, area),
      ...(deps.stallMs === undefined ? {} : { stallMs: deps.stallMs }),
      ...(deps.idleMs === undefined ? {} : { idleMs: deps.idleMs }),
      ...(deps.maxSteps === undefined ? {} : { maxSteps: deps.maxSteps }),
    });
    emitter.close();
    // Whatever a tool or a connection still does belongs to no turn any more.
    stop.abort();
    running = undefined;
    post({ t: 'free', turn: order.turn });
    if (leaving) deps.end();
  }

  function leave(): void {
    leaving = true;
    if (running) running.stop.abort();
    else deps.end();
  }

  return {
    leave,
    take(message) {
      switch (message.t) {
        case 'warm':
          warm(message);
          return;
        case 'run':
          if (running) {
            log('error', 'a second turn was ordered while one runs', { turn: message.order.turn });
            return;
          }
          void run(message.order);
          return;
        case 'interrupt':
          if (running?.order.turn === message.turn) running.stop.abort();
          return;
        case 'steer':
          if (running?.order.turn === message.turn) running.steers.add(message.text);
          return;
        case 'answer':
          if (running?.order.turn === message.turn) running.approvals.answer(message.answer);
          return;
        case 'told':
          if (running?.order.turn === message.turn) running.asks.told(message);
          return;
        case 'permit':
          if (running?.order.turn === message.turn) running.permissions = message.permissions;
          return;
        case 'over':
          if (running?.order.turn === message.turn) running.steers.over();
          return;
        case 'written':
          running?.emitter.written(message.n);
          return;
        case 'ping':
          post({ t: 'pong', n: message.n, rssBytes: deps.rssBytes() });
          return;
        case 'end':
          leave();
      }
    },
    crash(what) {
      log('error', 'the host failed', { error: what });
      const message = 'The process of this turn failed inside Konsole.';
      const hint = 'Send the message again; the log in Diagnostics has the details.';
      running?.stop.abort(new ProviderError({ code: 'internal', message, hint }, false));
    },
  };
}

function contextOf(
  order: TurnOrder,
  signal: AbortSignal,
  { ask }: Pick<Asks, 'ask'>,
  permissions: () => Permissions,
): ToolContext {
  const { workspace, outputFolder, jobs = [], endedJobs = [] } = order;
  const seen = new Map<string, string>();
  return {
    signal,
    ask,
    refused: order.refused ?? [],
    // A denial that comes in the middle of a turn counts from then on.
    get denyRead() {
      return [...(order.denyRead ?? []), ...denyReadPatterns(permissions().deny)];
    },
    sandbox: order.sandbox ?? false,
    seen: { get: (real) => seen.get(real), set: (real, stamp) => void seen.set(real, stamp) },
    pictures: new Map(),
    jobs: new Map(jobs.map(({ id, ...job }) => [id, job])),
    ended: new Map(endedJobs.map((job) => [job.id, jobEnd(job)])),
    ...(workspace === undefined ? {} : { workspace }),
    ...(outputFolder === undefined ? {} : { outputs: outputFolder }),
  };
}

/** An adapter that is loaded when a request is made: of the provider that the order names then. */
function lazy(load: () => Promise<ProviderAdapter>): ProviderAdapter {
  return {
    async *stream(request, signal) {
      yield* (await load()).stream(request, signal);
    },
    models: async (signal) => (await load()).models(signal),
    warm: async (signal) => (await load()).warm(signal),
  };
}
