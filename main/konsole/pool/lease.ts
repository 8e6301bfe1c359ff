/**
 * One place on a lane, for one turn. The host behind it may be exchanged twice, and nobody notices: before the turn
 * begins, for one that is warm for just this turn; and after, for as long as its host has said nothing at all.
 */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { LogRecord, TurnStart } from '../../../preload/contract/shapes';
import type { TurnOrder } from '../host/protocol';
import type { HostListener } from './held';
import type { HostHandle } from './host-types';
import type { Place } from './row';
import { signatureOf, type Wanted } from './signature';
import { createSteering } from './steering';
import type { Death, Lease, LeaseListener } from './types';

/** Hosts that may fail to take one turn up; a computer that is that slow is left its time. */
const untakenMost = 2;

export interface First {
  host: string;
  session: string;
  turn: string;
  start: TurnStart;
  signature: string;
  ms: number;
}

export interface LeaseDeps {
  session: string;
  turn: string;
  /** A host that is free and warm for this. */
  warmFor: (signature: string) => HostHandle | undefined;
  /** Waits for another host before all who wait; returns how to wait no longer. */
  another: (place: Place) => () => void;
  /** The provider has begun to answer. */
  first: (first: First) => void;
  log: (level: LogRecord['level'], message: string, fields?: Record<string, unknown>) => void;
}

export function createLease(deps: LeaseDeps, given: HostHandle): Lease {
  const { session, turn } = deps;
  let host = given;
  let running: { order: TurnOrder; listener: LeaseListener } | undefined;
  let start: TurnStart = 'cold';
  let takenUp = false;
  let moved = false;
  let stopped = false;
  let over = false;
  let untaken = 0;
  /** What was said to the turn before it was taken up: the next host hears it too. */
  let said: string[] = [];
  let cancelWait: (() => void) | undefined;

  const steering = createSteering({
    say(text) {
      if (!takenUp) said.push(text);
      on.post({ t: 'steer', turn, text });
    },
    over: () => on.post({ t: 'over', turn }),
  });
  let on = host.lease(session, turn, steering);

  function end(death: Death): void {
    if (over) return;
    over = true;
    running?.listener.died(death);
  }

  /** Told in the same way as any death, but not within the call that brought it about. */
  function endSoon(death: Death): void {
    cancelWait?.();
    cancelWait = undefined;
    steering.close();
    queueMicrotask(() => end(death));
  }

  function noteFirst(events: readonly SessionEventBody[]): void {
    // Another model's first event says nothing of the one that the host was warm for.
    moved ||= events.some((event) => event.type === 'turn.moved');
    const first = events.find((event) => event.type === 'turn.first');
    if (moved || !running || first?.type !== 'turn.first') return;
    const signature = signatureOf(running.order);
    host.used(running.order);
    deps.first({ host: host.id, session, turn, start, signature, ms: first.ms });
  }

  const listener: HostListener = {
    takenUp() {
      takenUp = true;
      said = [];
    },
    untaken: exchange,
    events(n, events) {
      noteFirst(events);
      running?.listener.events(n, events);
    },
    ask: (question) => running?.listener.ask?.(question),
    died: end,
  };

  function begin(): void {
    if (!running) return;
    on.run(running.order, listener, untaken >= untakenMost);
    for (const text of said) on.post({ t: 'steer', turn, text });
  }

  function exchange(): void {
    if (over) return;
    const detail = 'the host did not take the turn up';
    if (stopped) {
      end({ cause: 'unanswered', detail });
      return;
    }
    deps.log('warn', 'A host did not take its turn up; another one gets it', {
      host: host.id,
      session,
      turn,
    });
    untaken += 1;
    start = 'cold';
    cancelWait = deps.another({
      session,
      turn,
      give(next) {
        cancelWait = undefined;
        host = next;
        on = next.lease(session, turn, steering);
        begin();
      },
      refuse: ({ message }) => endSoon({ cause: 'exit', detail: message }),
    });
  }

  return {
    get host() {
      return host.id;
    },
    startFor(wanted: Wanted) {
      const signature = signatureOf(wanted);
      const better = host.isWarmFor(signature) ? undefined : deps.warmFor(signature);
      if (better && !running && !over) {
        on.release();
        host = better;
        on = better.lease(session, turn, steering);
      }
      start = host.isWarmFor(signature) ? 'warm' : 'cold';
      return start;
    },
    run(order, to) {
      running = { order, listener: to };
      begin();
    },
    interrupt() {
      stopped = true;
      if (cancelWait) {
        endSoon({ cause: 'unanswered', detail: 'stopped before a host had taken it up' });
      } else on.interrupt();
    },
    hold: () => (running && !over ? steering.hold() : undefined),
    answer: (answer) => on.post({ t: 'answer', turn, answer }),
    permit(permissions) {
      if (running) running.order = { ...running.order, permissions };
      on.post({ t: 'permit', turn, permissions });
    },
    written: (n) => on.post({ t: 'written', n }),
    told: (n, answer) => on.told(n, answer),
    kill() {
      stopped = true;
      if (cancelWait) endSoon({ cause: 'killed', detail: 'ended before a host had taken it up' });
      else on.kill();
    },
    release: () => on.release(),
    abandon() {
      over = true;
      cancelWait?.();
      cancelWait = undefined;
      on.abandon();
    },
  };
}
