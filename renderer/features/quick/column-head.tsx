/** Above one of two answers: whose it is, how fast it began and ended, and what can be made of it. */
import type { Turn } from '../../../preload/contract/shapes';
import { Button } from '../../ui/button';
import { duration } from '../../ui/format';
import { StatusDot } from '../../ui/status-dot';
import { openChat, useLeaving } from './leaving';
import { answerToMake, makeOrOpen } from './make-kontask';

export interface ColumnHeadProps {
  label: string;
  session: string | undefined;
  turns: readonly Turn[];
}

export function ColumnHead({ label, session, turns }: ColumnHeadProps) {
  const promoting = useLeaving((state) => state.promoting !== undefined);
  return (
    <header className="space-y-0.5 border-b border-line-soft pb-1.5 text-small text-ink-3">
      <p className="flex items-center gap-2">
        <StatusDot tone="quick" />
        <span className="min-w-0 truncate font-semibold text-ink">{label}</span>
        <span className="num ml-auto shrink-0">{timesOf(turns.at(-1))}</span>
      </p>
      <p className="-ml-1.5 flex min-h-6 gap-1">
        {answerToMake(turns) && (
          <Button
            size="small"
            tone="quiet"
            aria-label={`Make kontask of ${label}`}
            onClick={() => void makeOrOpen(session, turns)}
            className="h-6 px-1.5"
          >
            Make kontask
          </Button>
        )}
        {session !== undefined && (
          <Button
            size="small"
            tone="quiet"
            aria-label={`Open ${label} as session`}
            disabled={promoting}
            onClick={() => void openChat(session)}
            className="h-6 px-1.5"
          >
            Open as session
          </Button>
        )}
      </p>
    </header>
  );
}

/** "first 0.38 s · total 4.1 s": what is known of it by now. */
export function timesOf(turn: Turn | undefined): string {
  if (!turn) return '';
  const first = turn.timing?.ttfeMs ?? turn.clock?.spent.first;
  const began = first !== undefined && turn.blocks.length > 0;
  return [
    ...(began ? [`first ${(first / 1000).toFixed(2)} s`] : []),
    // What failed at once has no time worth telling.
    ...(turn.timing && turn.timing.totalMs >= 100
      ? [`total ${duration(turn.timing.totalMs)}`]
      : []),
  ].join(' · ');
}
