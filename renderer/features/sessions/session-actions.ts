/** What a person does to a session: rename, archive and delete, both with undo, export. Failures are shown. */
import type { Session } from '../../../preload/contract/shapes';
import { oneLine } from '../../../preload/contract/text';
import { commandOrToast, desktopOrToast } from '../../stores/commands';
import { showNewSession, showSession, useUi } from '../../stores/ui-store';
import { announce } from '../../ui/announce';
import { toast } from '../../ui/toast';
import { loadArchived } from './archived-store';
import { titleOf } from './session-words';

/** A blank or unchanged title changes nothing. */
export async function renameSession(session: Session, title: string): Promise<void> {
  const clean = oneLine(title);
  if (clean === '' || clean === session.title) return;
  const done = await commandOrToast('session.rename', { session: session.id, title: clean });
  if (done && session.archived) await loadArchived();
}

/** How long a person is offered to take it back, ms. */
const undoMs = 10_000;

export async function archiveSession(session: Session): Promise<void> {
  if (!(await commandOrToast('session.archive', { session: session.id }))) return;
  const left = leave(session);
  toast({
    message: `Archived “${titleOf(session)}”.`,
    stayMs: undoMs,
    action: { label: 'Undo', undo: true, run: () => void restoreSession(session).then(left) },
  });
}

/** Out of the archive, back into the list. */
export async function restoreSession(session: Session): Promise<boolean> {
  const done = await commandOrToast('session.archive', { session: session.id, archived: false });
  if (done) announce(`Restored “${titleOf(session)}”`);
  return done !== undefined;
}

/** At once, without a question: Undo brings all of it back. */
export async function deleteSession(session: Session): Promise<void> {
  if (!(await commandOrToast('session.delete', { session: session.id }))) return;
  const left = leave(session);
  toast({
    message: `Deleted “${titleOf(session)}”.`,
    stayMs: undoMs,
    action: { label: 'Undo', undo: true, run: () => void undelete(session).then(left) },
  });
  if (session.archived) await loadArchived();
}

async function undelete(session: Session): Promise<boolean> {
  const done = await commandOrToast('session.restore', { session: session.id });
  if (done === undefined) return false;
  announce(`Restored “${titleOf(session)}”`);
  if (session.archived) await loadArchived();
  return true;
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

/** A session that is gone is not shown any more. Returns how to come back to it, for whoever has not gone on since. */
function leave(session: Session): (restored: boolean) => void {
  const shown = () => useUi.getState().session;
  if (shown() !== session.id) return () => {};
  showNewSession();
  return (restored) => {
    if (restored && shown() === undefined && useUi.getState().section === 'sessions')
      showSession(session.id);
  };
}
