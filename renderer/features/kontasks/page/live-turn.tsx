/** A turn that works for a kontask, followed live: how long, how many tools, where the time goes, and the way to it. */
import { ArrowRight } from 'lucide-react';
import type { Turn } from '../../../../preload/contract/shapes';
import { jumpTo } from '../../../stores/jump-store';
import { Button } from '../../../ui/button';
import { duration, plural } from '../../../ui/format';
import { StatusDot } from '../../../ui/status-dot';
import type { DotTone } from '../../../ui/status-dot';
import { partsOf } from '../../inspector/parts';
import { PartsBar, useTiming } from '../../inspector/time-bar';
import { titleOf } from '../../sessions/session-words';
import { useTurn } from './use-turn';

const words: Record<Turn['status'], string> = {
  queued: 'Waits in line',
  running: 'Working',
  completed: 'Done',
  failed: 'Failed',
  interrupted: 'Stopped',
  refused: 'Refused',
};

const tones: Record<Turn['status'], DotTone> = {
  queued: 'off',
  running: 'main',
  completed: 'ok',
  failed: 'bad',
  interrupted: 'off',
  refused: 'bad',
};

export function LiveTurn({ session, turn: id }: { session: string; turn: string }) {
  const { phase, turn, title } = useTurn(session, id);
  const timing = useTiming(turn);
  if (phase === 'loading') return null;
  if (phase === 'gone')
    return <p className="text-small text-ink-3">The session it went to is gone.</p>;
  return (
    <div className="space-y-2">
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-ink-2">
        {turn && <StatusDot tone={tones[turn.status]} />}
        <span>{turn ? words[turn.status] : phase === 'waiting' ? 'Waits in line' : 'Ended'}</span>
        {timing && (
          <span className="num text-ink-3">
            {duration(timing.totalMs)} · {plural(timing.toolCallCount, 'tool')}
          </span>
        )}
        <Button
          size="small"
          tone="quiet"
          className="max-w-full"
          onClick={() => jumpTo(session, { turn: id })}
        >
          <span className="truncate">Open the turn in “{titleOf({ title })}”</span>
          <ArrowRight size={13} aria-hidden className="shrink-0" />
        </Button>
      </p>
      {timing && turn?.status === 'running' && <PartsBar parts={partsOf(timing)} />}
    </div>
  );
}
