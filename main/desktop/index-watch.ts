/** The sessions, and the kontasks that need a decision, as the tray knows them: the index channel folded as it is written, without a timer. */
import type { IndexEvent, KonsoleEvent } from '../../preload/contract/events';
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
  const early: IndexEvent[] = [];
  const stop = feed.onCommit((events) => {
    const ours = events.filter(isIndexEvent);
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

const fold = (state: IndexState, events: readonly IndexEvent[]): IndexState =>
  events.reduce(reduceIndex, state);

const isIndexEvent = (event: KonsoleEvent): event is IndexEvent => event.channel === 'index';
