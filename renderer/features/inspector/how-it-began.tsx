/** How a turn began: how long until the provider's first event, on a warm host or a cold one, and who was asked before. */
import type { Timing, Turn, TurnStart } from '../../../preload/contract/shapes';
import { duration } from '../../ui/format';
import { movesOf } from '../transcript/moves';

const meaning: Record<TurnStart, string> = {
  warm: 'Its process was up and connected for this provider, key and model before the turn came.',
  cold: 'Its process had to be started, or to connect for this provider, key and model, first.',
};

/** Whether the provider said anything: without it the time of the first part is a time without an answer. */
function heard(turn: Turn): boolean {
  if (turn.clock) return turn.clock.phase !== 'first';
  return turn.blocks.length > 0;
}

export function HowItBegan({ turn, timing }: { turn: Turn; timing: Timing | undefined }) {
  const { start } = turn;
  const moves = movesOf(turn);
  if (start === undefined && moves.length === 0) return null;
  const after = timing && heard(turn) ? `first event after ${duration(timing.ttfeMs)}` : undefined;
  return (
    <div className="mt-2 space-y-0.5 text-small text-ink-3">
      {start && (
        <p className="num" title={meaning[start]}>
          {[`${start} start`, after].filter(Boolean).join(' · ')}
        </p>
      )}
      {moves.map((words) => (
        <p key={words} className="break-words">
          {words}
        </p>
      ))}
    </div>
  );
}
