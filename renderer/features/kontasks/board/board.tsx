/** The kontasks as columns, one of each state. Each pages by itself; what is over is folded at the end. */
import type { KontaskStatus, ListedKontask } from '../../../../preload/contract/shapes';
import { memo, useCallback, useMemo } from 'react';
import { X } from 'lucide-react';
import { foldedStatuses, openColumns } from '../../../stores/kontask-feeds';
import { unfoldColumn, useKontasks } from '../../../stores/kontasks-store';
import { IconButton } from '../../../ui/button';
import { count } from '../../../ui/format';
import { hearRows } from '../list/item-events';
import { RowsWindow } from '../list/rows-window';
import { statusNames } from '../status';
import { Card, guessCard } from './card';
import { hearDrags } from './drag';

/** Cards of running turns whose events are followed, for their figures. */
const mostFollowed = 8;
const none: readonly ListedKontask[] = [];

function hear(board: HTMLElement | null) {
  const stops = [hearRows(board), hearDrags(board)];
  return () => {
    for (const stop of stops) stop?.();
  };
}

export function Board({ now }: { now: number }) {
  const filter = useKontasks((view) => view.filter);
  const unfolded = useKontasks((view) => view.unfolded);
  const open = openColumns(filter, unfolded);
  const folded = (filter.status ?? []).length > 0 ? [] : foldedStatuses;
  const closed = folded.filter((status) => !open.includes(status));
  return (
    <div
      ref={hear}
      role="list"
      aria-label="Kontasks"
      className="flex min-h-0 flex-1 gap-4 overflow-x-auto px-[30px] max-[800px]:px-4"
    >
      {open.map((status) => (
        <Column key={status} status={status} now={now} canFold={folded.includes(status)} />
      ))}
      {closed.length > 0 && <Folded statuses={closed} />}
    </div>
  );
}

const over = 'rounded-card data-over:bg-hover/60';

const Column = memo(function Column(props: {
  status: KontaskStatus;
  now: number;
  canFold: boolean;
}) {
  const { status, now, canFold } = props;
  const kontasks = useKontasks((view) => view.feeds[status]?.kontasks) ?? none;
  const total = useKontasks((view) => view.counts[status] ?? 0);
  const followed = useMemo(
    () =>
      status === 'in_progress'
        ? new Set(
            kontasks
              .filter((one) => one.session !== undefined)
              .slice(0, mostFollowed)
              .map((one) => one.id),
          )
        : undefined,
    [status, kontasks],
  );
  const row = useCallback(
    (kontask: ListedKontask, stop: boolean) => (
      <Card kontask={kontask} now={now} stop={stop} follow={followed?.has(kontask.id) ?? false} />
    ),
    [now, followed],
  );
  return (
    <div
      role="listitem"
      data-column={status}
      className={`flex min-w-[208px] flex-1 basis-0 flex-col ${over}`}
    >
      <div className="flex h-8 shrink-0 items-center gap-1.5 px-0.5">
        <h2 className="text-ui text-ink-2">
          {statusNames[status]} <span className="num text-ink-3">{count(total)}</span>
        </h2>
        {canFold && (
          <IconButton
            size="small"
            label={`Fold ${statusNames[status].toLowerCase()}`}
            onClick={() => unfoldColumn(status, false)}
          >
            <X size={13} aria-hidden />
          </IconButton>
        )}
      </div>
      <RowsWindow
        feed={status}
        label={statusNames[status]}
        kontasks={kontasks}
        total={total}
        guess={guessCard}
        row={row}
        className="-mx-1 px-1 pt-1 pb-6"
      />
    </div>
  );
});

/** Their heads alone: a press opens the column, and a card can be dropped on each. */
function Folded({ statuses }: { statuses: readonly KontaskStatus[] }) {
  const counts = useKontasks((view) => view.counts);
  return (
    <div role="listitem" className="flex w-[120px] shrink-0 flex-col gap-1.5">
      <h2 className="hidden-text">Folded columns</h2>
      {statuses.map((status) => (
        <div key={status} data-column={status} className={over}>
          <button
            type="button"
            aria-expanded={false}
            onClick={() => unfoldColumn(status, true)}
            className="flex h-8 w-full items-center gap-1.5 rounded-control px-2 text-ink-2 hover:bg-hover hover:text-ink"
          >
            {statusNames[status]}
            <span className="num text-ink-3">{count(counts[status] ?? 0)}</span>
          </button>
        </div>
      ))}
    </div>
  );
}
