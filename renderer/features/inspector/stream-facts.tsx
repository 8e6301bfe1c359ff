/** How the window hears the session: transport, state, sequence, holes mended, reconnects, age of the last event. */
import type { StreamHealth } from '../../../preload/stream/types';
import { useHealth } from '../../stores/health-store';
import { age, count, duration, plural } from '../../ui/format';
import { StatusDot } from '../../ui/status-dot';
import type { DotTone } from '../../ui/status-dot';
import { useNow } from '../../ui/use-now';

const transports = { direct: 'Direct', sse: 'SSE', websocket: 'WebSocket' } as const;

const words: Record<StreamHealth['status'], readonly [string, DotTone]> = {
  idle: ['idle', 'off'],
  connecting: ['connecting', 'info'],
  'catching-up': ['catching up', 'info'],
  live: ['live', 'ok'],
  stalled: ['silent', 'bad'],
  waiting: ['waiting to connect again', 'bad'],
  closed: ['closed', 'off'],
  refused: ['refused', 'bad'],
};

export function healthWords(health: StreamHealth): { text: string; tone: DotTone } {
  const [status, tone] = words[health.status];
  return { text: `${transports[health.transport]} · ${status}`, tone };
}

export interface StreamFactsProps {
  seq: number;
  lastEventAt: number | undefined;
  running: boolean;
}

export function StreamFacts({ seq, lastEventAt, running }: StreamFactsProps) {
  const health = useHealth((state) => state.health);
  const now = useNow(running, 500);
  if (!health) return <p className="text-ink-3">Not connected yet.</p>;
  const { text, tone } = healthWords(health);
  return (
    <div className="space-y-0.5 text-ink-2">
      <p>
        {text} <StatusDot tone={tone} className="mb-px" />
      </p>
      <p className="num">
        sequence {count(seq)} · {plural(health.gaps, 'gap')} ·{' '}
        {plural(health.reconnects, 'reconnect')}
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

function clockTime(at: number, now: number): string {
  const time = new Date(at).toLocaleTimeString('en-GB');
  return now - at < 12 * 60 * 60 * 1000 ? `at ${time}` : age(at, now);
}
