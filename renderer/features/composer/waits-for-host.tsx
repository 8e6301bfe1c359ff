/** Why a message does not start though no turn runs here: every process is busy. Its place in line, and what to do. */
import type { HostPlace } from '../../stores/pool-store';
import { showSection } from '../../stores/ui-store';
import { busyWords, ordinal } from '../diagnostics/pool-words';

export function WaitsForHost({ where }: { where: HostPlace }) {
  const { place, memoryFull } = where;
  const why = memoryFull ? `${busyWords(where)}, the memory limit is reached` : busyWords(where);
  return (
    <div>
      <p role="status" className="num text-main-ink">
        Waits for a free process: {place === 1 ? 'next' : ordinal(place)} in line ({why})
      </p>
      <p className="text-small text-ink-2">
        It starts by itself. To let it go sooner, stop a turn that runs, or{' '}
        <button
          type="button"
          onClick={() => showSection('settings')}
          className="rounded-[4px] underline underline-offset-2 hover:text-ink"
        >
          {memoryFull ? 'raise the memory limit' : 'raise the number of processes'} in Settings,
          Models
        </button>
        .
      </p>
    </div>
  );
}
