/** Above the transcript: title, folder, model; and the buttons for panes that are folded away. */
import { ArchiveRestore, Menu as MenuIcon, PanelRight } from 'lucide-react';
import type { Session } from '../../../preload/contract/shapes';
import { useUi } from '../../stores/ui-store';
import { IconButton } from '../../ui/button';
import { Chip, ChipButton } from '../../ui/chip';
import { baseName } from '../../ui/format';
import { ModelChip } from './model-chip';
import { restoreSession } from './session-actions';

export interface HeaderProps {
  session?: Session | undefined;
  /** The model a new session will use. */
  model?: string | undefined;
  workspace?: string | undefined;
  /** The inspector can be opened here. */
  inspector?: boolean;
}

export function SessionHeader({ session, model, workspace, inspector = false }: HeaderProps) {
  const shownModel = session ? session.model : model;
  const folder = session ? session.workspace : workspace;
  return (
    <header className="flex h-[52px] shrink-0 items-center gap-2.5 border-b border-line-soft px-5 max-[800px]:px-3">
      <SidebarButton />
      <h1 className="min-w-0 truncate text-ui font-bold">
        {session ? session.title || 'New session' : 'New session'}
      </h1>
      {folder && (
        <Chip title={folder} className="max-w-[160px] shrink-0">
          <span className="truncate">{baseName(folder)}</span>
        </Chip>
      )}
      <span className="flex-1" />
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
      {shownModel && <ModelChip session={session?.id} model={shownModel} />}
      {inspector && (
        <span className="min-[1100px]:hidden">
          <IconButton
            label="Turn details"
            onClick={() => useUi.setState((ui) => ({ inspectorOpen: !ui.inspectorOpen }))}
          >
            <PanelRight size={16} aria-hidden />
          </IconButton>
        </span>
      )}
    </header>
  );
}

export function SidebarButton() {
  return (
    <span className="min-[800px]:hidden">
      <IconButton
        label="Sidebar"
        onClick={() => useUi.setState((ui) => ({ sidebarOpen: !ui.sidebarOpen }))}
      >
        <MenuIcon size={16} aria-hidden />
      </IconButton>
    </span>
  );
}
