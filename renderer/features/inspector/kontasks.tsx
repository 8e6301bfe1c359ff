/** The kontasks of the turn that is shown, each with its state and the way to its page. */
import type { KontaskOfTurn } from '../../../preload/contract/shapes';
import { showKontaskFromHere } from '../../stores/ui-store';

export function Kontasks({ kontasks }: { kontasks: readonly KontaskOfTurn[] }) {
  return (
    <ul className="space-y-1">
      {kontasks.map(({ id, title, status }) => (
        <li key={id} className="flex items-baseline gap-2">
          <button
            type="button"
            onClick={() => showKontaskFromHere(id)}
            className="min-w-0 flex-1 truncate rounded-control text-left text-ink underline decoration-line underline-offset-2 hover:decoration-ink"
          >
            {title}
          </button>
          <span
            className={
              status === 'needs_decision'
                ? 'shrink-0 text-small text-main-ink'
                : 'shrink-0 text-small text-ink-3'
            }
          >
            {status.replaceAll('_', ' ')}
          </span>
        </li>
      ))}
    </ul>
  );
}
