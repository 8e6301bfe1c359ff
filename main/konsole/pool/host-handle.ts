/**
 * One host process as the pool holds it: warming, warm, leased, dead. Turns its messages into calls, keeps its
 * lease, and ends it when it does not answer or has grown too much. It decides nothing about other hosts.
 */
import type { HostState } from '../../../preload/contract/shapes';
import type { FromHost, ToHost } from '../host/protocol';
import { readFromHost } from './from-host';
import { askEngine, createHeld, type Held, heard } from './held';
import { hearEvents } from './host-events';
import { createHostLease } from './host-lease';
import type { HostDeps, HostHandle } from './host-types';
import { inWords } from './memory';
import { passOn } from './provider-news';
import { createPulse } from './pulse';
import type { Death } from './types';
import { createWarmth } from './warmth';

/** From the start of the process until it must be ready. */
const startMs = 20_000;
/** Pings in a row without an answer after which a host counts as hung: leased, and idle. */
const maxMissedPings = 3;
const maxMissedIdle = 2;
/** A host that runs its turn answers within this, ms: its thread does nothing that takes long. */
const promptMs = 50;

export function createHost(deps: HostDeps): HostHandle {
  const { process: child, id } = deps;
  const bornAt = deps.clock.now();
  const warmth = createWarmth(deps.clock);
  let state: HostState = 'warming';
  let since = bornAt;
  let ready = false;
  let held: Held | undefined;
  let rssBytes: number | undefined;
  let lowered = false;
  let leases = 0;
  let cause: Death['cause'] | 'untaken' = 'exit';
  /** Nobody needed it any more: its end is no trouble. */
  let putAway: string | undefined;

  const post = (message: ToHost) => {
    if (state !== 'dead') child.post(message);
  };
  const pulse = createPulse(post, deps.schedule);
  function kill(why: typeof cause): void {
    if (state === 'dead') return;
    cause = why;
    child.kill();
  }
  function become(next: HostState): void {
    if (state === next) return;
    state = next;
    since = deps.clock.now();
  }
  let cancelStart: (() => void) | undefined = deps.schedule(startMs, () => {
    deps.log('error', 'A host did not get ready in time and was ended', { host: id });
    kill('silent');
  });

  function letGo(): Held | undefined {
    const lease = held;
    held = undefined;
    pulse.forgive();
    lease?.cancelTimer?.();
    lease?.cancelTakeUp?.();
    return lease;
  }

  function giveBack(): void {
    letGo();
    if (state === 'leased') become('warm');
    deps.changed();
  }

  function onPong(message: Extract<FromHost, { t: 'pong' }>): void {
    pulse.heard(message.n);
    rssBytes = message.rssBytes;
    if (held?.order && message.n >= held.ping) heard(held);
    if (held && rssBytes > deps.mostBytes()) {
      const fields = { host: id, rssBytes, session: held.session };
      deps.log('error', 'A host used more memory than it may and was ended', fields);
      kill('memory');
    }
    deps.changed();
  }

  function onFree(lease: Held): void {
    heard(lease);
    if (!lease.finished && !lease.abandoned) {
      // It says it is free but never closed its turn: as good as dead for the turn's session.
      lease.listener?.died({ cause: 'exit', detail: 'the host gave its turn up' });
    }
    giveBack();
  }

  function onMessage(raw: unknown): void {
    const message = readFromHost(raw);
    if (!message || state === 'dead') return;
    switch (message.t) {
      case 'ready':
        ready = true;
        cancelStart?.();
        cancelStart = undefined;
        deps.log('debug', 'Host is ready', { host: id, pid: message.pid, ms: message.ms });
        // Otherwise it is warm once it has answered the order that comes now.
        if (!deps.hasAim() && state === 'warming') become('warm');
        deps.changed();
        break;
      case 'warmed':
        warmth.answered(!message.offline);
        if (state === 'warming') become('warm');
        deps.log('debug', message.offline ? 'Host has no connection yet' : 'Host is warm', {
          host: id,
          ms: message.ms,
        });
        deps.changed();
        break;
      case 'filled':
        deps.filled(message);
        deps.changed();
        break;
      case 'limits':
      case 'asked':
        passOn(held?.order, message, deps.news);
        break;
      case 'events':
        hearEvents(held, message, { host: id, post, kill, schedule: deps.schedule, log: deps.log });
        break;
      case 'ending':
        if (held?.turn !== message.turn) break;
        heard(held);
        held.steering.ending(message.steers);
        break;
      case 'free':
        if (held?.order && held.turn === message.turn) onFree(held);
        break;
      case 'ask':
        if (held?.turn === message.turn) askEngine(held, message, post);
        break;
      case 'log':
        deps.takeLog(message.record);
        break;
      case 'pong':
        onPong(message);
        break;
    }
  }

  function onExit(reason: { code: number | null; detail?: string }): void {
    if (state === 'dead') return;
    become('dead');
    cancelStart?.();
    const lease = letGo();
    const detail =
      cause === 'memory'
        ? `${inWords(rssBytes ?? 0)}, where ${inWords(deps.mostBytes())} are the most`
        : reason.detail?.trim() || `exit code ${reason.code ?? 'none (killed)'}`;
    if (putAway !== undefined && !lease) {
      deps.log('info', 'A spare host was put away', { host: id, why: putAway });
    } else {
      const session = lease ? { session: lease.session } : {};
      deps.log(lease ? 'error' : 'info', 'Host process ended', {
        host: id,
        cause,
        detail,
        ...session,
      });
    }
    if (lease?.order && !lease.abandoned) {
      if (cause !== 'untaken') lease.listener?.died({ cause, detail });
      else if (lease.takenUp) lease.listener?.died({ cause: 'silent', detail });
      else lease.listener?.untaken();
    }
    deps.exited();
  }

  child.onMessage(onMessage);
  child.onExit(onExit);

  return {
    id,
    bornAt,
    get pid() {
      return child.pid;
    },
    get state() {
      return state;
    },
    get since() {
      return since;
    },
    get session() {
      return held?.session;
    },
    get model() {
      return warmth.model();
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
    get lowered() {
      return lowered;
    },
    isWarmFor: warmth.isFor,
    used: warmth.used,
    warm(order, { again = false, fill = false }) {
      const wanted = { ...order, kind: deps.kind };
      if (held || (!fill && !warmth.needs(wanted, again))) return;
      warmth.ordered(wanted);
      const { provider, model, effort } = order;
      // A key comes with a turn, or with a request that is to be made now: what only waits needs none.
      const { key: _key, ...keyless } = provider;
      post(
        fill
          ? {
              t: 'warm',
              provider,
              model,
              fill: deps.kind,
              ...(effort === undefined ? {} : { effort }),
            }
          : { t: 'warm', provider: keyless, model },
      );
    },
    lease(session, turn, steering) {
      const mine = createHeld(session, turn, steering);
      held = mine;
      leases += 1;
      pulse.forgive();
      become('leased');
      deps.changed();
      const live = () => held === mine;
      const { schedule } = deps;
      const { isLoading } = warmth;
      return createHostLease(mine, {
        live,
        post,
        ping: pulse.ask,
        isLoading,
        kill,
        giveBack,
        schedule,
      });
    },
    ping() {
      // One that is not ready yet has its own limit.
      if (!ready || state === 'dead') return;
      if (pulse.missed() >= (held ? maxMissedPings : maxMissedIdle)) {
        deps.log('error', 'A host did not answer any more and was ended', {
          host: id,
          ...(held ? { session: held.session } : {}),
        });
        kill('silent');
        return;
      }
      pulse.ask();
    },
    yieldUnlessPrompt() {
      // One that loads a provider's code is deaf meanwhile, and does what its turn waits for.
      if (state !== 'leased' || lowered || warmth.isLoading()) return;
      const mine = held;
      pulse.probe(promptMs, () => {
        if (!mine || held !== mine || lowered || child.pid === undefined) return;
        lowered = true;
        deps.lower(child.pid);
        const fields = { host: id, session: mine.session };
        deps.log('info', 'A host that did not answer leaves the processor to a question', fields);
        deps.changed();
      });
    },
    end(why) {
      putAway = why;
      kill('killed');
    },
  };
}
