/** The pool's hosts and lanes, from the channel `pool`: state without a cursor. And who waits in line where. */
import { useMemo } from 'react';
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

export interface HostPlace {
  /** From 1. */
  place: number;
  busy: number;
  hosts: number;
  /** No further host is started, though the lane has room. */
  memoryFull: boolean;
}

/** Where in line a session's next turn waits for a host; absent where it does not. */
export function placeInLine(pool: PoolStatus | undefined, session: string): HostPlace | undefined {
  if (!pool) return undefined;
  for (const { queue = [], busy, hosts } of Object.values(pool.lanes)) {
    const at = queue.findIndex((waiter) => waiter.session === session);
    if (at < 0) continue;
    const { memory } = pool;
    const isFull = memory !== undefined && memory.rssBytes >= memory.limitBytes;
    return { place: at + 1, busy, hosts, memoryFull: busy < hosts && isFull };
  }
  return undefined;
}

export function usePlaceInLine(session: string): HostPlace | undefined {
  const status = usePool((state) => state.status);
  return useMemo(() => placeInLine(status, session), [status, session]);
}
