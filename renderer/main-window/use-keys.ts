/** The main window's own keys: Ctrl/Cmd+N new session, Ctrl/Cmd+comma settings. */
import { useEffect } from 'react';
import { showNewSession, showSection } from '../stores/ui-store';

export function useKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      const run = keys[event.key.toLowerCase()];
      if (!run) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

const keys: Record<string, (() => void) | undefined> = {
  n: showNewSession,
  ',': () => showSection('settings'),
};
