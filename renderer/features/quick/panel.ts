/** Which menu of the quick window is open, one at a time, and which answer was copied a moment ago. */
import { create } from 'zustand';
import type { Turn } from '../../../preload/contract/shapes';
import { announce } from '../../ui/announce';
import { copyTurn } from '../transcript/copy-turn';

/** `again:` is followed by the turn whose question is to be asked once more. */
export type PanelName = 'add' | 'earlier' | 'model' | 'compare' | `again:${string}`;

export interface PanelView {
  open?: PanelName;
  /** Its answer was just copied. */
  copied?: string;
}

export const usePanel = create<PanelView>()(() => ({}));

export function openPanel(open: PanelName): void {
  usePanel.setState({ open });
}

export function closePanel(): void {
  usePanel.setState(({ open: _open, ...rest }) => rest, true);
}

export function togglePanel(name: PanelName): void {
  if (usePanel.getState().open === name) closePanel();
  else openPanel(name);
}

/** How long a copied answer shows that it was, ms. */
const copiedMs = 2_000;
let timer: ReturnType<typeof setTimeout> | undefined;

export async function copyAnswer(session: string, turn: Turn): Promise<void> {
  if (!(await copyTurn(session, turn, 'answer'))) return;
  announce('Answer copied');
  usePanel.setState({ copied: turn.id });
  clearTimeout(timer);
  timer = setTimeout(
    () => usePanel.setState(({ copied: _copied, ...rest }) => rest, true),
    copiedMs,
  );
}
