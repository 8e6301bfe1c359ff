/** Above the transcript: title and folder; and the buttons for the panes at both sides. */
import { ArchiveRestore, Menu as MenuIcon, PanelRight } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Session } from '../../../preload/contract/shapes';
import { useLayout } from '../../stores/layout-store';
import { IconButton } from '../../ui/button';
import { Chip, ChipButton } from '../../ui/chip';
import { cx } from '../../ui/class-names';
import { baseName } from '../../ui/format';
import { goToEnd } from '../../stores/jump-store';
import { toggleInspector, toggleSidebar } from '../../stores/panes';
import { StatusDot } from '../../ui/status-dot';
import { RenameField } from './rename-field';
import { endRenaming, useRows } from './rows-store';
import { restoreSession } from './session-actions';
import { titleOf } from './session-words';

export interface HeaderProps {
  session?: Session | undefined;
  workspace?: string | undefined;
  /** The inspector can be opened here. */
  inspector?: boolean;
}

export function SessionHeader({ session, workspace, inspector = false }: HeaderProps) {
  const folder = session ? session.workspace : workspace;
  return (
    <header className="flex h-[52px] shrink-0 items-center gap-2.5 border-b border-line-soft px-5 max-[800px]:px-3">
      <SidebarButton />
      <Title session={session} />
      {folder && (
        <Chip title={folder} className="max-w-[160px] shrink-0 max-[480px]:hidden">
          <span className="truncate">{baseName(folder)}</span>
        </Chip>
      )}
      <span className="flex-1" />
      {session?.mode === 'all' && (
        <span className="shrink-0 text-small font-semibold text-bad max-[560px]:hidden">
          Everything is allowed
        </span>
      )}
      {session?.status === 'waiting' && (
        <ChipButton
          tone="waits"
          className="shrink-0"
          title="An approval waits for your answer at the end of the transcript."
          onClick={() => goToEnd(session.id)}
        >
          <StatusDot tone="main" />
          Needs you
        </ChipButton>
      )}
      {session?.archived && (
        <ChipButton
          className="shrink-0"
          title="It is out of the list. Restoring or sending a message brings it back."
          onClick={() => void restoreSession(session)}
        >
          <ArchiveRestore size={13} aria-hidden />
          Archived · restore
        </ChipButton>
      )}
      {inspector && (
        <IconButton label="Turn details" onClick={toggleInspector}>
          <PanelRight size={16} aria-hidden />
        </IconButton>
      )}
    </header>
  );
}

function Title({ session }: { session: Session | undefined }) {
  const renaming = useRows(
    ({ renaming: now }) =>
      session !== undefined && now?.session === session.id && now.where === 'header',
  );
  const heading = useRef<HTMLHeadingElement>(null);
  const comesBack = useRef(false);
  useEffect(() => {
    if (renaming || !comesBack.current) return;
    comesBack.current = false;
    heading.current?.focus();
  }, [renaming]);
  if (session && renaming) {
    return (
      <RenameField
        session={session}
        className="h-8 w-[340px] min-w-[120px] font-bold"
        onDone={(byKey) => {
          comesBack.current = byKey;
          endRenaming();
        }}
      />
    );
  }
  return (
    <h1
      ref={heading}
      tabIndex={-1}
      className="min-w-0 truncate rounded-control text-ui font-bold outline-none"
    >
      {titleOf(session ?? { title: '' })}
    </h1>
  );
}

export function SidebarButton() {
  const shown = useLayout((layout) => layout.left.shown);
  return (
    <span className={cx(shown && 'min-[800px]:hidden')}>
      <IconButton label="Sidebar" onClick={toggleSidebar}>
        <MenuIcon size={16} aria-hidden />
      </IconButton>
    </span>
  );
}
