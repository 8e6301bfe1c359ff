/**
 * The approvals that wait for a person, of all sessions: folded from the session channels as they are written,
 * without a timer. Kept is what one line can show, so it stays small whatever a turn asks for.
 */
import { sessionChannel } from '../../preload/contract/channel';
import type { KonsoleEvent } from '../../preload/contract/events';
import type { Approval, IndexSnapshot, Snapshot } from '../../preload/contract/shapes';
import { cutText, oneLine } from '../../preload/contract/text';
import type { IndexFeed } from './index-watch';

/** An approval as it can be shown and answered outside the windows. */
export interface Pending {
  id: string;
  session: string;
  turn: string;
  /** One line without control and format characters, cut. */
  summary: string;
  /** Why it is asked, where that is not plain; made safe in the same way. */
  why?: string;
  /** The line says all of it and the risk is not high: a person can allow it without seeing more. */
  plain: boolean;
}

/** Longest summary that is shown whole outside the windows, UTF-16 units. */
export const summaryChars = 120;

/** More than these wait for the list of sessions, which counts them, to lead to them. */
const mostPending = 100;

type Asked = Pick<Approval, 'id' | 'turn' | 'summary' | 'why' | 'command' | 'risk'>;

/**
 * Told in one line, and whether that line hides nothing. What had to be cut, cleaned or put in place of several
 * lines could look harmless and do something else (a line break ends a shell command, but looks like a blank).
 */
export function pendingOf(session: string, asked: Asked): Pending {
  const { id, turn, command } = asked;
  const line = oneLine(asked.summary);
  const clean = line !== '' && line === asked.summary.trim();
  const whole = line.length <= summaryChars && !line.includes('…');
  const told = command === undefined || line.includes(command.trim());
  const plain = clean && whole && told && asked.risk !== 'high';
  const summary = cutText(line || 'Something', summaryChars);
  const why = cutText(oneLine(asked.why ?? ''), summaryChars);
  return { id, session, turn, summary, ...(why === '' ? {} : { why }), plain };
}

const sessionOf = (channel: string) => channel.slice(sessionChannel('').length);

/** Returns the same list where nothing changed. An id that waits is not asked a second time, whoever says so. */
export function reducePending(
  pending: readonly Pending[],
  event: KonsoleEvent,
): readonly Pending[] {
  switch (event.type) {
    case 'approval.requested':
      if (pending.length >= mostPending) return pending;
      if (pending.some((one) => one.id === event.approval)) return pending;
      return [...pending, pendingOf(sessionOf(event.channel), { ...event, id: event.approval })];
    case 'approval.resolved':
      // Only its own session says that it was answered.
      return without(pending, event.channel, (one) => one.id === event.approval);
    case 'turn.finished':
      return without(pending, event.channel, (one) => one.turn === event.turn);
    case 'session.deleted':
      return without(pending, sessionChannel(event.session), () => true);
    default:
      return pending;
  }
}

function without(
  pending: readonly Pending[],
  channel: string,
  goes: (one: Pending) => boolean,
): readonly Pending[] {
  const left = pending.filter((one) => sessionChannel(one.session) !== channel || !goes(one));
  return left.length === pending.length ? pending : left;
}

/** Resolves when the snapshots are there; `changed` is called then and for each later change. */
export async function watchApprovals(
  feed: IndexFeed,
  changed: (pending: readonly Pending[]) => void,
): Promise<() => void> {
  let pending: readonly Pending[] | undefined;
  const early: KonsoleEvent[] = [];
  // In one step with the head: what comes from now on is in no snapshot.
  const upTo = feed.head();
  const stop = feed.onCommit((events) => {
    if (!pending) {
      early.push(...events.filter(concerns));
      return;
    }
    const next = events.reduce(reducePending, pending);
    if (next === pending) return;
    pending = next;
    changed(pending);
  });
  try {
    const index = await feed.snapshot('index', upTo);
    pending = early.reduce(reducePending, await pendingOfAll(feed, index, upTo));
    changed(pending);
    return stop;
  } catch (error) {
    stop();
    throw error;
  }
}

const concerns = ({ type }: KonsoleEvent) =>
  type.startsWith('approval.') || type === 'turn.finished' || type === 'session.deleted';

async function pendingOfAll(
  feed: IndexFeed,
  index: Snapshot | IndexSnapshot,
  upTo: number,
): Promise<Pending[]> {
  const found: Pending[] = [];
  for (const { id, approvals } of 'sessions' in index ? index.sessions : []) {
    if (approvals === 0) continue;
    if (found.length >= mostPending) break;
    // One that was deleted meanwhile, or cannot be read, must not keep the others from being shown.
    const state = await feed.snapshot(sessionChannel(id), upTo).catch(() => undefined);
    if (state && 'approvals' in state) {
      found.push(...state.approvals.map((asked) => pendingOf(id, asked)));
    }
  }
  return found.slice(0, mostPending);
}
