/** The newest records of Konsole's own log, asked for on opening and on Refresh: nothing polls. */
import { Copy, RotateCw } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import type { LogRecord } from '../../../preload/contract/shapes';
import { command, desktopOrToast, messageOf } from '../../stores/commands';
import { Button } from '../../ui/button';
import { cx } from '../../ui/class-names';
import { Segmented } from '../../ui/segmented';
import { toast } from '../../ui/toast';
import { useLate } from '../../ui/use-now';
import { clock, fieldsText, lineOf } from './log-text';
import type { LogLevel } from './log-text';

const levels = [
  { value: 'debug', label: 'All' },
  { value: 'info', label: 'Info' },
  { value: 'warn', label: 'Warnings' },
  { value: 'error', label: 'Errors' },
] as const;

const colours: Record<LogLevel, string> = {
  debug: 'text-ink-3',
  info: 'text-info',
  warn: 'text-main-ink',
  error: 'text-bad',
};

export function LogTail() {
  const [level, setLevel] = useState<LogLevel>('info');
  const [records, setRecords] = useState<readonly LogRecord[]>();
  const [failure, setFailure] = useState<string>();
  const late = useLate(records === undefined && failure === undefined);

  const load = useCallback(async () => {
    try {
      const result = await command('log.query', { level, limit: 200 });
      setRecords(result.records.toSorted((one, other) => other.at - one.at));
      setFailure(undefined);
    } catch (error) {
      setFailure(messageOf(error));
    }
  }, [level]);
  useEffect(() => void load(), [load]);

  const copy = async () => {
    const text = (records ?? []).toReversed().map(lineOf).join('\n');
    if (await desktopOrToast('desktop.copy', { text })) toast({ message: 'Log copied.' });
  };

  return (
    <section aria-label="Log">
      <div className="mb-2.5 flex flex-wrap items-center gap-2">
        <h2 className="min-w-40 flex-1 text-title font-semibold">Log</h2>
        <Button icon={<RotateCw size={14} aria-hidden />} onClick={() => void load()}>
          Refresh
        </Button>
        <Button
          icon={<Copy size={14} aria-hidden />}
          disabled={!records?.length}
          onClick={() => void copy()}
        >
          Copy
        </Button>
        <Segmented label="Level" value={level} options={levels} onChange={setLevel} />
      </div>
      {failure && (
        <p role="alert" className="text-bad">
          {failure}
        </p>
      )}
      {late && <p className="text-ink-3">Reading the log…</p>}
      {records?.length === 0 && <p className="text-ink-3">Nothing was logged at this level.</p>}
      {records !== undefined && records.length > 0 && (
        <ol
          aria-label="Log records"
          tabIndex={0}
          className="max-h-[440px] overflow-auto rounded-card bg-panel px-3 py-2 font-mono text-code"
        >
          {records.map((record, at) => (
            <li key={`${record.at}-${at}`} className="flex gap-2.5 py-px">
              <span className="num shrink-0 text-ink-3">{clock(record.at)}</span>
              <span className={cx('w-10 shrink-0', colours[record.level])}>{record.level}</span>
              <span className="min-w-[52px] shrink-0 text-ink-3">{record.area}</span>
              <span className="min-w-0 break-words">
                {record.message} <span className="text-ink-3">{fieldsText(record.fields)}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
