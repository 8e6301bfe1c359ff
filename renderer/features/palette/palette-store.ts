/** Which of the two lies over the window: the commands to choose from, or the list of keys. */
import { create } from 'zustand';

export const usePalette = create<{ open?: 'commands' | 'shortcuts' }>()(() => ({}));

export function openPalette(open: 'commands' | 'shortcuts'): void {
  usePalette.setState({ open });
}

export function closePalette(): void {
  usePalette.setState({}, true);
}
