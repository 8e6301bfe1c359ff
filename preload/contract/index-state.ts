/** The list of sessions as a pure fold of the index channel, newest change first. No zod, no clock. */
import type { IndexEvent } from './events';
import type { IndexSnapshot, Session } from './shapes';

export type IndexState = IndexSnapshot;

export function emptyIndex(): IndexState {
  return { sessions: [], seq: 0, pos: 0 };
}

export function reduceIndex(state: IndexState, event: IndexEvent): IndexState {
  if (event.seq <= state.seq) return state;
  return { sessions: sessionsAfter(state.sessions, event), seq: event.seq, pos: event.pos };
}

function sessionsAfter(sessions: Session[], event: IndexEvent): Session[] {
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
