/** What can be done to one host for the turn that it is leased for. Nothing here reaches a host that was given back. */
import type { ToHost, TurnOrder } from '../host/protocol';
import type { Held, HostListener } from './held';
import type { Schedule } from './types';

/** A host that was asked to stop its turn ends it within this, or is killed. */
export const unansweredMs = 2_000;
/** A host that says nothing at all within this, once it was given a turn, is killed and the turn goes to another. */
export const takeUpMs = 1_000;
/** One that loads code may be busy with that. */
const loadingTakeUpMs = 5_000;
/** Of that, the end: whatever the host said while this process was busy is read before it is judged. */
const lastMoment = 100;

export interface HostLease {
  post(message: ToHost): void;
  /** `patient`: the host is not killed for being slow to take the turn up. */
  run(order: TurnOrder, listener: HostListener, patient: boolean): void;
  interrupt(): void;
  told(n: number, answer: { ok: boolean; text: string; summary: string }): void;
  kill(): void;
  release(): void;
  abandon(): void;
}

/** What the host's handle lends. */
export interface HostInside {
  live(): boolean;
  post(message: ToHost): void;
  /** It is being warmed for the first time. */
  isLoading(): boolean;
  /** Returns the ping's number. */
  ping(): number;
  kill(why: 'killed' | 'unanswered' | 'untaken'): void;
  giveBack(): void;
  schedule: Schedule;
}

export function createHostLease(mine: Held, host: HostInside): HostLease {
  const { turn } = mine;

  function post(message: ToHost): void {
    if (host.live()) host.post(message);
  }

  function expectTakeUp(): void {
    const ms = host.isLoading() ? loadingTakeUpMs : takeUpMs;
    mine.cancelTakeUp = host.schedule(ms - lastMoment, () => {
      mine.cancelTakeUp = host.schedule(lastMoment, () => host.kill('untaken'));
    });
  }

  return {
    post,
    run(order, listener, patient) {
      mine.listener = listener;
      // It died between being given and being used: it has not even heard of the turn.
      if (!host.live()) {
        queueMicrotask(() => listener.untaken());
        return;
      }
      mine.order = order;
      // Before the turn, whose first work may take the process for a while.
      mine.ping = host.ping();
      host.post({ t: 'run', order });
      if (!patient) expectTakeUp();
    },
    interrupt() {
      if (!host.live() || mine.finished) return;
      mine.steering.close();
      host.post({ t: 'interrupt', turn });
      mine.cancelTimer ??= host.schedule(unansweredMs, () => host.kill('unanswered'));
    },
    told(n, answer) {
      if (host.live() && mine.asked.delete(n)) host.post({ t: 'told', turn, n, ...answer });
    },
    kill() {
      if (host.live()) host.kill('killed');
    },
    release() {
      if (host.live() && !mine.order) host.giveBack();
    },
    abandon() {
      if (!host.live()) return;
      if (!mine.order) {
        host.giveBack();
        return;
      }
      mine.abandoned = true;
      host.post({ t: 'interrupt', turn });
      if (!mine.finished) {
        mine.cancelTimer?.();
        mine.cancelTimer = host.schedule(unansweredMs, () => host.kill('unanswered'));
      }
      // What it has in flight is taken as written, so that it is not left waiting for that.
      host.post({ t: 'written', n: mine.lastBatch });
    },
  };
}
