/**
 * A table that scrolls inside itself. A long one is shown in parts that repeat the head and keep the columns of
 * the first, so that a new row lays out the last part alone.
 */
import { memo, useLayoutEffect, useRef, useState } from 'react';
import type { Tokens } from 'marked';
import { cx } from '../../ui/class-names';
import type { Part } from './blocks';
import { Caret } from './caret';
import { Inline } from './inline';
import { useOverflow } from './use-overflow';

type TablePart = Pick<Part, 'token' | 'revision'>;

export interface TableProps {
  /** Pieces of one table, each with its head. */
  parts: readonly TablePart[];
  caret: boolean;
  className?: string | undefined;
}

/** Pieces laid out as one table. A piece has some forty rows. */
const together = 3;

export function Table({ parts, caret, className }: TableProps) {
  const region = useRef<HTMLDivElement>(null);
  const first = useRef<HTMLTableElement>(null);
  const isWide = useOverflow(region);
  const tables: TablePart[][] = [];
  for (let at = 0; at < parts.length; at += together) tables.push(parts.slice(at, at + together));
  const widths = useColumnWidths(first, tables.length > 1);
  const last = tables.length - 1;
  return (
    <div
      ref={region}
      {...(isWide && { role: 'region', 'aria-label': 'Table', tabIndex: 0 })}
      className={cx(
        'w-fit max-w-full overflow-x-auto rounded-control border border-line-soft',
        className,
      )}
    >
      {tables.map((pieces, at) => (
        <OneTable
          key={at}
          ref={at === 0 ? first : undefined}
          parts={pieces}
          widths={at === 0 ? undefined : widths}
          caret={caret && at === last}
        />
      ))}
    </div>
  );
}

/** The columns of the first table, in px, once there is a second that has to match. */
function useColumnWidths(
  table: React.RefObject<HTMLTableElement | null>,
  wanted: boolean,
): readonly number[] | undefined {
  const [widths, setWidths] = useState<readonly number[]>();
  useLayoutEffect(() => {
    const { current } = table;
    if (!wanted || !current) return undefined;
    const measure = () => {
      const cells = [...current.querySelectorAll('thead th')];
      const now = cells.map((cell) => cell.getBoundingClientRect().width);
      setWidths((before) => (before?.every((width, at) => width === now[at]) ? before : now));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [table, wanted]);
  return widths;
}

interface OneTableProps {
  ref?: React.RefObject<HTMLTableElement | null> | undefined;
  parts: readonly TablePart[];
  widths: readonly number[] | undefined;
  caret: boolean;
}

function sameTable(before: OneTableProps, after: OneTableProps): boolean {
  return (
    before.widths === after.widths &&
    before.caret === after.caret &&
    before.parts.length === after.parts.length &&
    before.parts.every((part, at) => samePiece(part, after.parts[at]))
  );
}

const samePiece = (before: TablePart, after: TablePart | undefined) =>
  before.token.raw === after?.token.raw && before.revision === after.revision;

const OneTable = memo(function OneTable({ ref, parts, widths, caret }: OneTableProps) {
  const head = parts[0]?.token as Tokens.Table;
  const lastCell = head.header.length - 1;
  const last = parts.length - 1;
  const isEmpty = head.rows.length === 0;
  const rows = parts.reduce((sum, { token }) => sum + (token as Tokens.Table).rows.length, 1);
  const total = widths?.reduce((sum, width) => sum + width, 0);
  return (
    <div
      className={cx(widths && '[content-visibility:auto]')}
      style={widths && { width: total, containIntrinsicSize: `${total}px auto ${rows * 33}px` }}
    >
      <table
        ref={ref}
        className={cx(
          'border-collapse text-[13.5px] leading-normal',
          // Where there is little room it scrolls, before every word has a line of its own.
          widths ? 'table-fixed' : 'w-max max-w-[max(100%,30rem)]',
        )}
        style={widths && { width: total }}
      >
        <thead>
          <tr className={cx('bg-panel', widths && 'border-t border-line-soft')}>
            {head.header.map((cell, at) => (
              <th
                key={at}
                scope="col"
                className={cx(cellLook(cell), 'font-semibold')}
                style={widths && { width: widths[at] }}
              >
                <Inline tokens={cell.tokens} />
                {caret && isEmpty && at === lastCell && <Caret />}
              </th>
            ))}
          </tr>
        </thead>
        {parts.map(({ token, revision }, at) => (
          <Rows
            key={at}
            rows={(token as Tokens.Table).rows}
            raw={token.raw}
            revision={revision}
            caret={caret && at === last}
          />
        ))}
      </table>
    </div>
  );
}, sameTable);

const alignments = { left: 'text-left', center: 'text-center', right: 'text-right' } as const;
/** Words stay whole. */
const cellLook = ({ align }: Tokens.TableCell) =>
  cx('px-3 py-1.5 align-top wrap-break-word not-last:pr-8', alignments[align ?? 'left']);

interface RowsProps {
  rows: readonly Tokens.TableCell[][];
  raw: string;
  revision: number;
  caret: boolean;
}

const sameRows = (before: RowsProps, after: RowsProps) =>
  before.raw === after.raw && before.revision === after.revision && before.caret === after.caret;

const Rows = memo(function Rows({ rows, revision, caret }: RowsProps) {
  return (
    <tbody>
      {rows.map((cells, at) => (
        <Row key={at} cells={cells} revision={revision} caret={caret && at === rows.length - 1} />
      ))}
    </tbody>
  );
}, sameRows);

interface RowProps {
  cells: readonly Tokens.TableCell[];
  revision: number;
  caret: boolean;
}

const sameRow = (before: RowProps, after: RowProps) =>
  before.revision === after.revision &&
  before.caret === after.caret &&
  before.cells.length === after.cells.length &&
  before.cells.every(({ text, align }, at) => {
    const cell = after.cells[at];
    return text === cell?.text && align === cell.align;
  });

const Row = memo(function Row({ cells, caret }: RowProps) {
  return (
    <tr className="border-t border-line-soft">
      {cells.map((cell, at) => (
        <td key={at} className={cellLook(cell)}>
          <Inline tokens={cell.tokens} />
          {caret && at === cells.length - 1 && <Caret />}
        </td>
      ))}
    </tr>
  );
}, sameRow);
