/** Sessions that were put away: asked for when their list is opened, a page at a time. Nothing here is pushed. */
import { create } from 'zustand';
import type { Session } from '../../../preload/contract/shapes';
import { command, messageOf } from '../../stores/commands';

export interface ArchivedView {
  /** Newest change first; absent until loaded. */
  sessions?: readonly Session[];
  /** Where the next page begins; absent when all are here. */
  next?: string;
  loading: boolean;
  /** Why they could not be loaded. */
  trouble?: string;
}

const pageSize = 30;
/** The most that one question may ask for. */
const largestPage = 200;

export const useArchived = create<ArchivedView>()(() => ({ loading: false }));

/** Counts questions: the answer to one that was overtaken changes nothing. */
let asked = 0;

/** Loads as many as were there, from the start: after something was put away, restored or deleted. */
export function loadArchived(): Promise<void> {
  const there = useArchived.getState().sessions?.length ?? 0;
  return load({ limit: Math.min(largestPage, Math.max(pageSize, there)) }, []);
}

export async function loadMoreArchived(): Promise<void> {
  const { next, sessions = [], loading } = useArchived.getState();
  if (next === undefined || loading) return;
  await load({ before: next, limit: pageSize }, sessions);
}

async function load(
  page: { before?: string; limit: number },
  before: readonly Session[],
): Promise<void> {
  asked += 1;
  const mine = asked;
  useArchived.setState({ loading: true });
  try {
    const result = await command('session.list', { archived: true, ...page });
    if (mine !== asked) return;
    const known = new Set(before.map((session) => session.id));
    const sessions = [...before, ...result.sessions.filter((one) => !known.has(one.id))];
    useArchived.setState(
      { sessions, loading: false, ...(result.next === undefined ? {} : { next: result.next }) },
      true,
    );
  } catch (error) {
    if (mine === asked) useArchived.setState({ loading: false, trouble: messageOf(error) });
  }
}

/** For tests: a page that was just opened has loaded none. */
export function forgetArchived(): void {
  asked += 1;
  useArchived.setState({ loading: false }, true);
}
