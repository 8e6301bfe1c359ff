/** The records as rows: at rest while somebody reads, one stop for Tab, arrows between the rows. */
import { ArrowDown } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { LogRecord } from '../../../preload/contract/shapes';
import { count } from '../../ui/format';
import { Button } from '../../ui/button';
import { LogRow } from './log-row';
import type { LiveEdge } from './use-live-edge';

export interface LogListProps {
  edge: LiveEdge<LogRecord>;
  words: readonly string[];
  /** One session alone is shown. */
  narrowed: boolean;
}

/** What a record is known by: its number, else its time and words. */
export const keyOf = ({ n, at, message }: LogRecord): string => String(n ?? `${at} ${message}`);

const steps: Record<string, (at: number, last: number) => number> = {
  ArrowUp: (at) => at - 1,
  ArrowDown: (at) => at + 1,
  PageUp: (at) => at - 10,
  PageDown: (at) => at + 10,
  Home: () => 0,
  End: (_at, last) => last,
};

export function LogList({ edge, words, narrowed }: LogListProps) {
  const { box, shown, fresh, onScroll, hold, release, goToEnd } = edge;
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [chosen, setChosen] = useState<string>();
  const list = useRef<HTMLOListElement>(null);
  const [today] = useState(() => Date.now());

  const opened = useRef(open);
  const toggle = useCallback(
    (record: LogRecord) => {
      const key = keyOf(record);
      const next = new Set(opened.current);
      if (!next.delete(key)) next.add(key);
      opened.current = next;
      setOpen(next);
      setChosen(key);
      // Who reads one record does not want it carried away by the next.
      if (next.size > 0) hold();
      else release();
    },
    [hold, release],
  );

  useEffect(() => {
    const { current } = list;
    if (!current) return;
    const onKey = (event: KeyboardEvent) => {
      const step = steps[event.key];
      const rows = [...current.querySelectorAll<HTMLElement>('[data-log-row]')];
      const at = rows.findIndex((row) => row === document.activeElement);
      if (!step || at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      const last = rows.length - 1;
      const to = Math.min(last, Math.max(0, step(at, last)));
      rows[to]?.focus();
      rows[to]?.scrollIntoView?.({ block: 'nearest' });
    };
    current.addEventListener('keydown', onKey);
    return () => current.removeEventListener('keydown', onKey);
  }, []);

  const last = shown.at(-1);
  const stop = shown.some((record) => keyOf(record) === chosen) ? chosen : last && keyOf(last);
  return (
    <div className="relative">
      <div
        ref={box}
        role="log"
        aria-label="Log records"
        aria-live="off"
        tabIndex={0}
        onScroll={onScroll}
        className="@container h-[min(560px,62vh)] overflow-x-hidden overflow-y-auto rounded-card border border-line-soft bg-panel px-1.5 py-1.5 font-mono text-code [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <ol ref={list} className="space-y-px">
          {shown.map((record) => (
            <LogRow
              key={keyOf(record)}
              record={record}
              words={words}
              open={open.has(keyOf(record))}
              current={keyOf(record) === stop}
              onToggle={toggle}
              narrowed={narrowed}
              now={today}
            />
          ))}
        </ol>
      </div>
      {fresh > 0 && (
        <Button
          size="small"
          icon={<ArrowDown size={12} aria-hidden />}
          onClick={goToEnd}
          className="absolute right-4 bottom-3 shadow-card"
        >
          {count(fresh)} new
        </Button>
      )}
    </div>
  );
}
