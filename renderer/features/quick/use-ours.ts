/** What the followed session says of the conversation: that it is gone or a main session now, what came of a question. */
import { useEffect } from 'react';
import type { SessionState } from '../../../preload/contract/session-state';
import { useIndex } from '../../stores/index-store';
import type { SessionView } from '../../stores/session-store';
import { arrived, loseSession, useConversation } from './conversation';
import type { Asked } from './conversation';
import { useLeaving } from './leaving';
import { readSeeing, useSeeing } from './seeing';

/** A session that is no conversation of this window any more is left, and said to be. */
export function useOurs(session: string | undefined, { phase, state, message }: SessionView): void {
  const promoting = useLeaving((leaving) => leaving.promoting);
  // Before its first word nothing is known of it.
  const kind = phase === 'ready' && state.seq > 0 ? state.session.kind : undefined;
  useEffect(() => {
    if (phase === 'gone') {
      loseSession(message ?? 'This conversation was deleted.', true);
    } else if (kind === 'main' && promoting !== session) {
      loseSession('This conversation is a main session now.', false);
    }
  }, [kind, message, phase, promoting, session]);

  const unread = useSeeing((seeing) => seeing.unread);
  const indexed = useIndex((view) => view.loaded);
  const sees = state.turns.at(-1)?.sees;
  useEffect(() => {
    if (unread && indexed && kind !== undefined) readSeeing(sees, useIndex.getState().sessions);
  }, [indexed, kind, sees, unread]);
}

/** The question that the stream does not show yet. */
export function useOnItsWay({ turns, queue }: SessionState): Asked | undefined {
  const asked = useConversation((conversation) => conversation.asked);
  const known = new Set([...turns.map((turn) => turn.id), ...queue.map((entry) => entry.turn)]);
  const shown = asked?.turn !== undefined && known.has(asked.turn) ? asked.turn : undefined;
  useEffect(() => {
    if (shown !== undefined) arrived(shown);
  }, [shown]);
  return shown === undefined ? asked : undefined;
}
