/**
 * The state of one session as a pure fold of its events. `SessionState` is the snapshot of the protocol.
 * An event that names what is not there, or repeats what is, returns the same object. No zod, no clock.
 */
import {
  answerOf,
  approvalOf,
  askedBlock,
  withGrants,
  withEnded,
  withJobs,
  withoutGrant,
} from './approval-state';
import { applyBlockEvent } from './block-state';
import type { SessionEvent, SessionEventBody } from './events';
import type { Queued, Session, Snapshot, Turn } from './shapes';
import { startClock, tick } from './timing';
import { moveTurn, noteProgress, progress, steerTurn } from './turn-progress';

export type SessionState = Snapshot;

/** State before `session.created`: only its event makes it a session. */
export function emptySession(id: string): SessionState {
  const session: Session = {
    id,
    kind: 'main',
    title: '',
    model: '',
    status: 'idle',
    approvals: 0,
    createdAt: 0,
    updatedAt: 0,
  };
  return { session, turns: [], queue: [], approvals: [], seq: 0, pos: 0 };
}

export function reduceSession(state: SessionState, event: SessionEvent): SessionState {
  if (event.seq <= state.seq) return state;
  const next = apply(state, event);
  return { ...next, seq: event.seq, pos: event.pos };
}

function apply(state: SessionState, event: SessionEvent): SessionState {
  switch (event.type) {
    case 'session.created':
      return { ...state, session: event.session };
    case 'session.changed':
      // What came over JSON has no undefined fields, so a partial session is one of present fields.
      return {
        ...state,
        session: {
          ...state.session,
          ...(event.session as Partial<Session>),
          id: state.session.id,
        },
      };
    case 'turn.queued':
      if (state.queue.some((entry) => entry.turn === event.turn) || hasTurn(state, event.turn)) {
        return state;
      }
      return {
        ...state,
        session: { ...state.session, updatedAt: event.at },
        queue: [...state.queue, queuedOf(event)],
      };
    case 'queue.changed': {
      const { paused: _was, ...rest } = state;
      return { ...rest, queue: event.queue, ...(event.paused ? { paused: true } : {}) };
    }
    case 'turn.started':
      return startTurn(state, event);
    case 'turn.instructed':
      return changeTurn(state, event.turn, (turn) => ({ ...turn, instructions: event.files }));
    case 'turn.used':
      return changeTurn(state, event.turn, (turn) =>
        turn.status === 'running' ? { ...turn, usage: event.usage } : turn,
      );
    case 'turn.moved':
      return changeTurn(state, event.turn, (turn) => moveTurn(turn, event));
    case 'turn.first':
    case 'turn.stalled':
    case 'turn.retrying':
      return changeTurn(state, event.turn, (turn) => noteProgress(turn, event));
    case 'turn.steered':
      return changeTurn(state, event.turn, (turn) => steerTurn(turn, event));
    case 'turn.finished':
      return finishTurn(state, event);
    case 'approval.requested': {
      if (state.approvals.some((approval) => approval.id === event.approval)) return state;
      const entry = approvalOf(event);
      const asked = changeTurn(state, event.turn, (turn) =>
        askedBlock(turn, event.block, { approval: event.approval, at: event.at }),
      );
      return withApprovals(tickTurn(asked, event.turn, event), [...state.approvals, entry]);
    }
    case 'approval.resolved': {
      const found = state.approvals.find((approval) => approval.id === event.approval);
      if (!found) return state;
      const approvals = state.approvals.filter((approval) => approval !== found);
      const answered = changeTurn(state, found.turn, (turn) =>
        askedBlock(turn, found.block, answerOf(found, event)),
      );
      const granted =
        event.decision === 'allow-session' ? withGrants(answered, found.rules) : answered;
      return withApprovals(tickTurn(granted, found.turn, event), approvals);
    }
    case 'grant.revoked':
      return withoutGrant(state, event.rule);
    case 'job.ended':
      return withEnded(state, event);
    case 'block.opened':
      return changeTurn(state, event.turn, (turn) => progress(applyBlockEvent(turn, event), event));
    default: {
      // From the end: it is the running turn's last block, nearly always, and a turn may have thousands.
      const owner = state.turns.findLast(
        (turn) => turn.blocks.findLastIndex((block) => block.id === event.block) >= 0,
      );
      if (!owner) return state;
      const moved = changeTurn(state, owner.id, (turn) =>
        progress(applyBlockEvent(turn, event), event),
      );
      return event.type === 'tool.started' ? withJob(moved, owner.id, event) : moved;
    }
  }
}

