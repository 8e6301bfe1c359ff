/** All sessions that are not archived, newest change first, from the channel `index`. */
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

/** Returns how to stop. */
export function followIndex(stream: Stream): () => void {
  return stream.follow('index', {
    snapshot(state) {
      if (isIndexSnapshot(state)) useIndex.setState({ ...state, loaded: true }, true);
    },
    events(events) {
      const mine = events.filter(isIndexEvent);
      useIndex.setState((view) => ({
        ...mine.reduce<IndexState>(reduceIndex, view),
        loaded: true,
      }));
    },
    synced() {
      useIndex.setState({ loaded: true });
    },
  });
}

export function sessionById(id: string | undefined) {
  return (view: IndexView): Session | undefined =>
    id === undefined ? undefined : view.sessions.find((session) => session.id === id);
}

function isIndexSnapshot(state: Snapshot | IndexSnapshot): state is IndexSnapshot {
  return 'sessions' in state;
}

function isIndexEvent(event: KonsoleEvent): event is IndexEvent {
  return event.type === 'session.listed' || event.type === 'session.deleted';
}
