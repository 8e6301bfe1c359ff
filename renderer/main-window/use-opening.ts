/**
 * What the window shows at first: what it showed before a reload, else the latest main session, else a new one.
 * The page is typable before the sessions are known: whoever began to write or went somewhere stays there.
 */
import { useEffect } from 'react';
import { draftOf, draftSettled, isEmptyDraft } from '../stores/draft-store';
import { useIndex } from '../stores/index-store';
import { recall, showSession } from '../stores/ui-store';

export function useOpening(): void {
  const loaded = useIndex((view) => view.loaded);
  useEffect(() => {
    if (!loaded || recall(location.hash)) return;
    let gone = false;
    // What was begun for a new session before a restart is what the person comes back to.
    void draftSettled('').then(() => {
      if (gone || location.hash !== '' || !isEmptyDraft(draftOf(''))) return;
      const latest = useIndex.getState().sessions.find((session) => session.kind === 'main');
      if (latest) showSession(latest.id);
    });
    return () => {
      gone = true;
    };
  }, [loaded]);
}
