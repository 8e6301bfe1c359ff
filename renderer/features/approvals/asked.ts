/** Whether a turn waits for a person, whatever was asked: a budget is asked about with no call in the turn. */
import { useSession } from '../../stores/session-store';

export const useIsAsked = (session: string, turn: string): boolean =>
  useSession(
    session,
    (view) => view.phase === 'ready' && view.state.approvals.some((one) => one.turn === turn),
  );
