/** One turn: the request, its steps and text in order, what it waits for, how it ended. */
import { Copy } from 'lucide-react';
import { memo, useMemo, useState } from 'react';
import type { Block, Turn } from '../../../preload/contract/shapes';
import { IconButton } from '../../ui/button';
import { duration, plural } from '../../ui/format';
import { Markdown } from '../markdown/markdown';
import { itemsOf } from './group';
import type { Item } from './group';
import { StepRow } from './step-row';
import type { TurnActions } from './turn-actions';
import { Ending, Waiting } from './turn-notes';

export interface TurnArticleProps {
  turn: Turn;
  /** From 1, in the order of the session. */
  number: number;
  last: boolean;
  actions: TurnActions;
}

export const TurnArticle = memo(function TurnArticle(props: TurnArticleProps) {
  const { turn, number, last, actions } = props;
  const live = turn.status === 'running';
  const items = useMemo(() => itemsOf(turn.blocks), [turn.blocks]);
  return (
    <article aria-label={`Turn ${number}`} data-status={turn.status} className="space-y-[18px]">
      <Request turn={turn} />
      {items.map((item) => (
        <ItemView key={item.key} item={item} live={live} />
      ))}
      {live ? <Waiting turn={turn} /> : <Ending turn={turn} last={last} actions={actions} />}
      {!live && <Footer turn={turn} copy={actions.copy} />}
    </article>
  );
});

/** A request over this many UTF-16 units is folded: nobody reads 5 MB in a bubble. */
const longRequest = 4_000;

function Request({ turn }: { turn: Turn }) {
  const [all, setAll] = useState(false);
  const long = turn.text.length > longRequest;
  const text = long && !all ? turn.text.slice(0, longRequest) : turn.text;
  return (
    <div className="ml-auto w-fit max-w-[80%] rounded-[12px] bg-raised px-4 py-2.5 break-words whitespace-pre-wrap">
      {text}
      {(long || turn.cut) && !all && '…'}
      {long && (
        <button
          type="button"
          className="mt-1 block text-small text-ink-3 underline"
          onClick={() => setAll(!all)}
        >
          {all ? 'Show less' : 'Show all'}
        </button>
      )}
      {turn.cut !== undefined && turn.cut > 0 && (
        <span className="mt-1 block text-small text-ink-3">
          {plural(turn.cut, 'more character')} went to the model
        </span>
      )}
    </div>
  );
}

function ItemView({ item, live }: { item: Item; live: boolean }) {
  switch (item.kind) {
    case 'steps':
      return (
        <ul aria-label="Steps" className="overflow-hidden rounded-card border border-line">
          {item.steps.map(({ block, output }) => (
            <StepRow key={block.id} block={block} output={output} live={live} />
          ))}
        </ul>
      );
    case 'text':
      return <TextView block={item.block} streaming={live && !item.block.closed} />;
    case 'abandoned':
      return <Abandoned blocks={item.blocks} />;
  }
}

const TextView = memo(function TextView({
  block,
  streaming,
}: {
  block: Block;
  streaming: boolean;
}) {
  return (
    <div className="text-read">
      {block.from ? (
        <p className="mb-2 text-small text-ink-3">
          The beginning of this long answer is left out here; an export has all of it.
        </p>
      ) : null}
      <Markdown text={block.text} streaming={streaming} />
    </div>
  );
});

function Abandoned({ blocks }: { blocks: Block[] }) {
  const words = blocks.filter((block) => block.kind !== 'tool' && block.text !== '');
  return (
    <details className="rounded-card border border-dashed border-line px-3 py-2 text-ink-3">
      <summary className="cursor-default rounded-control">
        Abandoned attempt{' '}
        <span className="text-small">· the connection broke and it was asked again</span>
      </summary>
      <div className="mt-2 space-y-2">
        {words.map((block) => (
          <p key={block.id} className="break-words whitespace-pre-wrap">
            {block.text}
          </p>
        ))}
      </div>
    </details>
  );
}

function Footer({ turn, copy }: { turn: Turn; copy: (text: string) => void }) {
  const answer = turn.blocks
    .filter((block) => block.kind === 'text' && block.status !== 'abandoned')
    .map((block) => block.text)
    .join('\n\n');
  const { timing } = turn;
  // What failed at once has no time worth telling.
  const facts = timing && timing.totalMs >= 100 ? [duration(timing.totalMs)] : [];
  if (timing && timing.toolCallCount > 0) facts.push(plural(timing.toolCallCount, 'tool call'));
  if (facts.length === 0 && answer === '') return null;
  return (
    <footer className="flex items-center gap-1 text-small text-ink-3">
      <span className="num">{facts.join(' · ')}</span>
      {answer !== '' && (
        <IconButton label="Copy answer" size="small" onClick={() => copy(answer)}>
          <Copy size={13} aria-hidden />
        </IconButton>
      )}
    </footer>
  );
}
