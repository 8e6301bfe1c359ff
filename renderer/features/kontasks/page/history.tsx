/** Who changed what of a kontask, and when: asked for when it is opened, and again when it changed. */
import { ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { KontaskChange } from '../../../../preload/contract/shapes';
import { command, messageOf } from '../../../stores/commands';
import { cx } from '../../../ui/class-names';
import { DateOf } from './date-of';
import { statusNames } from '../status';
import { fieldName } from './words';

export function History({ id, rev }: { id: string; rev: number }) {
  const [open, setOpen] = useState(false);
  return (
    <div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="flex items-center gap-1 rounded-control text-small text-ink-2 hover:text-ink"
      >
        <ChevronRight
          size={13}
          aria-hidden
          className={cx('transition-transform', open && 'rotate-90')}
        />
        History
      </button>
      {open && <Changes key={rev} id={id} />}
    </div>
  );
}

type Known = { changes: readonly KontaskChange[] } | { trouble: string };

/** How many are shown: the latest. */
const shown = 100;

function Changes({ id }: { id: string }) {
  const [known, setKnown] = useState<Known>();
  useEffect(() => {
    let left = false;
    command('kontask.history', { id, limit: shown })
      .then((told) => left || setKnown(told))
      .catch((error: unknown) => left || setKnown({ trouble: messageOf(error) }));
    return () => {
      left = true;
    };
  }, [id]);
  if (!known) return <p className="pt-1 text-small text-ink-3">Loading…</p>;
  if ('trouble' in known) return <p className="pt-1 text-small text-bad">{known.trouble}</p>;
  return (
    <ol aria-label="History" className="mt-1.5 max-h-[320px] space-y-1.5 overflow-y-auto">
      {known.changes.map((change) => (
        <li key={change.rev} className="text-small break-words text-ink-2">
          {sentenceOf(change)}{' '}
          <span className="whitespace-nowrap text-ink-3">
            · <DateOf written={new Date(change.at).toISOString()} />
          </span>
        </li>
      ))}
    </ol>
  );
}

const verbs: Record<KontaskChange['how'], string> = {
  created: 'made it',
  changed: 'changed',
  imported: 'imported it',
  restored: 'brought it back',
};

/** ada changed title and status (Completed). Pure. */
export function sentenceOf({ by, how, fields, status }: KontaskChange): string {
  if (how !== 'changed') return `${by} ${verbs[how]}`;
  const names = fields.map(fieldName);
  const last = names.pop();
  const list =
    last === undefined ? 'something' : names.length > 0 ? `${names.join(', ')} and ${last}` : last;
  return `${by} ${verbs.changed} ${list}${status ? ` (${statusNames[status]})` : ''}`;
}
