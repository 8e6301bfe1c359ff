/** Opens a session where its reader left it, keeps that place, and loads earlier turns as the reader comes near them. */
import { useEffect, useState } from 'react';
import { loadOlder, loadUntil, turnOf } from '../../stores/history';
import { useJump } from '../../stores/jump-store';
import { keepReadPlace, readPlaceOf } from '../../stores/read-places';
import type { ReadPlace } from '../../stores/read-places';
import { sessionStore } from '../../stores/session-store';
import { toast } from '../../ui/toast';
import type { WindowControl } from './window-control';

/** So many turns are loaded to find the place again; what lies further back waits to be asked for. */
const mostTurns = 600;

export type Reading = ReturnType<typeof readingOf>;

/** What the window asks of the reader's place, and the place that is not here yet. */
export function readingOf(session: string) {
  let far: ReadPlace | undefined;
  return {
    session,
    far: () => far,
    arrived() {
      far = undefined;
    },
    start(): ReadPlace | undefined {
      const place = readPlaceOf(session);
      const jumps = useJump.getState().jump?.session === session;
      if (jumps || !place || place.end || place.turn === undefined) return undefined;
      if (!turnOf(sessionStore(session).getState(), place.turn)) far = place;
      return place;
    },
    onRest(place: ReadPlace): void {
      // Until the reader is back where they were, that is where they were.
      if (far) return;
      keepReadPlace(session, place);
    },
    onNearStart(): void {
      const { before, loadingOlder, olderTrouble } = sessionStore(session).getState();
      if (before !== undefined && !loadingOlder && olderTrouble === undefined)
        void loadOlder(session);
    },
  };
}

export interface ReadPlaceHere {
  /** The turns before the place are being loaded. */
  travelling: boolean;
  cancel: () => void;
}

/** Goes on to a place that lies further back than what is here at first. */
export function useReadPlace(
  reading: Reading,
  ready: boolean,
  control: WindowControl,
): ReadPlaceHere {
  const [leaving, setLeaving] = useState<AbortController>();
  useEffect(() => {
    const place = reading.far();
    if (!ready || !place) return;
    const own = new AbortController();
    setLeaving(own);
    const { signal } = own;
    void goBack(reading, control, place, { signal, most: mostTurns }).finally(() => {
      if (!signal.aborted) setLeaving(undefined);
    });
    return () => own.abort();
  }, [ready, reading, control]);
  const cancel = () => {
    leaving?.abort();
    reading.arrived();
    setLeaving(undefined);
  };
  return { travelling: leaving !== undefined, cancel };
}

async function goBack(
  reading: Reading,
  control: WindowControl,
  place: ReadPlace,
  how: { signal?: AbortSignal; most?: number },
): Promise<void> {
  const { turn = '', into = 0 } = place;
  const reached = await loadUntil(reading.session, turn, how);
  if (how.signal?.aborted) return;
  reading.arrived();
  if (reached === 'here') control.goTo(turn, into);
  if (reached !== 'far' && reached !== 'failed') return;
  toast({
    message: 'You were reading further back in this session.',
    stayMs: 12_000,
    action: { label: 'Go there', run: () => void goBack(reading, control, place, {}) },
  });
}
