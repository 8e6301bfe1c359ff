/** One session in a list: opens it, and is renamed in place. What its keys and its menu do is the list's. */
import { MoreHorizontal } from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import type { Session } from '../../../preload/contract/shapes';
import { placeInLine, usePool } from '../../stores/pool-store';
import { showSession } from '../../stores/ui-store';
import { cx } from '../../ui/class-names';
import { StatusDot } from '../../ui/status-dot';
import { ordinal } from '../diagnostics/pool-words';
import { RenameField } from './rename-field';
import { endRenaming, startRenaming, useRows } from './rows-store';
import { dotOf, titleOf } from './session-words';

export interface SessionRowProps {
  session: Session;
  current: boolean;
  /** Tab comes to this row of the list. */
  tabStop: boolean;
  /** State and age, in words. */
  line: string;
}

export const rowLook = 'block w-full rounded-[8px] px-[9px] py-[6px] text-left';

export const SessionRow = memo(function SessionRow(props: SessionRowProps) {
  const { session, current, tabStop, line } = props;
  const renaming = useRows(
    ({ renaming: now }) => now?.session === session.id && now.where === 'row',
  );
  const place = usePool((pool) => placeInLine(pool.status, session.id)?.place);
  const row = useRef<HTMLButtonElement>(null);
  const comesBack = useRef(false);
  useEffect(() => {
    if (renaming || !comesBack.current) return;
    comesBack.current = false;
    row.current?.focus();
  }, [renaming]);
  if (renaming) {
    return (
      <li>
        <RenameField
          session={session}
          className="my-1 h-9 w-full font-medium"
          onDone={(byKey) => {
            comesBack.current = byKey;
            endRenaming();
          }}
        />
      </li>
    );
  }
  const dot = dotOf(session);
  return (
    <li className="group relative" data-session={session.id}>
      <button
        ref={row}
        type="button"
        data-row
        tabIndex={tabStop ? 0 : -1}
        aria-current={current ? 'true' : undefined}
        onClick={() => showSession(session.id)}
        onDoubleClick={() => startRenaming(session.id, 'row')}
        className={cx(rowLook, current ? 'bg-hover' : 'hover:bg-hover/60')}
      >
        <span className="flex items-center gap-1.5 group-hover:pr-6 group-has-focus-visible:pr-6">
          {dot && <StatusDot tone={dot} />}
          <span className="truncate font-medium">{titleOf(session)}</span>
        </span>
        <span className="num block truncate text-[11.5px] text-ink-3">
          {place === undefined ? line : `waits, ${ordinal(place)} in line`}
        </span>
      </button>
      <button
        type="button"
        data-more
        tabIndex={tabStop ? 0 : -1}
        aria-label={`More for ${titleOf(session)}`}
        aria-haspopup="menu"
        className="absolute top-1.5 right-1.5 inline-flex size-6 items-center justify-center rounded-control text-ink-2 opacity-0 group-hover:opacity-100 group-has-focus-visible:opacity-100 hover:bg-hover hover:text-ink"
      >
        <MoreHorizontal size={14} aria-hidden />
      </button>
    </li>
  );
});
