/** The warm hosts as bars, and below them how the lanes are carried. */
import type { HostState, Lane, PoolStatus } from '../../../preload/contract/shapes';
import { usePool } from '../../stores/pool-store';
import { cx } from '../../ui/class-names';
import { busyWords } from '../diagnostics/pool-words';
import { LaneLine } from '../transport/lane-line';

/** 2 busy · 1 warm · 1 starting · 2 wait. What there is none of is not told, busy apart. */
export function poolWords(pool: PoolStatus): string {
  const inState = (state: HostState) => pool.hosts.filter((host) => host.state === state).length;
  const { main, quick } = pool.lanes;
  const facts: Array<[number, string]> = [
    [inState('warm'), 'warm'],
    [inState('warming'), 'starting'],
    [main.waiting + quick.waiting, main.waiting + quick.waiting === 1 ? 'waits' : 'wait'],
  ];
  const more = facts.filter(([many]) => many > 0).map(([many, word]) => `${many} ${word}`);
  return [`${inState('leased')} busy`, ...more].join(' · ');
}

/** What the bars show, for who does not see them. */
export function laneWords({ lanes }: PoolStatus): string {
  const of = (name: string, lane: PoolStatus['lanes'][Lane]) =>
    `${name}: ${busyWords(lane)}${lane.waiting > 0 ? `, ${lane.waiting} in line` : ''}`;
  return `${of('Main turns', lanes.main)}. ${of('Quick turns', lanes.quick)}.`;
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
  return (
    <div className="mx-2.5 shrink-0 border-t border-line-soft px-[9px] py-3 text-small text-ink-2">
      {pool && (
        <>
          <p className="flex justify-between gap-2">
            <span>Pool</span>
            <span className="num text-right text-ink-3">{poolWords(pool)}</span>
          </p>
          <p className="hidden-text">{laneWords(pool)}</p>
          <div aria-hidden="true" className="mt-1.5 flex flex-wrap gap-1">
            {bars(pool).map((bar) => (
              <span key={bar.key} className={cx('h-2 w-[22px] rounded-[3px]', bar.fill)} />
            ))}
          </div>
        </>
      )}
      <LaneLine />
    </div>
  );
}
