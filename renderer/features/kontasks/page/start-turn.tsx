/** A kontask that is meant for an agent becomes a turn: its brief is shown, and the turn is followed while it works. */
import { Play } from 'lucide-react';
import { useState } from 'react';
import type { Kontask } from '../../../../preload/contract/shapes';
import { commandOrToast, newCommandId } from '../../../stores/commands';
import { loadKontask } from '../../../stores/kontask-store';
import { announce } from '../../../ui/announce';
import { Button } from '../../../ui/button';
import { LiveTurn } from './live-turn';
import { box } from './region';
import { useTurn } from './use-turn';

export interface StartTurnProps {
  kontask: Kontask;
  session: string | undefined;
}

export function StartTurn({ kontask, session }: StartTurnProps) {
  const { status, requestId } = kontask;
  if (status === 'in_progress' && session !== undefined && requestId !== undefined)
    return <Working kontask={kontask} session={session} turn={requestId} />;
  return canStart(kontask) ? <Start kontask={kontask} /> : null;
}

/** What waits for nobody else. */
export const canStart = ({ status }: Kontask): boolean =>
  status === 'pending' || status === 'failed' || status === 'cancelled' || status === 'in_progress';

interface WorkingProps {
  kontask: Kontask;
  session: string;
  turn: string;
}

/** Once its turn ended and nobody took it further, it can be started again. */
function Working({ kontask, session, turn }: WorkingProps) {
  const followed = useTurn(session, turn);
  const ended =
    followed.phase === 'gone' ||
    (followed.turn !== undefined && followed.turn.status !== 'running');
  return (
    <div className="mb-3">
      <LiveTurn session={session} turn={turn} />
      {ended && !kontask.context?.chosen && <Start kontask={kontask} />}
    </div>
  );
}

function Start({ kontask }: { kontask: Kontask }) {
  const [commandId, setCommandId] = useState(newCommandId);
  const [going, setGoing] = useState(false);
  const start = async () => {
    if (going) return;
    setGoing(true);
    const went = await commandOrToast('kontask.start', { id: kontask.id, commandId });
    if (went) announce('Started');
    // Whatever came of it, the next start is another one.
    setCommandId(newCommandId());
    await loadKontask();
    setGoing(false);
  };
  const along = alongWith(kontask);
  return (
    <div className="mb-3 space-y-2.5">
      <div className="flex flex-wrap items-center gap-3">
        <Button
          tone={kontask.context?.choices?.some(({ primary }) => primary) ? 'plain' : 'primary'}
          icon={<Play size={14} aria-hidden />}
          aria-disabled={going}
          onClick={() => void start()}
        >
          Start
        </Button>
        <span className="min-w-0 text-small break-words text-ink-3">
          Begins a new session for {kontask.targetUser} with this brief:
        </span>
      </div>
      <div
        role="group"
        aria-label="Brief"
        tabIndex={0}
        dir="auto"
        className={`${box} max-h-[180px] overflow-auto break-words whitespace-pre-wrap text-ink-2`}
      >
        {kontask.title}
        {kontask.description && `\n\n${kontask.description}`}
        {along && <span className="text-ink-3">{`\n\nkontask.md goes along: ${along}.`}</span>}
      </div>
    </div>
  );
}

function alongWith({ context }: Kontask): string {
  return [
    ...(context?.output ? ['its output'] : []),
    ...(context?.choices && context.choices.length > 0 ? ['its choices'] : []),
  ].join(' and ');
}
