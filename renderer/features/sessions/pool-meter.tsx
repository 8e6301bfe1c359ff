/** The warm hosts as bars, and each lane's transport with the stream's health. */
import type { PoolStatus } from '../../../preload/contract/shapes';
import { useHealth } from '../../stores/health-store';
import { usePool } from '../../stores/pool-store';
import { useSettings } from '../../stores/settings-store';
import { cx } from '../../ui/class-names';
import { StatusDot } from '../../ui/status-dot';

const transports: Record<string, string> = { direct: 'Direct', sse: 'SSE', websocket: 'WebSocket' };

export function poolWords(pool: PoolStatus): string {
  const busy = pool.hosts.filter((host) => host.state === 'leased').length;
  const warm = pool.hosts.filter((host) => host.state === 'warm').length;
  const warming = pool.hosts.filter((host) => host.state === 'warming').length;
  const words = [`${busy} busy`, `${warm} warm`];
  if (warming > 0) words.push(`${warming} starting`);
  return words.join(' · ');
}

/** One bar a host that is there, and one for each that the lane could still have. */
function bars(pool: PoolStatus): Array<{ key: string; fill: string }> {
  return (['main', 'quick'] as const).flatMap((lane) => {
    const hosts = pool.hosts.filter((host) => host.lane === lane && host.state !== 'dead');
    const room = Math.max(0, (pool.lanes[lane]?.hosts ?? 0) - hosts.length);
    const colour = lane === 'main' ? 'bg-main' : 'bg-quick';
    const there = hosts.map((host) => ({
      key: host.id,
      fill: host.state === 'warming' ? `${colour} opacity-45` : colour,
    }));
    const free = Array.from({ length: room }, (_, at) => ({
      key: `${lane}-${at}`,
      fill: 'bg-hover',
    }));
    return [...there, ...free];
  });
}

export function PoolMeter() {
  const pool = usePool((state) => state.status);
  const lanes = useSettings((state) => state.settings?.lanes);
  const health = useHealth((state) => state.health);
  const live = health?.status === 'live';
  const offline = health && (health.status === 'waiting' || health.status === 'stalled');
  const word = (lane: 'main' | 'quick') =>
    transports[pool?.lanes[lane]?.transport ?? lanes?.[lane].transport ?? ''] ?? '…';
  // A browser hears both lanes by the one stream it has.
  const way = health?.transport === 'sse' ? 'SSE' : `${word('main')} main · ${word('quick')} quick`;
  return (
    <div className="mx-2.5 shrink-0 border-t border-line-soft px-[9px] py-3 text-small text-ink-2">
      {pool && (
        <>
          <p className="flex justify-between gap-2">
            <span>Pool</span>
            <span className="num text-ink-3">{poolWords(pool)}</span>
          </p>
          <div aria-hidden="true" className="mt-1.5 flex flex-wrap gap-1">
            {bars(pool).map((bar) => (
              <span key={bar.key} className={cx('h-2 w-[22px] rounded-[3px]', bar.fill)} />
            ))}
          </div>
        </>
      )}
      <p className="mt-2 flex items-center gap-2">
        <StatusDot tone={live ? 'ok' : offline ? 'bad' : 'info'} />
        {offline ? 'Connecting again…' : way}
      </p>
    </div>
  );
}
