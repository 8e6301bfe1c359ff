/** Which of the two lies over the window: the commands to choose from, or the list of keys. */
import { create } from 'zustand';

export interface PaletteView {
  open?: 'commands' | 'shortcuts';
  /** What had the focus before it opened. */
  from?: Element | null;
}

export const usePalette = create<PaletteView>()(() => ({}));

export function openPalette(open: 'commands' | 'shortcuts'): void {
  usePalette.setState({ open, from: document.activeElement });
}

export function closePalette(): void {
  usePalette.setState({ from: usePalette.getState().from ?? null }, true);
}
