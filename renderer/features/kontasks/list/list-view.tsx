/** The kontasks as rows, newest change first. */
import { Check } from 'lucide-react';
import { memo, useCallback } from 'react';
import type { ListedKontask } from '../../../../preload/contract/shapes';
import { listedStatuses, sumOf } from '../../../stores/kontask-feeds';
import { setFilter, useKontasks } from '../../../stores/kontasks-store';
import { Button } from '../../../ui/button';
import { Chip } from '../../../ui/chip';
import { cx } from '../../../ui/class-names';
import { plural } from '../../../ui/format';
import { StatusDot } from '../../../ui/status-dot';
import { hearRows } from './item-events';
import { RowsWindow } from './rows-window';
import { useRow } from './use-row';
import { statusNames, statusTone } from '../status';
import { ageOf } from './words';

const none: readonly ListedKontask[] = [];
const rowHeight = () => 45;
const mostTags = 3;

export function ListView({ now }: { now: number }) {
  const kontasks = useKontasks((view) => view.feeds.list?.kontasks) ?? none;
  const total = useKontasks((view) => sumOf(view.counts, listedStatuses(view.filter)));
  const row = useCallback(
    (kontask: ListedKontask, stop: boolean) => <Row kontask={kontask} now={now} stop={stop} />,
    [now],
  );
  return (
    <div ref={hearRows} className="flex min-h-0 flex-1 flex-col">
      <RowsWindow
        feed="list"
        label="Kontasks"
        kontasks={kontasks}
        total={total}
        guess={rowHeight}
        row={row}
        className="px-[22px] pt-1 max-[800px]:px-2"
      />
      <ArchivedToo />
    </div>
  );
}

const Row = memo(function Row(props: { kontask: ListedKontask; now: number; stop: boolean }) {
  const { kontask, now, stop } = props;
  const { id, title, status, scope, tags = [], targetUser, chosen, updatedAt, createdAt } = kontask;
  const { ref, selected } = useRow(id);
  const more = tags.length - mostTags;
  return (
    <article
      ref={ref}
      aria-label={title}
      data-kontask={id}
      data-selected={selected || undefined}
      tabIndex={stop ? 0 : -1}
      className={cx(
        'flex h-[44px] items-center gap-3 border-b border-line-soft px-2 hover:bg-hover/60 focus-visible:-outline-offset-2',
        selected && 'bg-main-wash',
      )}
    >
      <span className="flex w-[128px] shrink-0 items-center gap-2 text-small text-ink-2 max-[600px]:w-auto">
        <StatusDot tone={statusTone[status]} />
        <span className="max-[600px]:hidden">{statusNames[status]}</span>
      </span>
      <h2 className="min-w-0 flex-1 truncate font-medium text-ink">
        {title}
        {selected && <span className="hidden-text">, selected</span>}
      </h2>
      {chosen !== undefined && (
        <span
          className="flex max-w-[160px] items-center gap-1 text-small text-ink-2 max-[1000px]:hidden"
          title={`Chosen: ${chosen}`}
        >
          <Check size={13} aria-hidden className="shrink-0 text-ok" />
          <span className="truncate">{chosen}</span>
        </span>
      )}
      {/* Those that have no room are in a line that is not seen: none is cut. */}
      <span className="flex h-6 max-w-[40%] shrink-0 flex-wrap justify-end gap-x-1.5 gap-y-2 overflow-hidden max-[800px]:hidden">
        {scope !== undefined && <Chip className="max-w-[140px]">{scope}</Chip>}
        {tags.slice(0, mostTags).map((tag) => (
          <Chip key={tag} className="max-w-[120px]">
            {tag}
          </Chip>
        ))}
        {more > 0 && <Chip>{`+${more}`}</Chip>}
        {targetUser !== undefined && <Chip className="max-w-[140px]">{`for ${targetUser}`}</Chip>}
      </span>
      <span className="num w-[92px] shrink-0 text-right text-small text-ink-3">
        {ageOf(updatedAt ?? createdAt, now)}
      </span>
    </article>
  );
});

/** What was put away is found too, but stays out of the way. */
function ArchivedToo() {
  const archived = useKontasks((view) =>
    (view.filter.status ?? []).length > 0 ? 0 : (view.counts.archived ?? 0),
  );
  const filter = useKontasks((view) => view.filter);
  if (archived === 0) return null;
  return (
    <div className="shrink-0 border-t border-line-soft px-[30px] py-2 max-[800px]:px-4">
      <Button
        size="small"
        tone="quiet"
        onClick={() => setFilter({ ...filter, status: ['archived'] })}
      >
        Show {plural(archived, 'archived one')}
      </Button>
    </div>
  );
}
