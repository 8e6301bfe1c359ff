/** Where an answer to a kontask goes, as a person is told before it does. Pure. */
import type { Kontask, Session } from '../../../../preload/contract/shapes';
import { cutText } from '../../../../preload/contract/text';
import { titleOf } from '../../sessions/session-words';

/**
 * The session of the turn that asked, unless it is gone, archived, or works on another turn: then a new one. `session`:
 * as the list has it.
 */
export function whereItGoes(kontask: Kontask, session: Session | undefined): string {
  const asked = kontask.requestId ?? kontask.context?.requestId;
  const takes =
    session && !session.archived && (session.turn === undefined || session.turn === asked);
  return takes
    ? `the session that asked: ${cutText(titleOf(session), 80)}`
    : 'a new session, with this kontask as its context';
}
