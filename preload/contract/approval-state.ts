/** Approvals, what they granted, and background commands: the parts of a session's fold that concern permission. No zod. */
import type { SessionEventBody } from './events';
import type { Approval, Asked, Job, Snapshot, Turn } from './shapes';

type Requested = Extract<SessionEventBody, { type: 'approval.requested' }>;
type Resolved = Extract<SessionEventBody, { type: 'approval.resolved' }>;

/** What the event asks, as it waits for its answer. */
export function approvalOf(event: Requested): Approval {
  const { type: _type, at, approval, ...rest } = event;
  return { ...(rest as Omit<Approval, 'id' | 'requestedAt'>), id: approval, requestedAt: at };
}

export function answerOf(approval: Approval, event: Resolved): Asked {
  const { decision, note, at } = event;
  const asked = {
    approval: approval.id,
    at: approval.requestedAt,
    ms: Math.max(0, at - approval.requestedAt),
    decision,
  };
  return note === undefined ? asked : { ...asked, note };
}

/** The call's block remembers that it was asked about. */
export function askedBlock(turn: Turn, id: string, asked: Asked): Turn {
  const index = turn.blocks.findLastIndex((block) => block.id === id);
  const block = turn.blocks[index];
  return block ? { ...turn, blocks: turn.blocks.with(index, { ...block, asked }) } : turn;
}

export function withGrants(state: Snapshot, rules: readonly string[] = []): Snapshot {
  const known = state.grants ?? [];
  const fresh = rules.filter((rule) => !known.includes(rule));
  return fresh.length === 0 ? state : { ...state, grants: [...known, ...fresh] };
}

export function withoutGrant(state: Snapshot, rule: string): Snapshot {
  if (!state.grants?.includes(rule)) return state;
  const { grants, ...rest } = state;
  const left = grants.filter((one) => one !== rule);
  return left.length === 0 ? rest : { ...rest, grants: left };
}

export function withJobs(state: Snapshot, jobs: readonly Job[]): Snapshot {
  if (jobs.length === (state.jobs?.length ?? 0)) return state;
  const { jobs: _jobs, session, ...rest } = state;
  const { jobs: _count, ...plain } = session;
  if (jobs.length === 0) return { ...rest, session: plain };
  return { ...rest, session: { ...plain, jobs: jobs.length }, jobs: [...jobs] };
}

/** So many are told of; the oldest goes. */
const mostEnded = 20;

/** A background command is over: it is told as such until the next turn begins. */
export function withEnded(
  state: Snapshot,
  { job: id, how, code, at }: Extract<SessionEventBody, { type: 'job.ended' }>,
): Snapshot {
  const job = state.jobs?.find((one) => one.id === id);
  if (!job) return state;
  const { command, startedAt } = job;
  const ended = { id, command, startedAt, at, how, ...(code === undefined ? {} : { code }) };
  const rest = withJobs(
    state,
    (state.jobs ?? []).filter((one) => one !== job),
  );
  return { ...rest, ended: [...(state.ended ?? []), ended].slice(-mostEnded) };
}
