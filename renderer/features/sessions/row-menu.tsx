/** What can be done to one session of a list, as the entries of its menu. */
import { Archive, ArchiveRestore, Download, Pencil, Trash2 } from 'lucide-react';
import type { Session } from '../../../preload/contract/shapes';
import type { MenuEntry } from '../../ui/menu';
import { startRenaming } from './rows-store';
import { archiveSession, deleteSession, exportSession, restoreSession } from './session-actions';

const icon = { size: 14, 'aria-hidden': true } as const;

/** `onGoes` runs before the session leaves its list. */
export function entriesFor(session: Session, onGoes: () => void): MenuEntry[] {
  const goes = (run: (session: Session) => Promise<unknown>) => () => {
    onGoes();
    void run(session);
  };
  return [
    {
      label: 'Rename',
      icon: <Pencil {...icon} />,
      onSelect: () => startRenaming(session.id, 'row'),
    },
    { label: 'Export…', icon: <Download {...icon} />, onSelect: () => void exportSession(session) },
    session.archived
      ? {
          label: 'Restore',
          icon: <ArchiveRestore {...icon} />,
          onSelect: goes(restoreSession),
        }
      : {
          label: 'Archive',
          icon: <Archive {...icon} />,
          onSelect: goes(archiveSession),
        },
    'separator',
    {
      label: 'Delete',
      icon: <Trash2 {...icon} />,
      tone: 'danger',
      onSelect: goes(deleteSession),
    },
  ];
}
