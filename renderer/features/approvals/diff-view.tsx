/** A diff as a person reads it: files, line numbers, what goes and what comes. Of a long one the beginning, until all is asked for. */
import { useMemo, useState } from 'react';
import { safeOffset } from '../../../preload/contract/text';
import { Button } from '../../ui/button';
import { cx } from '../../ui/class-names';
import { count, plural } from '../../ui/format';
import { readDiff } from './diff-lines';
import type { DiffRow } from './diff-lines';
import { inOrder, VisibleText } from './visible-text';

/** Laid out at first, and more of it at each press; of one line so many UTF-16 units at first. */
const firstRows = 120;
const moreRows = 2_000;
const firstChars = 2_000;

const looks: Record<DiffRow['kind'], string> = {
  file: 'text-ink font-semibold',
  gap: 'text-ink-3 bg-panel',
  note: 'text-ink-3',
  add: 'text-ok bg-[color-mix(in_srgb,var(--ok)_8%,transparent)]',
  remove: 'text-bad bg-[color-mix(in_srgb,var(--bad)_8%,transparent)]',
  same: 'text-ink-2',
};
const signs: Partial<Record<DiffRow['kind'], string>> = { add: '+', remove: '-' };

export function DiffView({ text, label = 'Changes' }: { text: string; label?: string }) {
  const { rows } = useMemo(() => readDiff(text), [text]);
  const [room, setRoom] = useState(firstRows);
  const [whole, setWhole] = useState(false);
  const shown = rows.slice(0, room);
  const left = rows.length - shown.length;
  const cut = !whole && shown.some((row) => row.text.length > firstChars);
  const more = () => {
    setWhole(true);
    setRoom(room + moreRows);
  };
  return (
    <div className="overflow-hidden rounded-control bg-code-ground">
      <div
        role="group"
        aria-label={label}
        // It scrolls: by keyboard too.
        tabIndex={0}
        className="max-h-[min(420px,46vh)] overflow-auto py-1 font-mono text-code focus-visible:-outline-offset-2"
      >
        <table className="w-max min-w-full border-collapse">
          <tbody>
            {shown.map((row, at) => (
              <Line key={at} row={row} whole={whole} />
            ))}
          </tbody>
        </table>
      </div>
      {(left > 0 || cut) && (
        <div className="border-t border-line-soft px-1.5 py-1">
          <Button size="small" tone="quiet" onClick={more}>
            {left > moreRows
              ? `Show ${count(moreRows)} more of ${plural(left, 'line')}`
              : left > 0
                ? `Show all ${count(rows.length)} lines`
                : 'Show all of the long lines'}
          </Button>
        </div>
      )}
    </div>
  );
}

function Line({ row, whole }: { row: DiffRow; whole: boolean }) {
  const cut = !whole && row.text.length > firstChars;
  const text = cut ? row.text.slice(0, safeOffset(row.text, firstChars)) : row.text;
  const look = cx(inOrder, 'pr-3 whitespace-pre');
  if (row.kind === 'file' || row.kind === 'gap' || row.kind === 'note') {
    return (
      <tr className={looks[row.kind]}>
        <td colSpan={4} className={cx(look, 'pl-3')}>
          {row.kind === 'gap' && '⋯ '}
          <VisibleText text={text} />
        </td>
      </tr>
    );
  }
  return (
    <tr className={looks[row.kind]}>
      <Number value={'before' in row ? row.before : undefined} />
      <Number value={'after' in row ? row.after : undefined} />
      <td className="w-4 text-center select-none">{signs[row.kind]}</td>
      <td className={look}>
        <VisibleText text={text} />
        {cut && <span className="text-ink-3"> … {count(row.text.length - text.length)} more</span>}
      </td>
    </tr>
  );
}

function Number({ value }: { value: number | undefined }) {
  return (
    <td className="num w-px min-w-8 px-1.5 text-right text-ink-3 select-none max-[560px]:min-w-0">
      {value}
    </td>
  );
}
