/** How wide the page is, CSS px: it changes with the window and with the zoom. */
import { useSyncExternalStore } from 'react';

export function useWindowWidth(): number {
  return useSyncExternalStore(follow, () => window.innerWidth);
}

function follow(changed: () => void): () => void {
  window.addEventListener('resize', changed);
  return () => window.removeEventListener('resize', changed);
}
