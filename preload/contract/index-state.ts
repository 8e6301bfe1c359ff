/**
 * The index channel as a pure fold: the list of sessions, newest change first, and the kontasks that need a decision.
 * No zod, no clock.
 */
import type { IndexEvent } from './events';
import { limits } from './limits';
import type { AskingKontask, IndexSnapshot, KontaskSummary, Session } from './shapes';
import { cutText } from './text';

export type IndexState = IndexSnapshot;
type Asking = Pick<IndexState, 'asking' | 'needDecision'>;

export function emptyIndex(): IndexState {
  return { sessions: [], asking: [], needDecision: 0, seq: 0, pos: 0 };
}

export function reduceIndex(state: IndexState, event: IndexEvent): IndexState {
  if (event.seq <= state.seq) return state;
  const { seq, pos } = event;
  return { ...state, ...after(state, event), seq, pos };
}

function after(state: IndexState, event: IndexEvent): Partial<IndexState> {
  switch (event.type) {
    case 'session.listed':
    case 'session.deleted':
      return { sessions: sessionsAfter(state.sessions, event) };
    case 'kontask.listed':
    case 'kontask.deleted':
      return askingAfter(state, event);
  }
}

function sessionsAfter(
  sessions: Session[],
  event: Extract<IndexEvent, { type: 'session.listed' | 'session.deleted' }>,
): Session[] {
  switch (event.type) {
    case 'session.listed': {
      const { session } = event;
      const others = sessions.filter((other) => other.id !== session.id);
      if (session.archived) return others;
      const at = others.findIndex((other) => other.updatedAt <= session.updatedAt);
      return others.toSpliced(at < 0 ? others.length : at, 0, session);
    }
    case 'session.deleted':
      return sessions.some((session) => session.id === event.session)
        ? sessions.filter((session) => session.id !== event.session)
        : sessions;
  }
}

/** As the index channel names it: short, for there may be two hundred of them in a snapshot. */
export const askingOf = (
  { id, title }: Pick<KontaskSummary, 'id' | 'title'>,
  since: number,
): AskingKontask => ({ id, title: cutText(title, limits.titleChars), since });

/** The names are bounded, so how many there are is counted by what each was before. */
function askingAfter(
  { asking, needDecision }: Asking,
  event: Extract<IndexEvent, { type: 'kontask.listed' | 'kontask.deleted' }>,
): Asking {
  const did = event.was === 'needs_decision';
  const does = event.type === 'kontask.listed' && event.kontask.status === 'needs_decision';
  if (!did && !does) return { asking, needDecision };
  const id = event.type === 'kontask.listed' ? event.kontask.id : event.kontask;
  const known = asking.find((one) => one.id === id);
  const others = asking.filter((one) => one.id !== id);
  const count = needDecision - Number(did) + Number(does);
  if (!does) return { asking: others, needDecision: count };
  // It asks since before those that are named, so it stays without a name.
  if (did && !known) return { asking, needDecision };
  const entry = askingOf(event.kontask, known?.since ?? event.at);
  const at = others.findIndex((other) => other.since <= entry.since);
  const all = others.toSpliced(at < 0 ? others.length : at, 0, entry);
  return { asking: all.slice(0, limits.askingKontasks), needDecision: count };
}
