/** What the window shows at first: what it showed before a reload, else the latest main session, else a new one. */
import { useEffect } from 'react';
import { useIndex } from '../stores/index-store';
import { recall, showSession, useUi } from '../stores/ui-store';

export function useOpening(): void {
  const loaded = useIndex((view) => view.loaded);
  useEffect(() => {
    if (!loaded || recall(location.hash)) return;
    const ui = useUi.getState();
    if (ui.session !== undefined || ui.section !== 'sessions') return;
    const latest = useIndex.getState().sessions.find((session) => session.kind === 'main');
    if (latest) showSession(latest.id);
  }, [loaded]);
}
