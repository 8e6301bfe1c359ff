/**
 * One store a followed session. A batch of events is one change. Followers are counted; the last few
 * sessions that nobody looks at keep their state for an instant return, without being followed.
 */
import { useEffect, useMemo } from 'react';
import { createStore, useStore } from 'zustand';
import type { StoreApi } from 'zustand';
import type { KonsoleEvent, SessionEvent } from '../../preload/contract/events';
import { sessionChannel } from '../../preload/contract/channel';
import { emptySession, reduceSession } from '../../preload/contract/session-state';
import type { SessionState } from '../../preload/contract/session-state';
import type { IndexSnapshot, Snapshot, Turn } from '../../preload/contract/shapes';
import { thePage } from './page';

export interface SessionView {
  phase: 'loading' | 'ready' | 'gone';
  state: SessionState;
  /** Turns before those of `state`, from history.page, oldest first. */
  older: readonly Turn[];
  /** Pass it to history.page; absent when the first turn is here. */
  before?: string;
  loadingOlder: boolean;
  /** Why the last page did not come, until it is asked for again. */
  olderTrouble?: string;
  /** When the last event came, epoch ms of its `at`. */
  lastEventAt?: number;
  /** Why it is gone. */
  message?: string;
}

interface Entry {
  store: StoreApi<SessionView>;
  followers: number;
  stop?: () => void;
}

/** Sessions kept in memory while nobody follows them, and of each this many earlier turns (I9: bounded). */
const keptIdle = 4;
const keptOlder = 200;
const entries = new Map<string, Entry>();
const listeners = new Set<(session: string, events: readonly SessionEvent[]) => void>();

/** Hears the events of followed sessions once each has caught up: for announcements, not for state. */
export function onLiveEvents(
  listener: (session: string, events: readonly SessionEvent[]) => void,
): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Asked for last is forgotten last: a page takes its store some time before it follows it. */
function entryOf(id: string): Entry {
  const known = entries.get(id);
  if (known) {
    entries.delete(id);
    entries.set(id, known);
    return known;
  }
  const store = createStore<SessionView>()(() => ({
    phase: 'loading',
    state: emptySession(id),
    older: [],
    loadingOlder: false,
  }));
  const entry: Entry = { store, followers: 0 };
  entries.set(id, entry);
  return entry;
}

export function sessionStore(id: string): StoreApi<SessionView> {
  return entryOf(id).store;
}

/** Follows the session until the returned function is called; followers share one subscription. */
export function followSession(id: string): () => void {
  const entry = entryOf(id);
  entry.followers += 1;
  entry.stop ??= listen(id, entry.store);
  let released = false;
  return () => {
    if (released) return;
    released = true;
    entry.followers -= 1;
    if (entry.followers > 0) return;
    entry.stop?.();
    delete entry.stop;
    dropFarOlder(entry.store, keptOlder);
    forgetIdle();
  };
}

/** Long enough for a page to be drawn and to follow by itself, on a slow machine too. */
const aheadMs = 5_000;

/** For a session that was only just made: its events are on their way while the page that shows them is drawn. */
export function followAhead(id: string): void {
  setTimeout(followSession(id), aheadMs);
}

/** Lets go of the earliest turns beyond the last `keep`; history.page has them again. */
export function dropFarOlder(store: StoreApi<SessionView>, keep: number): void {
  const { older } = store.getState();
  const kept = older.slice(-keep);
  const first = kept[0];
  if (first && kept.length < older.length) store.setState({ older: kept, before: first.id });
}

function forgetIdle() {
  const idle = [...entries].filter(([, entry]) => entry.followers === 0);
  for (const [id] of idle.slice(0, Math.max(0, idle.length - keptIdle))) entries.delete(id);
}

function listen(id: string, store: StoreApi<SessionView>): () => void {
  let live = false;
  return thePage().stream.follow(sessionChannel(id), {
    snapshot(state) {
      live = false;
      if (isSessionSnapshot(state)) store.setState((view) => afterSnapshot(view, state), true);
    },
    events(events) {
      const mine = events.filter(isSessionEvent);
      const last = mine.at(-1);
      if (!last) return;
      store.setState((view) => ({
        phase: 'ready',
        state: mine.reduce(reduceSession, view.state),
        lastEventAt: last.at,
      }));
      if (live) for (const listener of listeners) listener(id, mine);
    },
    synced() {
      live = true;
      if (store.getState().phase === 'loading') store.setState({ phase: 'ready' });
    },
    gone(message) {
      store.setState({ phase: 'gone', message });
      // One that is brought back is listened to anew by whoever comes next, though others may not have left yet.
      const entry = entries.get(id);
      entry?.stop?.();
      delete entry?.stop;
    },
  });
}

/** Pages that were loaded stay, when they still lie right before what the snapshot begins with. */
function afterSnapshot(view: SessionView, state: SessionState): SessionView {
  const { before: _before, message: _message, ...rest } = view;
  const first = state.turns[0];
  const known = [...view.older, ...view.state.turns];
  const at = first ? known.findIndex((turn) => turn.id === first.id) : -1;
  const older = at > 0 ? known.slice(0, at) : [];
  const before = older.length > 0 ? view.before : state.before;
  const next: SessionView = { ...rest, phase: 'ready', state, older };
  return before === undefined ? next : { ...next, before };
}

/** Follows while mounted and selects from the session's view. */
export function useSession<Part>(id: string, select: (view: SessionView) => Part): Part {
  const store = useMemo(() => sessionStore(id), [id]);
  useEffect(() => followSession(id), [id]);
  return useStore(store, select);
}

/** For tests: forgets every session and stops following. */
export function forgetSessions(): void {
  for (const entry of entries.values()) entry.stop?.();
  entries.clear();
}

function isSessionSnapshot(state: Snapshot | IndexSnapshot): state is Snapshot {
  return 'turns' in state;
}

function isSessionEvent(event: KonsoleEvent): event is SessionEvent {
  return event.type !== 'session.listed' && event.type !== 'session.deleted';
}
