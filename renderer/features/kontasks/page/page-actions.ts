/** What is done to the kontask whose page is open, from its header and from the palette: way back, delete, layout. */
import { create } from 'zustand';
import type { Kontask } from '../../../../preload/contract/shapes';
import { oneLine, cutText } from '../../../../preload/contract/text';
import { commandOrToast } from '../../../stores/commands';
import { restoreKontask, useKontask } from '../../../stores/kontask-store';
import { showKontask, showKontasks, showSession, useUi } from '../../../stores/ui-store';
import { announce } from '../../../ui/announce';
import { toast } from '../../../ui/toast';

/** The kontask whose layout is being edited. */
export const useLayoutEditing = create<{ kontask?: string }>()(() => ({}));

export const editLayout = (kontask: string): void => useLayoutEditing.setState({ kontask });
export const endLayout = (): void => useLayoutEditing.setState({}, true);

/** The kontask in front; absent elsewhere, and while it is loading or gone. */
export function shownKontask(): Kontask | undefined {
  const { section, kontask } = useUi.getState();
  const { view } = useKontask.getState();
  return section === 'kontasks' && view?.id === kontask && view?.phase === 'ready'
    ? view.shown
    : undefined;
}

/** To the session that a person came from, or to all kontasks. */
export function goBack(): void {
  const { cameFrom } = useUi.getState();
  if (cameFrom) showSession(cameFrom.session);
  else showKontasks();
}

/** How long a person is offered to take it back, ms. */
const undoMs = 10_000;

/** At once, without a question: Undo brings all of it back. */
export async function deleteKontask(kontask: Kontask): Promise<void> {
  const { id } = kontask;
  if (!(await commandOrToast('kontask.delete', { id }))) return;
  const title = cutText(oneLine(kontask.title), 80);
  const shown = useUi.getState().kontask === id;
  if (shown) goBack();
  const restore = async () => {
    if (!(await restoreKontask(id))) return;
    announce(`Restored “${title}”`);
    if (shown && useUi.getState().section === 'kontasks') showKontask(id);
  };
  toast({
    message: `Deleted “${title}”.`,
    stayMs: undoMs,
    action: { label: 'Undo', undo: true, run: () => void restore() },
  });
}
