/** One turn of a session, followed while it is shown: as it runs, waits, or ended. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { Turn } from '../../../../preload/contract/shapes';
import { followSession, sessionStore } from '../../../stores/session-store';
import { createPacedView } from '../../inspector/paced-view';

export interface FollowedTurn {
  /** `elsewhere`: of an earlier stretch of the session, which is not loaded here. */
  phase: 'loading' | 'gone' | 'waiting' | 'here' | 'elsewhere';
  /** Of the session. */
  title: string;
  turn?: Turn;
  /** What was asked, of one that waits too. */
  text?: string;
}

export function useTurn(session: string, id: string): FollowedTurn {
  const paced = useMemo(() => createPacedView(sessionStore(session)), [session]);
  useEffect(() => followSession(session), [session]);
  const view = useSyncExternalStore(paced.subscribe, paced.get);
  return useMemo(() => {
    const { state, older, phase } = view;
    const { title } = state.session;
    if (phase !== 'ready') return { phase, title };
    const turn = state.turns.findLast((one) => one.id === id) ?? older.find((one) => one.id === id);
    if (turn) return { phase: 'here', title, turn, text: turn.text };
    const waits = state.queue.find((one) => one.turn === id);
    return waits ? { phase: 'waiting', title, text: waits.text } : { phase: 'elsewhere', title };
  }, [view, id]);
}

export const isRunning = ({ turn }: FollowedTurn): boolean => turn?.status === 'running';
