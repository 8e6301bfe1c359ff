/** What a screen reader is told of the stream: a stall, a lost connection, that it is back, a lane that fell back. */
import { useEffect, useRef } from 'react';
import type { StreamStatus } from '../../../preload/stream/types';
import { useFallbacks } from '../../stores/fallback-store';
import { useHealth } from '../../stores/health-store';
import { announce } from '../../ui/announce';
import { useLate } from '../../ui/use-now';
import { fellBackWords } from './stream-words';
import { useIsBrowser } from './use-stream';

type Boundary = 'well' | 'stalled' | 'away' | 'ended';

/** A connection that is back this soon, ms, was not away for a person. */
const blinkMs = 800;

const sentences: Readonly<Record<Boundary, string>> = {
  well: 'Connected to Konsole again',
  stalled: 'Stalled: nothing is heard from Konsole',
  away: 'Connecting to Konsole again',
  ended: 'Not connected to Konsole',
};

/** Once a page. */
export function useStreamAnnouncements(): void {
  const boundary = useBoundary();
  const last = useRef<Boundary>(undefined);
  useEffect(() => {
    if (boundary === undefined) return;
    const before = last.current;
    // How a page comes to its first connection is no news.
    if (before === undefined && boundary !== 'well') return;
    last.current = boundary;
    if (before !== undefined && before !== boundary) announce(sentences[boundary]);
  }, [boundary]);

  const page = useIsBrowser();
  const fallbacks = useFallbacks((state) => state.lanes);
  const said = fallbacks.map((fallback) => fellBackWords(fallback, page)).join(' ');
  useEffect(() => {
    if (said !== '') announce(said);
  }, [said]);
}

/** Absent while what it is may be over at once. */
function useBoundary(): Boundary | undefined {
  const status = useHealth((state) => state.health?.status);
  const boundary = status === undefined ? undefined : boundaryOf(status);
  const late = useLate(boundary === 'away', blinkMs);
  return boundary === 'away' && !late ? undefined : boundary;
}

function boundaryOf(status: StreamStatus): Boundary | undefined {
  switch (status) {
    case 'live':
      return 'well';
    case 'stalled':
      return 'stalled';
    case 'connecting':
    case 'waiting':
      return 'away';
    case 'closed':
    case 'refused':
      return 'ended';
    case 'idle':
    case 'catching-up':
      return undefined;
  }
}
