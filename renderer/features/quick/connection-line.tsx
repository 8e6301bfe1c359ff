/** Said when what is shown may be behind: the stream is not live. Nothing is said of a blink. */
import { Unplug } from 'lucide-react';
import { useHealth } from '../../stores/health-store';
import { useLate, useNow } from '../../ui/use-now';

export function ConnectionLine() {
  const health = useHealth((state) => state.health);
  const away = health !== undefined && health.status !== 'live' && health.status !== 'idle';
  const late = useLate(away, 800);
  const now = useNow(late, 1000);
  if (!late || !health) return null;
  const left = health.retryAt === undefined ? 0 : Math.ceil((health.retryAt - now) / 1000);
  return (
    <p
      role="status"
      className="flex items-center gap-2 border-t border-line-soft px-5 py-2 text-ink-2"
    >
      <Unplug size={14} aria-hidden className="shrink-0 text-bad" />
      {health.status === 'refused' || health.status === 'closed'
        ? 'Not connected to Konsole. Restart Konsole to go on; nothing is lost.'
        : `Reconnecting to Konsole${left > 0 ? `, next try in ${left} s` : ''}. The answer goes on meanwhile.`}
    </p>
  );
}