/** A command that was started in the background is a job from then on. */
function withJob(
  state: SessionState,
  turn: string,
  event: Extract<SessionEvent, { type: 'tool.started' }>,
): SessionState {
  const { block, process, summary, at } = event;
  const jobs = state.jobs ?? [];
  if (!process?.background || jobs.some((job) => job.id === block)) return state;
  return withJobs(state, [...jobs, { id: block, turn, command: summary, startedAt: at, process }]);
}

/** A message as it waits in the queue. */
export function queuedOf(event: Extract<SessionEventBody, { type: 'turn.queued' }>): Queued {
  const { turn, text, resumes, blobs, files, sees } = event;
  return {
    turn,
    text,
    ...(resumes === undefined ? {} : { resumes }),
    ...(blobs ? { blobs } : {}),
    ...(files ? { files } : {}),
    ...(sees ? { sees } : {}),
  };
}

/** Counts on from the turn before it; what an older Konsole folded has no numbers to count on from. */
function numberAfter(state: SessionState): { number?: number } {
  const last = state.turns.at(-1);
  if (!last) return state.before === undefined ? { number: 1 } : {};
  return last.number === undefined ? {} : { number: last.number + 1 };
}

const hasTurn = (state: SessionState, id: string) => state.turns.some((turn) => turn.id === id);

function changeTurn(state: SessionState, id: string, change: (turn: Turn) => Turn): SessionState {
  const index = state.turns.findLastIndex((turn) => turn.id === id);
  const before = state.turns[index];
  if (!before) return state;
  const after = change(before);
  return after === before ? state : { ...state, turns: state.turns.with(index, after) };
}

function tickTurn(state: SessionState, id: string, event: SessionEvent): SessionState {
  return changeTurn(state, id, (turn) =>
    turn.clock ? { ...turn, clock: tick(turn.clock, event) } : turn,
  );
}

function startTurn(
  state: SessionState,
  event: Extract<SessionEvent, { type: 'turn.started' }>,
): SessionState {
  if (hasTurn(state, event.turn)) {
    return changeTurn(state, event.turn, (turn) => ({ ...turn, model: event.model }));
  }
  const entry = state.queue.find((waiting) => waiting.turn === event.turn);
  const { ended: _told, ...before } = state;
  const turn: Turn = {
    id: event.turn,
    ...numberAfter(state),
    text: entry?.text ?? '',
    status: 'running',
    model: event.model,
    startedAt: event.at,
    blocks: [],
    clock: startClock(event.at),
  };
  if (event.resumes) turn.resumes = event.resumes;
  if (entry?.cut !== undefined) turn.cut = entry.cut;
  if (entry?.blobs) turn.blobs = entry.blobs;
  if (entry?.files) turn.files = entry.files;
  if (entry?.sees) turn.sees = entry.sees;
  if (event.start) turn.start = event.start;
  return {
    ...before,
    session: {
      ...state.session,
      status: 'running',
      turn: event.turn,
      startedAt: event.at,
      updatedAt: event.at,
    },
    turns: [...state.turns, turn],
    queue: state.queue.filter((waiting) => waiting !== entry),
  };
}

/** The session's status after a turn of this status. A refusal is an answer, so the session is idle. */
export function statusAfter(status: Turn['status']): Session['status'] {
  if (status === 'interrupted' || status === 'failed') return status;
  return 'idle';
}

function finishTurn(
  state: SessionState,
  event: Extract<SessionEvent, { type: 'turn.finished' }>,
): SessionState {
  const changed = changeTurn(state, event.turn, (turn) => {
    if (turn.status !== 'running') return turn;
    const { clock: _clock, stall: _stall, retry: _retry, ...rest } = turn;
    const { status, usage, timing } = event;
    const done: Turn = { ...rest, status, usage, timing };
    if (event.error) done.error = event.error;
    return done;
  });
  if (changed === state) return state;
  const { turn: _turn, startedAt: _startedAt, ...session } = changed.session;
  return {
    ...changed,
    session: {
      ...session,
      status: statusAfter(event.status),
      approvals: 0,
      updatedAt: event.at,
    },
    approvals: changed.approvals.filter((approval) => approval.turn !== event.turn),
  };
}

function withApprovals(state: SessionState, approvals: Snapshot['approvals']): SessionState {
  const status =
    approvals.length > 0 ? 'waiting' : state.session.turn ? 'running' : state.session.status;
  return {
    ...state,
    approvals,
    session: { ...state.session, approvals: approvals.length, status },
  };
}
