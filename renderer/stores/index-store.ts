/** All sessions that are not archived, newest change first, and the kontasks that need a decision, from the channel `index`. */
import { create } from 'zustand';
import { emptyIndex, reduceIndex } from '../../preload/contract/index-state';
import type { IndexState } from '../../preload/contract/index-state';
import type { IndexEvent, KonsoleEvent } from '../../preload/contract/events';
import type { IndexSnapshot, Session, Snapshot } from '../../preload/contract/shapes';
import type { Stream } from '../../preload/stream/types';

export interface IndexView extends IndexState {
  /** False until the first snapshot. */
  loaded: boolean;
}

export const useIndex = create<IndexView>()(() => ({ ...emptyIndex(), loaded: false }));

const listeners = new Set<(events: readonly IndexEvent[]) => void>();

/**
 * Hears the events of the index, once they are in the store: for what is asked again then, not for state. With none of
 * them anything may have changed: a snapshot came.
 */
export function onIndexEvents(listener: (events: readonly IndexEvent[]) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** A window that is not in front draws its list this much later: what a person asks in another one goes first. */
const behindMs = 150;

/** Returns how to stop. */
export function followIndex(stream: Stream, isInFront = () => document.hasFocus()): () => void {
  let waiting: IndexEvent[] = [];
  let later: ReturnType<typeof setTimeout> | undefined;

  function apply(): void {
    clearTimeout(later);
    later = undefined;
    const events = waiting;
    waiting = [];
    useIndex.setState((view) => ({
      ...events.reduce<IndexState>(reduceIndex, view),
      loaded: true,
    }));
    if (events.length > 0) for (const listener of listeners) listener(events);
  }

  const stop = stream.follow('index', {
    snapshot(state) {
      if (!isIndexSnapshot(state)) return;
      // It has them already.
      waiting = [];
      useIndex.setState({ ...state, loaded: true }, true);
      for (const listener of listeners) listener([]);
    },
    events(events) {
      waiting.push(...events.filter(isIndexEvent));
      if (isInFront()) apply();
      else later ??= setTimeout(apply, behindMs);
    },
    synced: apply,
  });
  return () => {
    clearTimeout(later);
    stop();
  };
}

export function sessionById(id: string | undefined) {
  return (view: IndexView): Session | undefined =>
    id === undefined ? undefined : view.sessions.find((session) => session.id === id);
}

function isIndexSnapshot(state: Snapshot | IndexSnapshot): state is IndexSnapshot {
  return 'sessions' in state;
}

function isIndexEvent(event: KonsoleEvent): event is IndexEvent {
  return event.channel === 'index';
}
