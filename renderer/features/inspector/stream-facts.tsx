/** How the window hears the session: transport, state, sequence, holes mended, reconnects, age of the last event. */
import { useFallbacks } from '../../stores/fallback-store';
import { age, count, duration, plural } from '../../ui/format';
import { StatusDot } from '../../ui/status-dot';
import { useNow } from '../../ui/use-now';
import { fellBackWords, statusHint } from '../transport/stream-words';
import { useIsBrowser, useShownStream } from '../transport/use-stream';
import type { ShownStream } from '../transport/use-stream';
import { transportNames } from '../transport/ways';

export interface StreamFactsProps {
  seq: number;
  lastEventAt: number | undefined;
  running: boolean;
}

export function StreamFacts({ seq, lastEventAt, running }: StreamFactsProps) {
  const stream = useShownStream('main');
  const now = useNow(running, 500);
  if (!stream) return <p className="text-ink-3">Not connected yet.</p>;
  return (
    <div className="space-y-0.5 text-ink-2">
      <State stream={stream} />
      <p className="num">
        sequence {count(seq)} · {plural(stream.health.gaps, 'gap')} ·{' '}
        {plural(stream.health.reconnects, 'reconnect')}
      </p>
      {lastEventAt !== undefined && (
        <p className="num">
          last event{' '}
          {running
            ? `${duration(Math.max(0, now - lastEventAt))} ago`
            : clockTime(lastEventAt, now)}
        </p>
      )}
    </div>
  );
}

/** Its transport and state, and where either is not as it should be, what that means. */
function State({ stream: { health, text, tone } }: { stream: ShownStream }) {
  const fallbacks = useFallbacks((state) => state.lanes);
  const page = useIsBrowser();
  const hint = statusHint(health);
  return (
    <>
      <p className="num">
        {transportNames[health.transport]} · {text} <StatusDot tone={tone} className="mb-px" />
      </p>
      {hint && <p>{hint}</p>}
      {fallbacks.map((fallback) => (
        <p key={fallback.lane} className="break-words">
          <StatusDot tone="bad" className="mb-px" /> {fellBackWords(fallback, page)}
        </p>
      ))}
    </>
  );
}

function clockTime(at: number, now: number): string {
  const time = new Date(at).toLocaleTimeString('en-GB');
  return now - at < 12 * 60 * 60 * 1000 ? `at ${time}` : age(at, now);
}
