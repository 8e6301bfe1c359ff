/** One record of the log: a line, and on request all of it, with its session and a copy of its own. */
import { ChevronRight, Copy, MessageSquare } from 'lucide-react';
import { memo } from 'react';
import type { LogRecord } from '../../../preload/contract/shapes';
import { cutText, oneLine, visible } from '../../../preload/contract/text';
import { desktopOrToast } from '../../stores/commands';
import { sessionById, useIndex } from '../../stores/index-store';
import { showSession } from '../../stores/ui-store';
import { Button } from '../../ui/button';
import { cx } from '../../ui/class-names';
import { toast } from '../../ui/toast';
import { titleOf } from '../sessions/session-words';
import { marked } from './log-filter';
import { changeFilter } from './log-store';
import { fieldsText, lineOf, wholeOf, whenOf } from './log-text';
import type { LogLevel } from './log-text';

const levelWords: Record<LogLevel, readonly [string, string]> = {
  debug: ['debug', 'text-ink-3'],
  info: ['info', 'text-info'],
  warn: ['warning', 'text-main-ink'],
  error: ['error', 'font-semibold text-bad'],
};

const washes: Partial<Record<LogLevel, string>> = { warn: 'bg-main-wash', error: 'bg-bad-wash' };

/** Characters of a line; all of it is in the details. */
const lineChars = 600;

export interface LogRowProps {
  record: LogRecord;
  words: readonly string[];
  open: boolean;
  /** The one row that Tab reaches. */
  current: boolean;
  onToggle: (record: LogRecord) => void;
  /** Tells records of today from older ones. */
  now: number;
  /** It is of the only session that is shown already. */
  narrowed: boolean;
}

export const LogRow = memo(function LogRow(props: LogRowProps) {
  const { record, words, open, current, onToggle, narrowed, now } = props;
  const [level, colour] = levelWords[record.level];
  const message = cutText(oneLine(record.message), lineChars);
  const fields = cutText(oneLine(fieldsText(record.fields)), lineChars);
  return (
    <li className={cx('rounded-[5px]', washes[record.level])}>
      <div className="flex gap-x-2.5 px-1.5 py-px @max-[560px]:flex-wrap">
        <button
          type="button"
          data-log-row
          aria-expanded={open}
          aria-label={`Details of “${cutText(message, 80)}”`}
          tabIndex={current ? 0 : -1}
          onClick={() => onToggle(record)}
          className="mt-[3px] grid size-[14px] shrink-0 place-items-center rounded-[4px] text-ink-3 hover:bg-hover hover:text-ink"
        >
          <ChevronRight size={12} aria-hidden className={cx(open && 'rotate-90')} />
        </button>
        <span className="num shrink-0 text-ink-3">{whenOf(record.at, now)}</span>
        <span className={cx('w-[52px] shrink-0', colour)}>{level}</span>
        <span className="w-[66px] shrink-0 truncate text-ink-3">
          <Marked text={record.area} words={words} />
        </span>
        <span className="min-w-0 break-words text-ink @max-[560px]:basis-full @max-[560px]:pl-6">
          <Marked text={message} words={words} />
          {fields !== '' && (
            <span className="text-ink-3">
              {' '}
              <Marked text={fields} words={words} />
            </span>
          )}
        </span>
      </div>
      {open && <Details record={record} narrowed={narrowed} />}
    </li>
  );
});

function Marked({ text, words }: { text: string; words: readonly string[] }) {
  return marked(text, words).map((run, at) =>
    run.mark ? (
      <mark key={at} className="rounded-[2px] bg-main/30 text-ink">
        {run.text}
      </mark>
    ) : (
      run.text
    ),
  );
}

function Details({ record, narrowed }: { record: LogRecord; narrowed: boolean }) {
  const { session } = record;
  const known = useIndex(sessionById(session));
  const copy = async () => {
    const text = `${lineOf(record)}\n${wholeOf(record)}`;
    if (await desktopOrToast('desktop.copy', { text })) toast({ message: 'Record copied.' });
  };
  return (
    <div className="mb-1.5 ml-[30px] mr-1.5 rounded-control border border-line bg-bg">
      <div className="flex flex-wrap items-center gap-1 border-b border-line-soft px-1 py-0.5 font-sans">
        <Button
          size="small"
          tone="quiet"
          icon={<Copy size={12} aria-hidden />}
          onClick={() => void copy()}
        >
          Copy record
        </Button>
        {session !== undefined && !narrowed && (
          <Button size="small" tone="quiet" onClick={() => changeFilter({ session })}>
            Only this session
          </Button>
        )}
        {session !== undefined && known && (
          <Button
            size="small"
            tone="quiet"
            icon={<MessageSquare size={12} aria-hidden />}
            onClick={() => showSession(session)}
            className="min-w-0 max-w-full"
          >
            <span className="truncate">Open “{cutText(titleOf(known), 60)}”</span>
          </Button>
        )}
      </div>
      <pre
        tabIndex={0}
        className="max-h-72 overflow-auto px-2.5 py-1.5 break-words whitespace-pre-wrap"
      >
        {visible(wholeOf(record))}
      </pre>
    </div>
  );
}
