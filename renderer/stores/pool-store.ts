/** The pool's hosts and lanes, from the channel `pool`: state without a cursor. */
import { create } from 'zustand';
import type { PoolStatus } from '../../preload/contract/shapes';
import type { Stream } from '../../preload/stream/types';

export const usePool = create<{ status?: PoolStatus }>()(() => ({}));

/** Returns how to stop. */
export function followPool(stream: Stream): () => void {
  return stream.follow('pool', {
    snapshot() {},
    events() {},
    state(status) {
      usePool.setState({ status });
    },
  });
}
