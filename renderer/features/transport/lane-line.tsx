/** Below the pool: what carries each lane, or what is wrong with this window's stream; and a lane that fell back. */
import type { StreamHealth } from '../../../preload/stream/types';
import { useDesktop } from '../../stores/desktop-store';
import { useFallbacks } from '../../stores/fallback-store';
import { showSection } from '../../stores/ui-store';
import { StatusDot } from '../../ui/status-dot';
import { useWanted } from './choice';
import { capital, fellBackShort, fellBackWords, statusHint } from './stream-words';
import { useIsBrowser, useShownStream } from './use-stream';
import type { ShownStream } from './use-stream';
import { transportNames } from './ways';

export function LaneLine() {
  const stream = useShownStream('main');
  const fallbacks = useFallbacks((state) => state.lanes);
  const quick = useDesktop((state) => state.info?.lanes?.quick.state);
  const page = useIsBrowser();
  return (
    <>
      {stream && <StreamLine stream={stream} />}
      {quick === 'waiting' && (
        <p className="mt-1 flex items-center gap-2">
          <StatusDot tone="bad" />
          Quick: trying again…
        </p>
      )}
      {fallbacks.map((fallback) => (
        <button
          key={fallback.lane}
          type="button"
          title={fellBackWords(fallback, page)}
          onClick={() => showSection('settings')}
          className="mt-1 flex max-w-full items-center gap-2 rounded-control text-left text-ink hover:underline"
        >
          <StatusDot tone="bad" />
          {fellBackShort(fallback, page)}
          <span className="hidden-text">. {fellBackWords(fallback, page)} Open settings.</span>
        </button>
      ))}
    </>
  );
}

/** A stream that is well says the way it comes; one in trouble says that in its place. */
function StreamLine({ stream: { health, text, tone } }: { stream: ShownStream }) {
  const way = useWay(health);
  const well = health.status === 'live' && !health.moving;
  const ended = health.status === 'closed' || health.status === 'refused';
  const hint = statusHint(health);
  const said = ended ? 'Not connected' : capital(text);
  return (
    <p title={hint ?? (well ? 'Live' : undefined)} className="num mt-2 flex items-center gap-2">
      <StatusDot tone={ended ? 'bad' : tone} />
      {well || health.status === 'idle' ? way : said}
      {hint && <span className="hidden-text">. {hint}</span>}
    </p>
  );
}

/** SSE main · WebSocket quick. A browser hears both by the one stream it has. */
function useWay({ transport }: StreamHealth): string {
  const lanes = useDesktop((state) => state.info?.lanes);
  const wanted = useWanted()?.quick;
  const own = transportNames[transport];
  if (useIsBrowser()) return own;
  const quick = lanes?.quick.transport ?? wanted;
  return `${own} main · ${quick ? transportNames[quick] : '…'} quick`;
}
