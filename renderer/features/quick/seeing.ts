/**
 * What goes with the questions of this conversation: by default the main turns that run, and how Konsole itself is.
 * What a person left out or added holds until another conversation begins.
 */
import { create } from 'zustand';
import type { Sees, Session } from '../../../preload/contract/shapes';

export interface Seeing {
  /** Sessions that were left out, by id. */
  left: readonly string[];
  /** Sessions that were added, whether they run or not. */
  added: readonly string[];
  status: boolean;
  /** Of a conversation that was begun elsewhere: what its last question saw holds, once that is known. */
  unread: boolean;
}

/** A question names at most as many sessions. */
const most = 8;
const usual: Seeing = { left: [], added: [], status: true, unread: false };

export const useSeeing = create<Seeing>()(() => usual);

/** Another conversation: `unread` for one that has questions already. */
export function resetSeeing(unread = false): void {
  useSeeing.setState({ ...usual, unread }, true);
}

export function leaveOut(session: string): void {
  useSeeing.setState(({ left, added }) => ({
    left: [...left.filter((id) => id !== session), session],
    added: added.filter((id) => id !== session),
    unread: false,
  }));
}

export function putIn(session: string): void {
  useSeeing.setState(({ left, added }) => ({
    left: left.filter((id) => id !== session),
    added: [...added.filter((id) => id !== session), session],
    unread: false,
  }));
}

export function seeStatus(status: boolean): void {
  useSeeing.setState({ status, unread: false });
}

export const runs = (session: Session) => session.kind === 'main' && session.turn !== undefined;

/** The sessions that go along, those that run first. */
export function seenSessions(
  { left, added }: Pick<Seeing, 'left' | 'added'>,
  sessions: readonly Session[],
): readonly Session[] {
  const running = sessions.filter((session) => runs(session) && !left.includes(session.id));
  const more = sessions.filter((session) => added.includes(session.id) && !runs(session));
  return [...running, ...more];
}

/** What can be put back or added: what runs and was left out, then the main sessions that changed last. */
export function addable(
  { left, added }: Pick<Seeing, 'left' | 'added'>,
  sessions: readonly Session[],
): { left: readonly Session[]; recent: readonly Session[] } {
  const main = sessions.filter((session) => session.kind === 'main');
  return {
    left: main.filter((session) => runs(session) && left.includes(session.id)),
    recent: main
      .filter((session) => !runs(session) && !added.includes(session.id))
      .toSorted((one, other) => other.updatedAt - one.updatedAt)
      .slice(0, most),
  };
}

/** What a question says of it: nothing where it is as it would be anyway. */
export function seesOf(
  seeing: Pick<Seeing, 'left' | 'added' | 'status'>,
  sessions: readonly Session[],
): Sees | undefined {
  const seen = seenSessions(seeing, sessions);
  const running = sessions.filter(runs);
  const asUsual = seen.length === running.length && seen.every(runs);
  if (asUsual && seeing.status) return undefined;
  return {
    ...(asUsual ? {} : { sessions: seen.slice(0, most).map(({ id }) => id) }),
    ...(seeing.status ? {} : { status: false }),
  };
}

/** What the last question of a conversation saw goes on; what a person chose meanwhile is newer. */
export function readSeeing(sees: Sees | undefined, sessions: readonly Session[]): void {
  if (!useSeeing.getState().unread) return;
  const named = sees?.sessions;
  useSeeing.setState({
    left: named
      ? sessions.filter((one) => runs(one) && !named.includes(one.id)).map(({ id }) => id)
      : [],
    added: named ? [...named] : [],
    status: sees?.status !== false,
    unread: false,
  });
}
