/**
 * Said when what is shown may be behind, because the stream is not live, and when the lane goes another way than
 * asked. Nothing is said of a blink. A screen reader is told by the page (announce-stream.ts).
 */
import { Unplug, X } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import type { StreamHealth } from '../../../preload/stream/types';
import { useFallbacks } from '../../stores/fallback-store';
import { IconButton } from '../../ui/button';
import { useLate, useNow } from '../../ui/use-now';
import { capital, fellBackWords } from '../transport/stream-words';
import { TryAgain } from '../transport/try-again';
import { useShownStream } from '../transport/use-stream';

export function ConnectionLine() {
  return (
    <>
      <Away />
      <OtherWay />
    </>
  );
}

function Away() {
  const stream = useShownStream('quick');
  const status = stream?.health.status;
  const away = stream !== undefined && status !== 'live' && status !== 'idle';
  const late = useLate(away && status !== 'stalled', 800);
  const now = useNow(late, 1000);
  if (!stream || !(late || status === 'stalled')) return null;
  return <Notice>{awayWords(stream.health, stream.text, now)}</Notice>;
}

function awayWords({ status, retryAt }: StreamHealth, text: string, now: number): string {
  if (status === 'refused' || status === 'closed')
    return 'Not connected to Konsole. Restart Konsole to go on; nothing is lost.';
  const goesOn = 'The answer goes on meanwhile.';
  if (status === 'stalled') return `${capital(text)}: nothing is heard from Konsole. ${goesOn}`;
  if (status === 'catching-up') return `${capital(text)}.`;
  const left = retryAt === undefined ? 0 : Math.ceil((retryAt - now) / 1000);
  return `Reconnecting to Konsole${left > 0 ? `, next try in ${left} s` : ''}. ${goesOn}`;
}

/** Until it is put away: everything works as well, by another way. */
function OtherWay() {
  const [fallback] = useFallbacks((state) => state.lanes);
  const [putAway, setPutAway] = useState<string>();
  if (!fallback || fallback.why === putAway) return null;
  return (
    <Notice>
      <span className="min-w-0 flex-1 break-words">{fellBackWords(fallback)}</span>
      <TryAgain fallback={fallback} />
      <IconButton
        size="small"
        label="Put this notice away"
        onClick={() => setPutAway(fallback.why)}
      >
        <X size={14} aria-hidden />
      </IconButton>
    </Notice>
  );
}

function Notice({ children }: { children: ReactNode }) {
  return (
    <div className="num flex items-center gap-2 border-t border-line-soft px-5 py-2 text-ink-2">
      <Unplug size={14} aria-hidden className="shrink-0 text-bad" />
      {children}
    </div>
  );
}
