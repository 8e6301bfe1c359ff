/** Above one of two answers: whose it is, what it took, and what can be made of it. It stays while the window scrolls. */
import { Square } from 'lucide-react';
import type { Turn } from '../../../preload/contract/shapes';
import { useSettings } from '../../stores/settings-store';
import { Button } from '../../ui/button';
import { StatusDot } from '../../ui/status-dot';
import { modelLabel } from '../settings/model-groups';
import { focusQuestion } from './conversation';
import { factsOf } from './facts';
import { openChat, useLeaving } from './leaving';
import { answerToMake, makeOrOpen } from './make-kontask';

export interface ColumnHeadProps {
  model: string;
  label: string;
  session: string | undefined;
  turns: readonly Turn[];
  stop: () => void;
  stopping: boolean;
  /** Asks it alone from now on; absent where there is nothing to go on with. */
  onKeep: (() => void) | undefined;
}

export function ColumnHead(props: ColumnHeadProps) {
  const { model, label, session, turns, stop, stopping, onKeep } = props;
  const promoting = useLeaving((state) => state.promoting !== undefined);
  const models = useSettings((state) => state.models);
  const last = turns.at(-1);
  // What another model took is not told as this one's.
  const by = last?.moved && last.model ? [`by ${modelLabel(last.model, models)}`] : [];
  const facts = [...by, factsOf(last)].filter(Boolean).join(' · ');
  return (
    <header className="sticky top-0 z-10 border-b border-line-soft bg-panel px-5 pt-3 pb-1.5 text-small text-ink-3">
      <p className="flex flex-wrap items-center gap-x-2">
        <span className="flex max-w-full min-w-0 items-center gap-2" title={model}>
          <StatusDot tone="quick" />
          <span className="min-w-0 truncate font-semibold text-ink">{label}</span>
        </span>
        {facts !== '' && <span className="num ml-auto">{facts}</span>}
      </p>
      <div className="mt-0.5 -ml-1.5 flex min-h-7 flex-wrap gap-x-1">
        {last?.status === 'running' && (
          <Button
            size="small"
            tone="quiet"
            icon={<Square size={10} fill="currentColor" aria-hidden />}
            aria-label={`Stop ${label}`}
            disabled={stopping}
            onClick={() => {
              stop();
              // Its button goes with what it stops.
              focusQuestion();
            }}
            className="px-1.5"
          >
            Stop
          </Button>
        )}
        {answerToMake(turns) && (
          <Button
            size="small"
            tone="quiet"
            aria-label={`Make kontask of ${label}`}
            onClick={() => void makeOrOpen(session, turns)}
            className="px-1.5"
          >
            Make kontask
          </Button>
        )}
        {session !== undefined && (
          <Button
            size="small"
            tone="quiet"
            aria-label={`Open as session: ${label}`}
            disabled={promoting}
            onClick={() => void openChat(session)}
            className="px-1.5"
          >
            Open as session
          </Button>
        )}
        {onKeep && (
          <Button
            size="small"
            tone="quiet"
            aria-label={`Keep this one: ${label}`}
            title="Goes on with this one alone. The other answer stays among the earlier conversations."
            onClick={onKeep}
            className="px-1.5"
          >
            Keep this
          </Button>
        )}
      </div>
    </header>
  );
}
