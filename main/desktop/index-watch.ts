/** The list of sessions as the tray knows it: the index channel folded as it is written, without a timer. */
import type { KonsoleEvent } from '../../preload/contract/events';
import { emptyIndex, type IndexState, reduceIndex } from '../../preload/contract/index-state';
import type { IndexSnapshot, Snapshot } from '../../preload/contract/shapes';

/** The part of the engine's feed that is used. */
export interface IndexFeed {
  head(): number;
  onCommit(listener: (events: readonly KonsoleEvent[]) => void): () => void;
  snapshot(channel: string, upTo: number): Promise<Snapshot | IndexSnapshot>;
}

/** Resolves when the snapshot is there; `changed` is called for each later change. */
export async function watchIndex(
  feed: IndexFeed,
  changed: (state: IndexState) => void,
): Promise<() => void> {
  let state: IndexState | undefined;
  const early: KonsoleEvent[] = [];
  const stop = feed.onCommit((events) => {
    const ours = events.filter((event) => event.channel === 'index');
    if (ours.length === 0) return;
    if (state) changed((state = fold(state, ours)));
    else early.push(...ours);
  });
  try {
    const snapshot = await feed.snapshot('index', feed.head());
    state = fold('sessions' in snapshot ? snapshot : emptyIndex(), early);
    changed(state);
    return stop;
  } catch (error) {
    stop();
    throw error;
  }
}

function fold(state: IndexState, events: readonly KonsoleEvent[]): IndexState {
  let next = state;
  for (const event of events) {
    if (event.type === 'session.listed' || event.type === 'session.deleted') {
      next = reduceIndex(next, event);
    }
  }
  return next;
}
