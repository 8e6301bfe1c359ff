/** What warm hosts cost: memory against its limit, and filling the provider's cache, which can be switched off here. */
import { usePool } from '../../stores/pool-store';
import { cx } from '../../ui/class-names';
import { CacheSwitch } from '../settings/cache-switch';
import { megabytesOf } from './pool-words';

export function PoolCosts() {
  const memory = usePool((state) => state.status?.memory);
  const full = memory !== undefined && memory.rssBytes >= memory.limitBytes;
  return (
    <div className="grid gap-x-10 gap-y-4 lg:grid-cols-2">
      {memory && (
        <div>
          <p className="num flex justify-between gap-2">
            <span className="text-ink-3">Memory of all hosts</span>
            <span className="whitespace-nowrap">
              {megabytesOf(memory.rssBytes)} of {megabytesOf(memory.limitBytes)}
            </span>
          </p>
          <div
            aria-hidden="true"
            className="mt-1.5 flex h-2 overflow-hidden rounded-[3px] bg-line-soft"
          >
            <span
              className={cx('min-w-0.5', full ? 'bg-bad' : 'bg-info')}
              style={{ width: `${Math.min(100, (100 * memory.rssBytes) / memory.limitBytes)}%` }}
            />
          </div>
          {full && (
            <p className="mt-1 text-small text-bad">
              The limit is reached: no further process starts for main turns, they wait in line.
              Stop a turn, or raise the limit in Settings, Models.
            </p>
          )}
        </div>
      )}
      <CacheSwitch />
    </div>
  );
}
