/** One question and its answer: who was asked, steps in single lines, prose as it streams, and how it ended. */
import { Database, Shuffle } from 'lucide-react';
import { memo, useMemo } from 'react';
import { recordsLabel, recordsModel } from '../../../preload/contract/records';
import type { Turn } from '../../../preload/contract/shapes';
import { useSettings } from '../../stores/settings-store';
import { Chip } from '../../ui/chip';
import { Markdown } from '../markdown/markdown';
import { itemsOf } from '../transcript/group';
import type { Item } from '../transcript/group';
import type { TurnActions } from '../transcript/turn-actions';
import { Ending } from '../transcript/turn-notes';
import { AnswerActions } from './answer-actions';
import { factsOf } from './facts';
import { movesOf } from './moves';
import { withoutMark } from './slash';
import { StepLine } from './step-line';
import { Line, WaitingLine } from './waiting-line';

export interface AnswerProps {
  session: string;
  turn: Turn;
  /** From 1, in the order of the conversation. */
  number: number;
  last: boolean;
  actions: TurnActions;
  /** One of two that are compared; the window's keys mean the first of them. */
  column?: 'first' | 'second' | undefined;
  stopKeys: string;
}

export const Answer = memo(function Answer(props: AnswerProps) {
  const { session, turn, number, last, actions, column, stopKeys } = props;
  const live = turn.status === 'running';
  const recorded = turn.model === recordsModel;
  const items = useMemo(() => itemsOf(turn.blocks, turn.steered), [turn.blocks, turn.steered]);
  return (
    <article aria-label={`Turn ${number}`} className="space-y-3">
      <Question text={turn.text} files={turn.files} />
      {recorded && (
        <Chip>
          <Database size={12} aria-hidden />
          <span role="status">{recordsLabel}</span>
        </Chip>
      )}
      {turn.moved && <Moved turn={turn} />}
      {items.map((item) => (
        <Part key={item.key} item={item} live={live} recorded={recorded} />
      ))}
      {live ? (
        <WaitingLine turn={turn} stopKeys={stopKeys} />
      ) : (
        <>
          <Ending turn={turn} last={last} actions={actions} />
          <AnswerActions
            session={session}
            turn={turn}
            keyed={last && column !== 'second'}
            elsewhere={actions.elsewhere}
            // Of the newest one they stand above its column.
            facts={column === undefined || last ? '' : factsOf(turn)}
          />
        </>
      )}
    </article>
  );
});

/** A question longer than this is cut here; the whole went to the model. UTF-16 units. */
const longQuestion = 600;

export function Question({ text, files = [] }: { text: string; files?: Turn['files'] }) {
  const long = text.length > longQuestion;
  return (
    <>
      <h2 className="text-title font-semibold break-words whitespace-pre-wrap text-ink">
        {long ? `${text.slice(0, longQuestion)}…` : text}
      </h2>
      {files.length > 0 && (
        <p className="truncate text-small text-ink-3">
          With {files.map((file) => file.name).join(', ')}
        </p>
      )}
    </>
  );
}

/** Which models did not answer, and who was asked instead. */
function Moved({ turn }: { turn: Turn }) {
  const models = useSettings((state) => state.models);
  return movesOf(turn, models).map((sentence) => (
    <Line key={sentence} icon={<Shuffle size={14} aria-hidden />}>
      {sentence}
    </Line>
  ));
}

interface PartProps {
  item: Item;
  live: boolean;
  recorded: boolean;
}

function Part({ item, live, recorded }: PartProps) {
  switch (item.kind) {
    case 'steps':
      return (
        <ul aria-label="Steps" className="space-y-1.5">
          {item.steps.map(({ block, output }) => (
            <StepLine key={block.id} block={block} output={output} live={live} />
          ))}
        </ul>
      );
    case 'text': {
      const { text, closed } = item.block;
      return <Markdown text={recorded ? withoutMark(text) : text} streaming={live && !closed} />;
    }
    case 'steer':
      return <Question text={item.text} />;
    case 'abandoned':
      return <p className="text-ink-3">The connection broke off and it was asked again.</p>;
  }
}
