/** Whether the provider's prompt cache is filled ahead of a question, and what that has cost in this run. */
import { usePool } from '../../stores/pool-store';
import { updateSettings, useSettings } from '../../stores/settings-store';
import { useNow } from '../../ui/use-now';
import { fillWords } from '../diagnostics/pool-words';

export function CacheSwitch() {
  const pool = useSettings((state) => state.settings?.pool);
  const fills = usePool((state) => state.status?.fills);
  const now = useNow(fills?.lastAt !== undefined, 30_000);
  if (!pool) return null;
  const on = pool.fillCache;
  return (
    <label className="flex items-start gap-2">
      <input
        type="checkbox"
        checked={on}
        onChange={(event) => void updateSettings({ pool: { fillCache: event.target.checked } })}
        className="mt-[3px] size-4 shrink-0 accent-main"
      />
      <span>
        Keep the provider’s cache warm (costs a little)
        <span className="num block text-small text-ink-2">
          {!on && 'A question then waits longer for its first word after a pause. '}
          {fills && (on || fills.count > 0) && fillWords(fills, now)}
        </span>
      </span>
    </label>
  );
}
