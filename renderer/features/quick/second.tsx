/** The second of two answers that are compared: beside the first, or below it where the window is narrow. */
import { CircleAlert } from 'lucide-react';
import { recordsModel } from '../../../preload/contract/records';
import type { Turn } from '../../../preload/contract/shapes';
import { usePlaceInLine } from '../../stores/pool-store';
import { Button } from '../../ui/button';
import { busyWords } from '../diagnostics/pool-words';
import { Question } from './answer';
import { Column } from './column';
import { askLost, askSecond, useCompare } from './compare';
import { focusQuestion, keepSecond } from './conversation';
import { Exchanges } from './exchanges';
import type { SecondView } from './use-second';

export interface SecondProps {
  second: SecondView;
  /** The newest question of the first, which can be asked this one too. */
  newest: Turn | undefined;
  stopKeys: string;
}

export function Second({ second, newest, stopKeys }: SecondProps) {
  const { model, label, session, chat, onItsWay, actions, running, stop, stopping } = second;
  const { turns, queue } = chat.state;
  const lost = useCompare((state) => state.lost);
  const empty = turns.length === 0 && queue.length === 0 && !onItsWay && !lost;
  return (
    <Column
      {...{ model, label, session, turns, stop, stopping }}
      // What is not written down yet would be lost.
      onKeep={session === undefined || onItsWay || lost ? undefined : keepSecond}
    >
      {empty && <NotAsked label={label} newest={newest} />}
      <Exchanges
        session={session}
        state={chat.state}
        actions={actions}
        stopKeys={stopKeys}
        column="second"
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
    </Column>
  );
}

/** It was taken in while the first had answered already. */
function NotAsked({ label, newest }: { label: string; newest: Turn | undefined }) {
  const canAsk = newest && !newest.cut && newest.text !== '' && newest.model !== recordsModel;
  return (
    <div className="space-y-2">
      <p className="text-ink-3">
        It is asked with your next question, and knows nothing of what was said before.
      </p>
      {canAsk && (
        <Button
          size="small"
          aria-label={`Ask ${label} the last question now`}
          onClick={() => {
            void askSecond({ text: newest.text, blobs: newest.blobs, sees: newest.sees });
            // Its button goes with what it asks.
            focusQuestion();
          }}
        >
          Ask the last question now
        </Button>
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
