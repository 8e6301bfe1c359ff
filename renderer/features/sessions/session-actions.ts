/** What a person does to a session from the list: rename, archive with undo, delete, export. Failures are shown. */
import type { Session } from '../../../preload/contract/shapes';
import { oneLine } from '../../../preload/contract/text';
import { commandOrToast, desktopOrToast } from '../../stores/commands';
import { showNewSession, useUi } from '../../stores/ui-store';
import { announce } from '../../ui/announce';
import { toast } from '../../ui/toast';
import { loadArchived } from './archived-store';

/** A blank or unchanged title changes nothing. */
export async function renameSession(session: Session, title: string): Promise<void> {
  const clean = oneLine(title);
  if (clean === '' || clean === session.title) return;
  const done = await commandOrToast('session.rename', { session: session.id, title: clean });
  if (done && session.archived) await loadArchived();
}

export async function archiveSession(session: Session): Promise<void> {
  if (!(await commandOrToast('session.archive', { session: session.id }))) return;
  leave(session);
  toast({
    message: `Archived “${session.title}”.`,
    stayMs: 10_000,
    action: {
      label: 'Undo',
      run: () => void restoreSession(session),
    },
  });
}

/** Back into the list. */
export async function restoreSession(session: Session): Promise<void> {
  if (await commandOrToast('session.archive', { session: session.id, archived: false }))
    announce(`Restored “${session.title}”`);
}

export async function deleteSession(session: Session): Promise<void> {
  if (!(await commandOrToast('session.delete', { session: session.id }))) return;
  leave(session);
  toast({ message: `Deleted “${session.title}”.` });
  if (session.archived) await loadArchived();
}

/** Saves the whole conversation as JSON where the person says. */
export async function exportSession(session: Session): Promise<void> {
  const exported = await commandOrToast('session.export', { session: session.id });
  if (!exported) return;
  const saved = await desktopOrToast('desktop.save-text', {
    name: `${fileName(session.title)}.json`,
    text: JSON.stringify(exported.document, null, 2),
  });
  if (saved?.path) toast({ message: `Saved to ${saved.path}` });
}

/** Letters, digits, dashes and spaces of a title, at most 60. */
export function fileName(title: string): string {
  const clean = title
    .replace(/[^\p{L}\p{N} _-]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 60)
    .trim();
  return clean === '' ? 'session' : clean;
}

function leave(session: Session) {
  if (useUi.getState().session === session.id) showNewSession();
}
