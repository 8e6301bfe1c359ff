/** What a running answer waits for, and for how long: never silence without its age. */
import { Clock, RotateCw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Turn } from '../../../preload/contract/shapes';
import { seconds } from '../../ui/format';
import { useNow } from '../../ui/use-now';
import { useOnThisComputer } from '../settings/use-on-this-computer';
import { silenceSince, stillWords } from '../transcript/silence-words';
import { waits } from '../transcript/tool-words';

export interface WaitingLineProps {
  turn: Turn;
  stopKeys: string;
}

export function WaitingLine({ turn, stopKeys }: WaitingLineProps) {
  const now = useNow(true, 1000);
  const { retry, stall, clock } = turn;
  // A silence that was noticed after the retry began is the newer fact.
  if (retry && !(stall && stall.at >= retry.until)) {
    const left = Math.max(0, Math.ceil((retry.until - Math.max(now, clock?.at ?? 0)) / 1000));
    const reason = retry.reason.trim().replace(/[.!?]?$/, '.');
    return (
      <Line icon={<RotateCw size={14} aria-hidden />}>
        {reason} {left > 0 ? `Trying again in ${left} s` : 'Trying again now'} (attempt{' '}
        {retry.attempt})
      </Line>
    );
  }
  if (stall) {
    return <Silent turn={turn} stall={stall} now={now} stopKeys={stopKeys} />;
  }
  // What it waits for then is a person, whose answers stand below.
  if (turn.blocks.some(waits) || (clock?.approvals ?? 0) > 0) return null;
  const busy = turn.blocks.some((block) => !block.closed && block.kind !== 'output');
  if (busy || !clock) return null;
  const waited = now - clock.at;
  return (
    <Line icon={<Clock size={14} aria-hidden />}>
      {clock.phase === 'first' ? 'Waiting for the first word' : 'Waiting for the model'}
      {waited >= 1000 && <span className="num"> · {seconds(waited)}</span>}
    </Line>
  );
}

interface SilentProps extends WaitingLineProps {
  stall: NonNullable<Turn['stall']>;
  now: number;
}

function Silent({ turn, stall, now, stopKeys }: SilentProps) {
  const here = useOnThisComputer(turn.model);
  const still = stillWords({ here, first: turn.blocks.length === 0 });
  return (
    <Line icon={<Clock size={14} aria-hidden />}>
      {silenceSince(stall, now)}. {still}; {stopKeys} stops it.
    </Line>
  );
}

export function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <p className="flex items-start gap-2.5 text-ink-3">
      <span className="mt-[3px] shrink-0">{icon}</span>
      <span className="min-w-0 break-words">{children}</span>
    </p>
  );
}
