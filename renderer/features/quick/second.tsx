/** The second of two answers that are compared: beside the first, or below it where the window is narrow. */
import { CircleAlert } from 'lucide-react';
import { usePlaceInLine } from '../../stores/pool-store';
import { Button } from '../../ui/button';
import { busyWords } from '../diagnostics/pool-words';
import { Question } from './answer';
import { ColumnHead } from './column-head';
import { askLost, useCompare } from './compare';
import { Exchanges } from './exchanges';
import type { SecondView } from './use-second';

export function Second({ second, stopKeys }: { second: SecondView; stopKeys: string }) {
  const { label, session, chat, onItsWay, actions, running } = second;
  const { turns, queue } = chat.state;
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
      <Exchanges
        session={session}
        state={chat.state}
        actions={actions}
        stopKeys={stopKeys}
        others={false}
        waits={running ? 'Asked after this answer.' : <WaitsForHost session={session ?? ''} />}
        onItsWay={onItsWay}
      />
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
