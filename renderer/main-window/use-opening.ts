/**
 * What the window shows at first: what it showed before a reload, else the latest main session, else a new one.
 * The page is typable before the sessions are known: whoever began to write or went somewhere stays there.
 */
import { useEffect } from 'react';
import { useIndex } from '../stores/index-store';
import { draftOf, recall, showSession } from '../stores/ui-store';

export function useOpening(): void {
  const loaded = useIndex((view) => view.loaded);
  useEffect(() => {
    if (!loaded || recall(location.hash)) return;
    if (location.hash !== '' || draftOf('').text !== '' || draftOf('').pasted.length > 0) return;
    const latest = useIndex.getState().sessions.find((session) => session.kind === 'main');
    if (latest) showSession(latest.id);
  }, [loaded]);
}
