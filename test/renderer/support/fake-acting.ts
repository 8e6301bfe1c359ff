/** What the konsole in memory answers about permission and work in hand: approvals, modes, jobs, the queue, figures. */
import type { Answer } from '../../../preload/contract/errors';
import type { SessionEventBody } from '../../../preload/contract/events';
import type { SessionState } from '../../../preload/contract/session-state';
import type { PermissionMode, Queued } from '../../../preload/contract/shapes';

type Params = Record<string, unknown>;

export interface ActingDeps {
  states: ReadonlyMap<string, SessionState>;
  emit: (session: string, bodies: readonly SessionEventBody[]) => void;
  now: () => number;
}

const ok = (result: unknown = {}): Answer => ({ ok: true, result });
const failed = (code: 'not-found' | 'conflict', message: string): Answer => ({
  ok: false,
  code,
  message,
});
const missing = failed('not-found', 'There is no such session any more.');
const gone = failed('not-found', 'This message is not in the queue any more.');

export function fakeActing({ states, emit, now }: ActingDeps) {
  const stateOf = ({ session }: Params) => states.get(String(session));

  const requeue = (params: Params, change: (queue: Queued[], at: number) => void): Answer => {
    const state = stateOf(params);
    if (!state) return missing;
    const at = state.queue.findIndex((entry) => entry.turn === params.turn);
    if (at < 0) return gone;
    const queue = [...state.queue];
    change(queue, at);
    const body: SessionEventBody = { type: 'queue.changed', at: now(), queue };
    emit(state.session.id, [state.paused ? { ...body, paused: true } : body]);
    return ok();
  };

  return {
    'approval.answer': ({ approval, decision, note }: Params): Answer => {
      const state = [...states.values()].find((one) =>
        one.approvals.some(({ id }) => id === approval),
      );
      if (!state) return failed('conflict', 'This approval was answered already.');
      const said = typeof note === 'string' ? { note } : {};
      emit(state.session.id, [
        {
          type: 'approval.resolved',
          at: now(),
          approval: String(approval),
          decision: decision as 'allow' | 'allow-session' | 'deny',
          by: 'this window',
          ...said,
        },
      ]);
      return ok();
    },
    'session.promote': (params: Params): Answer => {
      const state = stateOf(params);
      if (!state) return missing;
      if (state.session.kind === 'main')
        return failed('conflict', 'This is a main session already.');
      const { id } = state.session;
      emit(id, [{ type: 'session.changed', at: now(), session: { kind: 'main' } }]);
      return ok({ session: states.get(id)?.session });
    },
    'session.permit': (params: Params): Answer => {
      const state = stateOf(params);
      if (!state) return missing;
      const at = now();
      const bodies: SessionEventBody[] = [];
      if (params.mode !== undefined) {
        const mode = params.mode as PermissionMode;
        bodies.push({ type: 'session.changed', at, session: { mode } });
      }
      if (typeof params.revoke === 'string')
        bodies.push({ type: 'grant.revoked', at, rule: params.revoke });
      emit(state.session.id, bodies);
      return ok();
    },
    'job.stop': (params: Params): Answer => {
      const state = stateOf(params);
      if (!state?.jobs?.some((job) => job.id === params.job))
        return failed('not-found', 'This command has ended already.');
      const job = String(params.job);
      emit(state.session.id, [{ type: 'job.ended', at: now(), job, how: 'stopped' }]);
      return ok();
    },
    'queue.edit': (params: Params): Answer =>
      requeue(params, (queue, at) => {
        const entry = queue[at];
        if (entry) queue[at] = { ...entry, text: String(params.text) };
      }),
    'queue.move': (params: Params): Answer =>
      requeue(params, (queue, at) => {
        const [entry] = queue.splice(at, 1);
        if (entry) queue.splice(Number(params.to), 0, entry);
      }),
    'queue.remove': (params: Params): Answer => requeue(params, (queue, at) => queue.splice(at, 1)),
    'turn.explain': (): Answer =>
      ok({ lines: ['Most of the time, 71 %, went into thinking.'], facts: {} }),
    'kontask.of-turn': (): Answer => ok({ kontasks: [] }),
    'usage.totals': (): Answer => ok({ days: [] }),
  };
}
