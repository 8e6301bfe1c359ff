/** The second of two answers that are compared: beside the first, or below it where the window is narrow. */
import { CircleAlert, Hourglass } from 'lucide-react';
import { usePlaceInLine } from '../../stores/pool-store';
import { Button } from '../../ui/button';
import { ApprovalCard } from '../approvals/approval-card';
import { busyWords } from '../diagnostics/pool-words';
import { Answer, Question } from './answer';
import { ColumnHead } from './column-head';
import { askLost, useCompare } from './compare';
import { focusQuestion } from './conversation';
import type { SecondView } from './use-second';
import { Line } from './waiting-line';

export function Second({ second, stopKeys }: { second: SecondView; stopKeys: string }) {
  const { label, session, chat, onItsWay, actions, running } = second;
  const { turns, queue, approvals, paused } = chat.state;
  const lost = useCompare((state) => state.lost);
  const empty = turns.length === 0 && queue.length === 0 && !onItsWay && !lost;
  return (
    <div
      role="log"
      aria-label={`Answer of ${label}`}
      aria-live="off"
      className="min-w-0 space-y-6 px-5 py-4"
    >
      <ColumnHead label={label} session={session} turns={turns} />
      {empty && <p className="text-ink-3">It is asked with your next question.</p>}
      {turns.map((turn, at) => (
        <Answer
          key={turn.id}
          session={session ?? ''}
          turn={turn}
          number={at + 1}
          last={at === turns.length - 1 && queue.length === 0}
          actions={actions}
          others={false}
          stopKeys={stopKeys}
        />
      ))}
      {approvals.map((approval) => (
        <ApprovalCard
          key={approval.id}
          approval={approval}
          lane="quick"
          onAnswered={focusQuestion}
        />
      ))}
      {queue.map((entry) => (
        <div key={entry.turn} className="space-y-2">
          <Question text={entry.text} />
          <Line icon={<Hourglass size={14} aria-hidden />}>
            {paused ? (
              'Waits: the last answer was stopped.'
            ) : running ? (
              'Asked after this answer.'
            ) : (
              <WaitsForHost session={session ?? ''} />
            )}
          </Line>
        </div>
      ))}
      {onItsWay && <Question text={onItsWay.text} />}
      {lost && (
        <div className="space-y-2">
          <Question text={lost.question.text} />
          <p role="alert" className="flex items-start gap-2 text-bad">
            <CircleAlert size={15} aria-hidden className="mt-[3px] shrink-0" />
            <span className="min-w-0 break-words">{lost.why}</span>
          </p>
          <Button size="small" onClick={() => void askLost()}>
            Ask it again
          </Button>
        </div>
      )}
    </div>
  );
}

/** Two questions at once are more than the lane may have processes for. */
function WaitsForHost({ session }: { session: string }) {
  const where = usePlaceInLine(session);
  const why = where ? ` (${busyWords(where)})` : '';
  return <>Waits for a free process{why}. It starts by itself.</>;
}
