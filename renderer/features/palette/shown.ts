/** The session in front and what can be done to it now, read when an action is asked for. */
import type { Session, Turn } from '../../../preload/contract/shapes';
import { sessionStore } from '../../stores/session-store';
import { useUi } from '../../stores/ui-store';

/** Absent on a new session, in another section, and while it is loading. */
export function shownSession(): Session | undefined {
  const { section, session } = useUi.getState();
  if (section !== 'sessions' || session === undefined) return undefined;
  const view = sessionStore(session).getState();
  return view.phase === 'ready' ? view.state.session : undefined;
}

export function lastTurn(): Turn | undefined {
  const session = shownSession();
  return session && sessionStore(session.id).getState().state.turns.at(-1);
}

/** What the newest turn that said something said. */
export function lastAnswer(): string | undefined {
  const session = shownSession();
  if (!session) return undefined;
  const { turns } = sessionStore(session.id).getState().state;
  return turns.map(answerOf).findLast((answer) => answer !== '');
}

function answerOf(turn: Turn): string {
  return turn.blocks
    .filter((block) => block.kind === 'text' && block.status !== 'abandoned')
    .map((block) => block.text)
    .join('\n\n');
}

/** The one that has waited longest; its card stands first. Absent where none waits. */
export function waitingApproval(): string | undefined {
  const session = shownSession();
  return session && sessionStore(session.id).getState().state.approvals[0]?.id;
}

/** It was cut off and nothing runs: it can go on. */
export function canResume(): boolean {
  const turn = lastTurn();
  const running = shownSession()?.turn !== undefined;
  return !running && (turn?.status === 'interrupted' || turn?.status === 'failed');
}
