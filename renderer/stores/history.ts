/**
 * The earlier turns of a followed session, page by page: one more page, as many as it takes to reach a turn, and
 * the whole of a turn that a snapshot cut. One request at a time for each session.
 */
import type { Turn } from '../../preload/contract/shapes';
import { command, messageOf } from './commands';
import { sessionStore } from './session-store';
import type { SessionView } from './session-store';

/** Turns a page: enough to scroll on for a while, and as many as the command gives when a jump goes far. */
const pageTurns = 40;
const jumpTurns = 200;

const loading = new Map<string, Promise<boolean>>();

/** Loads one page of older turns. False when none came; a failure is in the view and can be tried again. */
export function loadOlder(id: string, limit = pageTurns): Promise<boolean> {
  const running = loading.get(id);
  if (running) return running;
  const page = loadPage(id, limit).finally(() => loading.delete(id));
  loading.set(id, page);
  return page;
}

async function loadPage(id: string, limit: number): Promise<boolean> {
  const store = sessionStore(id);
  const { before } = store.getState();
  if (before === undefined) return false;
  store.setState(({ olderTrouble: _trouble, ...view }) => ({ ...view, loadingOlder: true }), true);
  try {
    const page = await command('history.page', { session: id, before, limit });
    let came = false;
    store.setState((view) => {
      const { before: asked, ...rest } = view;
      // A snapshot came in between and begins elsewhere: what was asked no longer fits.
      if (asked !== before) return { ...view, loadingOlder: false };
      const known = new Set([...view.older, ...view.state.turns].map((turn) => turn.id));
      const fresh = page.turns.filter((turn) => !known.has(turn.id));
      came = fresh.length > 0;
      const next = { ...rest, older: [...fresh, ...view.older], loadingOlder: false };
      return page.next === undefined || !came ? next : { ...next, before: page.next };
    }, true);
    return came;
  } catch (error) {
    store.setState({ loadingOlder: false, olderTrouble: messageOf(error) });
    return false;
  }
}

export type Reached = 'here' | 'gone' | 'far' | 'failed' | 'cancelled';

/** Loads pages until the turn is here: at most `most` turns, or until `signal` says that nobody waits any more. */
export async function loadUntil(
  id: string,
  turn: string,
  { signal, most = Number.POSITIVE_INFINITY }: { signal?: AbortSignal; most?: number } = {},
): Promise<Reached> {
  const store = sessionStore(id);
  const enough = store.getState().older.length + most;
  for (;;) {
    const view = store.getState();
    if (turnOf(view, turn)) return 'here';
    if (signal?.aborted) return 'cancelled';
    if (view.before === undefined) return 'gone';
    if (view.older.length >= enough) return 'far';
    const came = await loadOlder(id, jumpTurns);
    if (!came && store.getState().olderTrouble !== undefined) return 'failed';
  }
}

export function turnOf(view: Pick<SessionView, 'older' | 'state'>, id: string): Turn | undefined {
  const is = (turn: Turn) => turn.id === id;
  return view.state.turns.findLast(is) ?? view.older.findLast(is);
}

/** A snapshot left out part of it: the start of a long block, or the end of a long request. */
export function isCut(turn: Turn): boolean {
  return (turn.cut ?? 0) > 0 || turn.blocks.some((block) => (block.from ?? 0) > 0);
}

/** The turn with nothing left out, which then takes its place in the view. A running one only grows: it stays. */
export async function wholeTurn(id: string, turn: Turn): Promise<Turn> {
  if (!isCut(turn) || turn.status === 'running') return turn;
  const store = sessionStore(id);
  const { older, state } = store.getState();
  const known = [...older, ...state.turns];
  const next = known[known.findIndex((one) => one.id === turn.id) + 1];
  const place = next ? { before: next.id } : {};
  const { turns } = await command('history.page', { session: id, ...place, limit: 1 });
  const whole = turns.find((one) => one.id === turn.id);
  if (!whole) return turn;
  const swap = (list: readonly Turn[]) => list.map((one) => (one.id === turn.id ? whole : one));
  store.setState((view) => ({
    older: swap(view.older),
    state: { ...view.state, turns: swap(view.state.turns) },
  }));
  return whole;
}
