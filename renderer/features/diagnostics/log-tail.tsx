/** Konsole's own log, live while somebody looks: filter, search, copy. The newest record is at the end. */
import { useEffect, useMemo, useRef } from 'react';
import type { LogRecord } from '../../../preload/contract/shapes';
import { desktopOrToast } from '../../stores/commands';
import { Button } from '../../ui/button';
import { plural } from '../../ui/format';
import { toast } from '../../ui/toast';
import { useLate } from '../../ui/use-now';
import { LogBar, LogFilters } from './log-bar';
import { mostRecords, narrows, wordsOf } from './log-filter';
import type { LogFilter } from './log-filter';
import { LogList } from './log-list';
import { clearFilter, useLog } from './log-store';
import { lineOf } from './log-text';
import { useLiveEdge } from './use-live-edge';
import { useLogTail } from './use-log-tail';
import { useSeen } from './use-seen';

const noRecords: readonly LogRecord[] = [];
const isNewer = (record: LogRecord, than: LogRecord) =>
  record.n !== undefined && than.n !== undefined ? record.n > than.n : record.at > than.at;

export function LogTail() {
  const section = useRef<HTMLElement>(null);
  const filter = useLog((view) => view.filter);
  const live = useLog((view) => view.live);
  const wished = useLog((view) => view.wished);
  const seen = useSeen(section);
  const { records, failure, look } = useLogTail(filter, live && seen);
  const late = useLate(records === undefined && failure === undefined);
  useEffect(() => {
    if (wished > 0) section.current?.scrollIntoView?.({ block: 'start' });
  }, [wished]);
  const words = useMemo(() => wordsOf(filter.text), [filter.text]);
  const subject = JSON.stringify(filter);
  const edge = useLiveEdge(records ?? noRecords, isNewer, subject);
  const { shown } = edge;
  const copy = async () => {
    const text = shown.map(lineOf).join('\n');
    if (await desktopOrToast('desktop.copy', { text }))
      toast({ message: `${plural(shown.length, 'record')} copied.` });
  };
  return (
    <section ref={section} aria-label="Log" className="scroll-mt-4">
      <LogBar shown={shown.length} onCopy={() => void copy()} onLook={look} />
      <LogFilters />
      {failure && (
        <p role="alert" className="mb-2 text-bad">
          The log could not be read. {failure}
        </p>
      )}
      {late && <p className="text-ink-3">Reading the log…</p>}
      {records?.length === 0 && <Nothing filter={filter} />}
      {shown.length > 0 && (
        // Another filter is another list, in which nothing is open yet.
        <LogList key={subject} edge={edge} words={words} narrowed={filter.session !== undefined} />
      )}
      {shown.length >= mostRecords && (
        <p className="mt-1.5 text-small text-ink-3">
          The newest {mostRecords} that match. Narrow the filter to see further back.
        </p>
      )}
    </section>
  );
}

const missing: Record<LogFilter['level'], string> = {
  debug: 'Nothing is in the log yet.',
  info: 'Nothing is in the log yet.',
  warn: 'No warning and no error is in the log.',
  error: 'No error is in the log.',
};

function Nothing({ filter }: { filter: LogFilter }) {
  if (!narrows(filter)) return <p className="text-ink-3">{missing[filter.level]}</p>;
  return (
    <div className="flex flex-wrap items-center gap-3 rounded-card border border-line-soft bg-panel px-3.5 py-3">
      <p className="text-ink-2">
        No record matches{filter.level === 'debug' ? '' : ' at this level'}.
      </p>
      <Button size="small" onClick={clearFilter}>
        Clear filter
      </Button>
    </div>
  );
}
