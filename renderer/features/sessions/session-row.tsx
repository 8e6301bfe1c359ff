/** One session in the list: opens it, renames it in place, and has the rest in a menu on right click. */
import { Archive, ArchiveRestore, Download, MoreHorizontal, Pencil, Trash2 } from 'lucide-react';
import { memo, useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { Session } from '../../../preload/contract/shapes';
import { showSession } from '../../stores/ui-store';
import { IconButton } from '../../ui/button';
import { cx } from '../../ui/class-names';
import { ContextMenu, Menu } from '../../ui/menu';
import type { MenuEntry } from '../../ui/menu';
import { StatusDot } from '../../ui/status-dot';
import { archiveSession, exportSession, renameSession, restoreSession } from './session-actions';
import { dotOf, statusLine } from './session-words';

export interface SessionRowProps {
  session: Session;
  current: boolean;
  now: number;
  onDelete: (session: Session) => void;
}

export const SessionRow = memo(function SessionRow(props: SessionRowProps) {
  const { session, current, now, onDelete } = props;
  const [renaming, setRenaming] = useState(false);
  const row = useRef<HTMLButtonElement>(null);
  const comesBack = useRef(false);
  useEffect(() => {
    if (renaming || !comesBack.current) return;
    comesBack.current = false;
    row.current?.focus();
  }, [renaming]);
  const icon = { size: 14, 'aria-hidden': true } as const;
  const entries: MenuEntry[] = [
    { label: 'Rename', icon: <Pencil {...icon} />, onSelect: () => setRenaming(true) },
    { label: 'Export…', icon: <Download {...icon} />, onSelect: () => void exportSession(session) },
    session.archived
      ? {
          label: 'Restore',
          icon: <ArchiveRestore {...icon} />,
          onSelect: () => void restoreSession(session),
        }
      : {
          label: 'Archive',
          icon: <Archive {...icon} />,
          onSelect: () => void archiveSession(session),
        },
    'separator',
    {
      label: 'Delete…',
      icon: <Trash2 {...icon} />,
      tone: 'danger',
      onSelect: () => onDelete(session),
    },
  ];
  if (renaming) {
    return (
      <li>
        <RenameField
          session={session}
          onDone={(byKey) => {
            comesBack.current = byKey;
            setRenaming(false);
          }}
        />
      </li>
    );
  }
  const dot = dotOf(session);
  return (
    <ContextMenu entries={entries}>
      <li className="group relative">
        <button
          ref={row}
          type="button"
          aria-current={current ? 'true' : undefined}
          onClick={() => showSession(session.id)}
          onDoubleClick={() => setRenaming(true)}
          onKeyDown={(event) => event.key === 'F2' && setRenaming(true)}
          className={cx(
            'block w-full rounded-[8px] px-[9px] py-[6px] text-left',
            current ? 'bg-hover' : 'hover:bg-hover/60',
          )}
        >
          <span className="flex items-center gap-1.5 group-hover:pr-6 group-has-focus-visible:pr-6 group-has-[[data-popup-open]]:pr-6">
            {dot && <StatusDot tone={dot} />}
            <span className="truncate font-medium">{session.title || 'New session'}</span>
          </span>
          <span className="num block truncate text-[11.5px] text-ink-3">
            {statusLine(session, now)}
          </span>
        </button>
        <Menu
          entries={entries}
          trigger={
            <IconButton
              label={`More for ${session.title || 'New session'}`}
              size="small"
              className="absolute top-1.5 right-1.5 opacity-0 group-hover:opacity-100 group-has-focus-visible:opacity-100 data-[popup-open]:opacity-100"
            >
              <MoreHorizontal {...icon} />
            </IconButton>
          }
        />
      </li>
    </ContextMenu>
  );
});

interface RenameFieldProps {
  session: Session;
  /** `byKey`: ended by Enter or Escape, so that the focus belongs to the row again. */
  onDone: (byKey: boolean) => void;
}

function RenameField({ session, onDone }: RenameFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const byKey = useRef(false);
  // Once: the list renders again while a person types.
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    byKey.current = event.key === 'Enter' || event.key === 'Escape';
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key === 'Escape') {
      event.stopPropagation();
      event.currentTarget.value = session.title;
      onDone(true);
    }
  };
  return (
    <input
      ref={field}
      aria-label="Session title"
      defaultValue={session.title}
      maxLength={1000}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        void renameSession(session, event.currentTarget.value);
        onDone(byKey.current);
      }}
      className="my-1 h-9 w-full rounded-control border border-line bg-raised px-2 font-medium"
    />
  );
}
