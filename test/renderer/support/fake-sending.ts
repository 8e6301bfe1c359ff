/** What becomes of a message in the konsole in memory: it is queued, gives a new session its title, and begins. */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { SessionState } from '../../../preload/contract/session-state';
import type { Sees } from '../../../preload/contract/shapes';

export interface Sent {
  text: string;
  blobs?: string[];
  sees?: Sees;
  model?: string;
}

export function sentEvents(
  { turns, session }: SessionState,
  { text, blobs, sees, model }: Sent,
  turn: string,
  at: number,
): SessionEventBody[] {
  const named = turns.length === 0 && session.title === 'New session';
  const changed = {
    ...(named ? { title: text.slice(0, 120) } : {}),
    ...(model === undefined ? {} : { model }),
  };
  const along = { ...(blobs ? { blobs } : {}), ...(sees ? { sees } : {}) };
  const asked = model ?? session.model;
  return [
    ...(Object.keys(changed).length > 0
      ? [{ type: 'session.changed', at, session: changed } as const]
      : []),
    { type: 'turn.queued', at, turn, text, ...along },
    ...(session.turn
      ? []
      : [{ type: 'turn.started', at, turn, attempt: 1, model: asked } as const]),
  ];
}
