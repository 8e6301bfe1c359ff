/** How the page's stream is: transport, status, gaps, reconnects. For the inspector and the line that says "offline". */
import { create } from 'zustand';
import type { Stream, StreamHealth } from '../../preload/stream/types';

export const useHealth = create<{ health?: StreamHealth }>()(() => ({}));

/** Returns how to stop. */
export function followHealth(stream: Stream): () => void {
  useHealth.setState({ health: stream.health() });
  return stream.onHealth((health) => useHealth.setState({ health }));
}
