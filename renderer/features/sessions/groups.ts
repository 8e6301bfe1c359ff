/** The sessions as the sidebar shows them: who needs a person first, then what runs, then the rest by age. Pure. */
import type { Session } from '../../../preload/contract/shapes';
import { isBusy } from './session-words';

export interface SessionGroup {
  title: string;
  sessions: readonly Session[];
  /** Its rows tell a time that ticks. */
  ticks: boolean;
}

const day = 24 * 60 * 60 * 1000;

/** Newest first, as the index is: the first that holds is a session's. */
const ages: ReadonlyArray<{ title: string; within: number }> = [
  { title: 'Recent', within: day },
  { title: 'Last 7 days', within: 7 * day },
  { title: 'Last 30 days', within: 30 * day },
  { title: 'Earlier', within: Number.POSITIVE_INFINITY },
];

/**
 * At most `room` of those at rest are laid out; `left` says how many are not. What waits or runs is always there.
 * A session keeps its place in the order of the index.
 */
export function groupsOf(
  sessions: readonly Session[],
  now: number,
  room = Number.POSITIVE_INFINITY,
): { groups: SessionGroup[]; left: number } {
  const waiting = sessions.filter((session) => session.status === 'waiting');
  const running = sessions.filter((session) => session.status === 'running');
  const atRest = sessions.filter((session) => !isBusy(session));
  const shown = atRest.slice(0, room);
  const byAge = ages.map(({ title }) => ({ title, sessions: [] as Session[], ticks: false }));
  for (const session of shown) {
    const at = ages.findIndex(({ within }) => now - session.updatedAt < within);
    byAge[at]?.sessions.push(session);
  }
  const groups = [
    { title: 'Waiting', sessions: waiting, ticks: false },
    { title: 'Running', sessions: running, ticks: true },
    ...byAge,
  ].filter((group) => group.sessions.length > 0);
  return { groups, left: atRest.length - shown.length };
}
