/** Whether the find bar of the session in sight is open. Its own state lives in the transcript. */
import { create } from 'zustand';

export const useFindBar = create<{ open: boolean; asked: number }>()(() => ({
  open: false,
  asked: 0,
}));

/** Opens "Find in session", or puts the focus into it when it is open. */
export function openFind(): void {
  useFindBar.setState(({ asked }) => ({ open: true, asked: asked + 1 }));
}

export function closeFind(): void {
  useFindBar.setState({ open: false });
}
