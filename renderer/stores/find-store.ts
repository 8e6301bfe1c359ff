/** Whether the find bar of the session in sight is open. Its own state lives in the transcript. */
import { create } from 'zustand';

/** `asked` grows each time a person asks for it. */
export const useFindBar = create<{ open: boolean; asked: number }>()(() => ({
  open: false,
  asked: 0,
}));

/** Where the focus was: whoever closes the bar goes on there. */
let cameFrom: Element | null = null;

/** Opens "Find in session", or puts the focus into it when it is open. */
export function openFind(): void {
  const { open, asked } = useFindBar.getState();
  if (!open) cameFrom = document.activeElement;
  useFindBar.setState({ open: true, asked: asked + 1 });
}

export function closeFind(): void {
  useFindBar.setState({ open: false });
  if (cameFrom instanceof HTMLElement && cameFrom.isConnected) cameFrom.focus();
  cameFrom = null;
}
