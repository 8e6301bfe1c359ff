/**
 * The one way in which a session changes: events are folded, the list's summary is added when it changed, all is
 * journaled in one transaction with the command that caused it, and only then is the new state the state.
 */
import { sessionChannel, type SessionEventBody } from '../../../preload/contract/events';
import type { SessionState } from '../../../preload/contract/session-state';
import type { Lane, Session, SessionKind } from '../../../preload/contract/shapes';
import type { CommandRecord, Journal, NewEvent } from '../journal/types';
import { advance } from './light-state';
import type { Live } from './types';

export const laneOf = (kind: SessionKind): Lane => (kind === 'chat' ? 'quick' : 'main');

/**
 * The session as lists show it. One whose message waits for a host counts as running: work is due, and should
 * Konsole be killed now, the next start finds it among the unfinished.
 */
export function summaryOf(state: SessionState): Session {
  const due = state.queue.length > 0 && !state.paused && state.session.turn === undefined;
  return due ? { ...state.session, status: 'running' } : state.session;
}

export interface CommitOptions {
  durability: 'batch' | 'full';
  command?: CommandRecord | undefined;
  /** Events of others that exist together with these, or not at all. */
  along?: readonly NewEvent[] | undefined;
}

/** What must survive a power cut too: approvals, and that a tool began. */
export function durabilityOf(bodies: readonly SessionEventBody[]): CommitOptions['durability'] {
  const isGrave = (type: string) => type === 'tool.started' || type.startsWith('approval.');
  return bodies.some((body) => isGrave(body.type)) ? 'full' : 'batch';
}

/** Rejects with the journal's words when it refuses; then nothing has changed. */
export async function commit(
  journal: Journal,
  live: Live,
  bodies: readonly SessionEventBody[],
  options: CommitOptions,
): Promise<void> {
  const after = advance(live.state, bodies);
  const channel = sessionChannel(live.id);
  const events: NewEvent[] = bodies.map((body) => ({ channel, body }));
  const at = bodies.at(-1)?.at;
  const summary = summaryOf(after);
  if (at !== undefined && differs(summaryOf(live.state), summary)) {
    events.push({ channel: 'index', body: { type: 'session.listed', at, session: summary } });
  }
  const { command, durability, along = [] } = options;
  events.push(...along);
  if (events.length === 0 && !command) return;
  await journal.append({
    events,
    lane: laneOf(live.state.session.kind),
    durability,
    ...(command ? { command } : {}),
  });
  live.state = after;
}

function differs(before: Session, after: Session): boolean {
  return before !== after && JSON.stringify(before) !== JSON.stringify(after);
}
