/** The stream of this page as it is worth showing: what only flashes by is not. */
import type { TransportKind } from '../../../preload/contract/settings';
import type { Lane } from '../../../preload/contract/shapes';
import type { StreamHealth } from '../../../preload/stream/types';
import { isBrowser, useDesktop } from '../../stores/desktop-store';
import { useHealth } from '../../stores/health-store';
import { useLate, useNow } from '../../ui/use-now';
import { useWanted } from './choice';
import { statusWords } from './stream-words';
import type { Words } from './stream-words';

/** Every attach is behind for a moment: only a longer one is worth a word, ms. */
const behindMs = 300;

export interface ShownStream extends Words {
  /** Who is behind for a moment only is live here. */
  health: StreamHealth;
}

/** This page's stream and its state in words, which tick while it is stalled. Absent until the page listens. */
export function useShownStream(own: Lane): ShownStream | undefined {
  const health = useHealth((state) => state.health);
  const behind = useLate(health?.status === 'catching-up', behindMs);
  const now = useNow(health?.status === 'stalled', 1_000);
  const goal = useGoal(own);
  if (!health) return undefined;
  const flashes = health.status === 'catching-up' && !behind;
  const shown = flashes ? { ...health, status: 'live' as const } : health;
  return { health: shown, ...statusWords(shown, now, goal) };
}

/** Where this page's stream is to go. `own`: its lane. */
function useGoal(own: Lane): TransportKind | undefined {
  const lane = useDesktop((state) => state.info?.lanes?.[own].wanted);
  return useWanted()?.[own] ?? lane;
}

export const useIsBrowser = (): boolean => useDesktop(isBrowser);
