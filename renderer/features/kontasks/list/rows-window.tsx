/**
 * A long list of rows of any height, of which only those near the sight are in the page. Where each lies is kept by a
 * table; scrolling draws only when other rows come near.
 */
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { ListedKontask } from '../../../../preload/contract/shapes';
import type { FeedKey } from '../../../stores/kontask-feeds';
import { loadMore, scrolled, useKontasks } from '../../../stores/kontasks-store';
import { cx } from '../../../ui/class-names';
import { whenPainted } from '../../../ui/when-painted';
import { createRowTable } from '../../transcript/row-table';
import type { RowTable } from '../../transcript/row-table';
import { createSlots } from './row-slots';

export interface RowsWindowProps {
  feed: FeedKey;
  /** Its accessible name. */
  label: string;
  kontasks: readonly ListedKontask[];
  /** How many there are, loaded or not. */
  total: number;
  /** px of a row that was never drawn. */
  guess: (kontask: ListedKontask) => number;
  /** `stop`: it is the tab stop of the list. `place`: from 0. */
  row: (kontask: ListedKontask, stop: boolean, place: number) => ReactNode;
  className?: string;
}

/** px beyond the sight that are drawn too, and how near to the end more is asked for. */
const beyond = 300;
const nearEnd = 1_200;
/** Where a page knows no heights, as in tests. */
const unknownHeight = 800;

export function RowsWindow(props: RowsWindowProps) {
  const { feed, label, kontasks, total, guess, row, className } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useRef<HTMLDivElement>(null);
  const [heights] = useState(createRowTable);
  const [slots] = useState(createSlots);
  const table = useMemo(() => laidOut(heights, kontasks, guess), [heights, kontasks, guess]);
  const [top, setTop] = useState(() => scrolled.get(feed) ?? 0);
  const [height, setHeight] = useState(unknownHeight);
  const [, drawAgain] = useState(0);
  const reach = useReach();
  const from = table.count === 0 ? 0 : table.rowAt(Math.max(0, top - reach));
  const to = table.count === 0 ? 0 : table.rowAt(top + height + reach) + 1;
  const shown = kontasks.slice(from, to);

  const measure = useCallback(() => {
    let changed = false;
    for (const element of rows.current?.children ?? []) {
      const id = element.getAttribute('data-row-of');
      if (id && table.measure(id, (element as HTMLElement).offsetHeight)) changed = true;
    }
    if (changed) drawAgain((count) => count + 1);
  }, [table]);
  useLayoutEffect(measure);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    element.scrollTop = scrolled.get(feed) ?? 0;
    let width = element.clientWidth;
    setHeight(element.clientHeight || unknownHeight);
    const observer = new ResizeObserver(() => {
      setHeight(element.clientHeight || unknownHeight);
      if (element.clientWidth === width) return;
      width = element.clientWidth;
      table.forgetMeasured();
      drawAgain((count) => count + 1);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [feed, table]);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const now = element.scrollTop;
    scrolled.set(feed, now);
    if (element.scrollHeight - now - element.clientHeight < nearEnd) void loadMore(feed);
    // Half of what is drawn beyond the sight may go by before anything is drawn anew.
    setTop((before) => (Math.abs(before - now) > beyond / 2 || now === 0 ? now : before));
  }, [feed]);
  useEffect(() => {
    const element = scroller.current;
    element?.addEventListener('scroll', onScroll, { passive: true });
    return () => element?.removeEventListener('scroll', onScroll);
  }, [onScroll]);
  // A row that is to take the focus and is out of sight is scrolled to; once drawn it takes the focus itself.
  const wanted = useKontasks((view) => view.wanted);
  useLayoutEffect(() => {
    const element = scroller.current;
    const at = wanted === undefined ? -1 : kontasks.findIndex(({ id }) => id === wanted);
    if (element && at >= 0 && reveal(element, table.topOf(at), table.topOf(at + 1)))
      setTop(element.scrollTop);
  }, [kontasks, table, wanted]);

  const active = useKontasks((view) => view.active);
  const stop = shown.some(({ id }) => id === active) ? active : shown[0]?.id;
  const slotOf = slots(
    shown.map(({ id }) => id),
    focusedRow(scroller.current),
  );
  return (
    <div
      ref={scroller}
      tabIndex={-1}
      data-feed={feed}
      className={cx('min-h-0 flex-1 overflow-y-auto outline-none', className)}
    >
      <div
        ref={rows}
        role="list"
        aria-label={label}
        style={{
          paddingTop: table.topOf(from),
          paddingBottom: table.topOf(table.count) - table.topOf(Math.min(to, table.count)),
        }}
      >
        {shown.map((kontask, index) => (
          <div
            key={slotOf.get(kontask.id)}
            role="listitem"
            aria-posinset={from + index + 1}
            aria-setsize={Math.max(total, kontasks.length)}
            data-row-of={kontask.id}
          >
            {row(kontask, kontask.id === stop, from + index)}
          </div>
        ))}
      </div>
    </div>
  );
}

const focusedRow = (list: HTMLElement | null): string | undefined => {
  const { activeElement } = document;
  if (!activeElement || !list?.contains(activeElement)) return undefined;
  return activeElement.closest('[data-row-of]')?.getAttribute('data-row-of') ?? undefined;
};

/** px beyond the sight that are drawn too: none until what is in sight of a new answer is painted. */
function useReach(): number {
  const answered = useKontasks((view) => view.answered);
  const [painted, setPainted] = useState<string>();
  const isPainted = painted === answered;
  useEffect(() => {
    if (isPainted) return undefined;
    return whenPainted(() => setPainted(answered));
  }, [answered, isPainted]);
  return isPainted ? beyond : 0;
}

/** The same table, for these rows: what was measured stays. */
function laidOut(
  table: RowTable,
  kontasks: readonly ListedKontask[],
  guess: RowsWindowProps['guess'],
): RowTable {
  const ids = kontasks.map(({ id }) => id);
  table.setRows(ids, (index) => guess(kontasks[index] as ListedKontask));
  return table;
}

/** Scrolls no further than it takes. True when it had to. */
function reveal(element: HTMLElement, top: number, bottom: number): boolean {
  const seen = element.clientHeight || unknownHeight;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (bottom > element.scrollTop + seen) element.scrollTop = bottom - seen;
  else return false;
  return true;
}
