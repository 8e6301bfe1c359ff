/** Fields that somebody else changed while they were edited here: both are shown, and a person says which is kept. */
import { useKontask, settleConflict } from '../../../stores/kontask-store';
import type { FieldConflict } from '../../../stores/kontask-edits';
import { cutText } from '../../../../preload/contract/text';
import type { KontaskStatus } from '../../../../preload/contract/shapes';
import { Button } from '../../../ui/button';
import { statusNames } from '../status';
import { capitalised, fieldName } from './words';

const none: readonly FieldConflict[] = [];

export function Conflicts() {
  const conflicts = useKontask(({ view }) => view?.conflicts ?? none);
  if (conflicts.length === 0) return null;
  return (
    <section
      role="alert"
      aria-label="Changed by others"
      className="space-y-3 rounded-card border border-main/55 bg-main-wash px-4 py-3"
    >
      <p className="font-semibold">Somebody else changed this while you did.</p>
      {conflicts.map((conflict) => (
        <Conflict key={conflict.path} conflict={conflict} />
      ))}
    </section>
  );
}

function Conflict({ conflict }: { conflict: FieldConflict }) {
  const { path, mine, theirs } = conflict;
  const name = fieldName(path);
  return (
    <div role="group" aria-label={capitalised(name)} className="space-y-2">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1">
        <dt className="text-ink-3">{capitalised(name)}, yours</dt>
        <dd className="break-words whitespace-pre-wrap">{shownValue(path, mine)}</dd>
        <dt className="text-ink-3">{capitalised(name)}, theirs</dt>
        <dd className="break-words whitespace-pre-wrap">{shownValue(path, theirs)}</dd>
      </dl>
      <div className="flex gap-2">
        <Button size="small" onClick={() => void settleConflict(path, 'mine')}>
          Keep mine
        </Button>
        <Button size="small" onClick={() => void settleConflict(path, 'theirs')}>
          Take theirs
        </Button>
      </div>
    </div>
  );
}

/** As it would stand on the page; what is long is cut. Pure. */
export function shownValue(path: string, value: unknown): string {
  if (value === undefined || value === null) return 'Taken away';
  if (path === 'status') return statusNames[value as KontaskStatus] ?? JSON.stringify(value);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    return value.length > 0 ? value.join(', ') : 'None';
  return cutText(typeof value === 'string' ? value : JSON.stringify(value), 400);
}
