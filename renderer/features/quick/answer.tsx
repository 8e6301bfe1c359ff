/** One question and its answer: steps in single lines, prose as it streams, and how it ended if not well. */
import { memo, useMemo } from 'react';
import type { Turn } from '../../../preload/contract/shapes';
import { Markdown } from '../markdown/markdown';
import { itemsOf } from '../transcript/group';
import type { Item } from '../transcript/group';
import type { TurnActions } from '../transcript/turn-actions';
import { Ending } from '../transcript/turn-notes';
import { StepLine } from './step-line';
import { WaitingLine } from './waiting-line';

export interface AnswerProps {
  turn: Turn;
  /** From 1, in the order of the conversation. */
  number: number;
  last: boolean;
  actions: TurnActions;
  stopKeys: string;
}

export const Answer = memo(function Answer({ turn, number, last, actions, stopKeys }: AnswerProps) {
  const live = turn.status === 'running';
  const items = useMemo(() => itemsOf(turn.blocks, turn.steered), [turn.blocks, turn.steered]);
  return (
    <article aria-label={`Turn ${number}`} className="space-y-3">
      <Question text={turn.text} />
      {items.map((item) => (
        <Part key={item.key} item={item} live={live} />
      ))}
      {live ? (
        <WaitingLine turn={turn} stopKeys={stopKeys} />
      ) : (
        <Ending turn={turn} last={last} actions={actions} />
      )}
    </article>
  );
});

/** A question longer than this is cut here; the whole went to the model. UTF-16 units. */
const longQuestion = 600;

export function Question({ text }: { text: string }) {
  const long = text.length > longQuestion;
  return (
    <h2 className="text-title font-semibold break-words whitespace-pre-wrap text-ink">
      {long ? `${text.slice(0, longQuestion)}…` : text}
    </h2>
  );
}

function Part({ item, live }: { item: Item; live: boolean }) {
  switch (item.kind) {
    case 'steps':
      return (
        <ul aria-label="Steps" className="space-y-1.5">
          {item.steps.map(({ block }) => (
            <StepLine key={block.id} block={block} live={live} />
          ))}
        </ul>
      );
    case 'text':
      return <Markdown text={item.block.text} streaming={live && !item.block.closed} />;
    case 'steer':
      return <Question text={item.text} />;
    case 'abandoned':
      return <p className="text-ink-3">The connection broke off and it was asked again.</p>;
  }
}
