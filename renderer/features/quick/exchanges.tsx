/** A conversation of the quick window, one question and answer after the other, with what waits to be asked. */
import { Hourglass } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SessionView } from '../../stores/session-store';
import { ApprovalCard } from '../approvals/approval-card';
import type { TurnActions } from '../transcript/turn-actions';
import { Answer, Question } from './answer';
import type { AnswerProps } from './answer';
import { focusQuestion } from './conversation';
import type { Asked } from './conversation';
import { Line } from './waiting-line';

export interface ExchangesProps {
  session: string | undefined;
  state: SessionView['state'];
  actions: TurnActions;
  stopKeys: string;
  column?: AnswerProps['column'];
  /** Why a question that no stop left behind is not asked yet. */
  waits: ReactNode;
  /** The question that the stream does not show yet. */
  onItsWay: Asked | undefined;
}

export function Exchanges(props: ExchangesProps) {
  const { session, state, actions, stopKeys, column, waits, onItsWay } = props;
  const { turns, queue, approvals, paused } = state;
  return (
    <>
      {turns.map((turn, at) => (
        <Answer
          key={turn.id}
          session={session ?? ''}
          turn={turn}
          number={at + 1}
          last={at === turns.length - 1 && queue.length === 0}
          actions={actions}
          column={column}
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
            {paused ? 'Waits: the last answer was stopped.' : waits}
          </Line>
        </div>
      ))}
      {onItsWay && <Question text={onItsWay.text} />}
    </>
  );
}
