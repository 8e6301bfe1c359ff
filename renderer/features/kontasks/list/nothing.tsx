/** What the page says where there is nothing to show, and why: none yet, none found, or no answer. */
import { ListChecks, SearchX } from 'lucide-react';
import { listedStatuses, openColumns, sumOf } from '../../../stores/kontask-feeds';
import { clearFilter, modeOf, tryAgain, useKontasks } from '../../../stores/kontasks-store';
import type { KontasksView } from '../../../stores/kontasks-store';
import { Button } from '../../../ui/button';
import { Empty } from '../../../ui/empty';
import { useLate } from '../../../ui/use-now';
import { isEmptyFilter } from '../filters/dimensions';

type Why = 'none' | 'not-found' | 'waiting' | 'failed';

/** Undefined where there is something to show. */
export function useNothing(): Why | undefined {
  return useKontasks(nothingIn);
}

function nothingIn(view: KontasksView): Why | undefined {
  const { filter, query, counts, unfolded, all, phase, feeds } = view;
  if (Object.keys(feeds).length === 0) return phase === 'failed' ? 'failed' : 'waiting';
  if (all === 0) return 'none';
  if (isEmptyFilter({ ...filter, query })) return undefined;
  const shown = modeOf(view) === 'list' ? listedStatuses(filter) : openColumns(filter, unfolded);
  // On the board the heads of folded columns still say what is in them.
  const found = modeOf(view) === 'list' ? sumOf(counts, shown) : sumOf(counts, statusesOf(counts));
  return found === 0 || (sumOf(counts, shown) === 0 && (filter.status ?? []).length > 0)
    ? 'not-found'
    : undefined;
}

const statusesOf = (counts: KontasksView['counts']) =>
  Object.keys(counts) as Array<keyof typeof counts>;

interface NothingProps {
  why: Why;
  onNew: () => void;
  onImport: () => void;
}

export function Nothing({ why, onNew, onImport }: NothingProps) {
  const late = useLate(why === 'waiting');
  if (why === 'waiting') return <p className="flex-1 px-[30px] text-ink-3">{late && 'Loading…'}</p>;
  if (why === 'failed') return <div className="flex-1" />;
  if (why === 'not-found')
    return (
      <div className="flex-1">
        <Empty
          icon={<SearchX size={28} aria-hidden />}
          title="No kontask fits"
          actions={<Button onClick={clearFilter}>Clear search and filters</Button>}
        >
          <p>Take a filter away, or look for fewer words.</p>
        </Empty>
      </div>
    );
  return (
    <div className="flex-1 overflow-y-auto">
      <Empty
        icon={<ListChecks size={28} aria-hidden />}
        title="No kontasks yet"
        actions={
          <>
            <Button tone="primary" onClick={onNew}>
              Write one
            </Button>
            <Button onClick={onImport}>Import a file</Button>
          </>
        }
      >
        <p>
          A kontask keeps a result or a question where it can be found again: its output, the
          choices it offers, and where the time of its turn went.
        </p>
        <p>
          Agents make them: ask one to “make a kontask with the options” when it has something for
          you to decide. A press on a choice sends it back to the session that asked. An answer of
          Quick Turn becomes one with Make kontask.
        </p>
        <p>A JSON file can also be dragged onto this page.</p>
      </Empty>
    </div>
  );
}

/** What is found may not be all: what came a moment ago is still being read. */
export function Partial() {
  const partial = useKontasks((view) => view.partial);
  const late = useLate(partial);
  return (
    <p role="status" className="px-[30px] text-small text-ink-3 max-[800px]:px-4 empty:hidden">
      {partial && late && 'Still reading what came in: more may be found in a moment.'}
    </p>
  );
}

/** Why the last question got no answer. What was shown before stays. */
export function Trouble() {
  const trouble = useKontasks((view) => (view.phase === 'failed' ? view.trouble : undefined));
  if (trouble === undefined) return null;
  return (
    <div
      role="alert"
      className="mx-[30px] mb-3 flex items-center gap-3 rounded-control border border-bad/60 bg-bad-wash px-3 py-2 max-[800px]:mx-4"
    >
      <p className="min-w-0 flex-1 break-words">{trouble}</p>
      <Button size="small" onClick={tryAgain}>
        Try again
      </Button>
    </div>
  );
}
