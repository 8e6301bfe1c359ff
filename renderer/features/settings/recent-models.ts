/** Models that were chosen lately in this window, newest first. Forgotten with the window. */
import { create } from 'zustand';

const kept = 5;

export const useRecent = create<{ recent: readonly string[] }>()(() => ({ recent: [] }));

export function noteRecent(model: string): void {
  useRecent.setState(({ recent }) => ({
    recent: [model, ...recent.filter((one) => one !== model)].slice(0, kept),
  }));
}
