/** One turn: the request, its steps and text in order, what it waits for, how it ended. */
import { memo, useMemo } from 'react';
import type { Block, Turn } from '../../../preload/contract/shapes';
import { cx } from '../../ui/class-names';
import { makesKontasks } from '../kontasks/made';
import { TurnDecisions } from '../kontasks/turn-decisions';
import { Markdown } from '../markdown/markdown';
import { LongText } from './fold';
import { Instructions } from './instructions';
import { itemsOf } from './group';
import type { Item } from './group';
import { Request, Said } from './request';
import { StepList } from './step-list';
import type { StepReveal } from './step-row';
import { Stretches } from './stretches';
import type { TranscriptActions } from './turn-actions';
import { TurnFooter } from './turn-footer';
import { Ending, Moved, Waiting } from './turn-notes';

/** Parts of a turn laid out at first and at its end: an agent may speak between thousands of steps. */
const firstParts = 20;
const lastParts = 30;
/** From so many parts on, those out of sight are not laid out by the browser either. */
const manyParts = 12;

/** What a jump leads to in this turn: its request, or a block. */
export interface Reveal {
  block?: string | undefined;
  at?: number | undefined;
  serial: number;
}

export interface TurnArticleProps {
  session: string;
  turn: Turn;
  /** Said above it: another model is asked than before. */
  changed?: string | undefined;
  /** From 1, in the order of the session. */
  number: number;
  /** How many turns the session has, where that is known. */
  of?: number | undefined;
  last: boolean;
  actions: TranscriptActions;
  reveal?: Reveal | undefined;
  watch: (row: HTMLElement | null) => (() => void) | undefined;
}

export const TurnArticle = memo(function TurnArticle(props: TurnArticleProps) {
  const { session, turn, changed, number, of, last, actions, reveal, watch } = props;
  const live = turn.status === 'running';
  const items = useMemo(() => itemsOf(turn.blocks, turn.steered), [turn.blocks, turn.steered]);
  const makes = useMemo(() => turn.blocks.some(makesKontasks), [turn.blocks]);
  const inRequest = reveal && reveal.block === undefined && reveal.at !== undefined;
  const step = stepReveal(reveal);
  const index = step ? items.findIndex((item) => holds(item, step.block)) : -1;
  const revealed = items[index];
  return (
    <article
      ref={watch}
      aria-label={`Turn ${number}`}
      aria-posinset={of === undefined ? undefined : number}
      aria-setsize={of}
      tabIndex={-1}
      data-turn={turn.id}
      data-status={turn.status}
      className="relative space-y-[18px] pb-7 focus-visible:outline-offset-4"
    >
      <h2 className="hidden-text">Turn {number}</h2>
      {changed !== undefined && (
        <p className="flex items-center gap-3 text-small text-ink-3">
          <span aria-hidden className="h-px flex-1 bg-line-soft" />
          <span className="min-w-0 truncate">{changed}</span>
          <span aria-hidden className="h-px flex-1 bg-line-soft" />
        </p>
      )}
      <Request
        turn={turn}
        onCopy={() => actions.copy(turn, 'message', 'message')}
        reveal={inRequest ? { at: reveal.at ?? 0, serial: reveal.serial } : undefined}
      />
      {turn.instructions && <Instructions files={turn.instructions} />}
      <Moved turn={turn} />
      <Stretches
        entries={items}
        head={firstParts}
        tail={lastParts}
        one="part"
        reveal={step && index >= 0 ? { index, serial: step.serial } : undefined}
      >
        {(item, at) => (
          <div
            key={item.key}
            className={cx(
              items.length > manyParts &&
                at < items.length - 2 &&
                '[contain-intrinsic-size:auto_120px] [content-visibility:auto]',
            )}
          >
            <ItemView item={item} live={live} reveal={item === revealed ? step : undefined} />
          </div>
        )}
      </Stretches>
      {live ? <Waiting turn={turn} /> : <Ending turn={turn} last={last} actions={actions} />}
      {makes && <TurnDecisions session={session} turn={turn.id} />}
      {!live && <TurnFooter turn={turn} actions={actions} />}
    </article>
  );
});

function stepReveal(reveal: Reveal | undefined): StepReveal | undefined {
  if (reveal?.block === undefined) return undefined;
  return { block: reveal.block, at: reveal.at ?? 0, serial: reveal.serial };
}

function holds(item: Item, block: string): boolean {
  if (item.kind === 'text') return item.block.id === block;
  if (item.kind !== 'steps') return false;
  return item.steps.some((step) => step.block.id === block || step.output?.id === block);
}

interface ItemProps {
  item: Item;
  live: boolean;
  reveal?: StepReveal | undefined;
}

function ItemView({ item, live, reveal }: ItemProps) {
  switch (item.kind) {
    case 'steps':
      return <StepList steps={item.steps} live={live} reveal={reveal} />;
    case 'text':
      return <TextView block={item.block} streaming={live && !item.block.closed} />;
    case 'steer':
      return <Said text={item.text} />;
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
      <div data-block={block.id}>
        <Markdown text={block.text} streaming={streaming} />
      </div>
    </div>
  );
});

function Abandoned({ blocks }: { blocks: Block[] }) {
  const words = blocks.filter((block) => block.kind !== 'tool' && block.text !== '');
  return (
    <details className="rounded-card border border-dashed border-line px-3 py-2 text-ink-3">
      <summary className="cursor-default rounded-control">
        Abandoned attempt{' '}
        <span className="text-small">· it broke off; kept here, not told to the model</span>
      </summary>
      <div className="mt-2 space-y-2">
        {words.map((block) => (
          <LongText
            key={block.id}
            label={block.kind === 'thinking' ? 'Thinking' : 'Answer'}
            thought={block.kind === 'thinking'}
            text={block.text}
            block={block.id}
          />
        ))}
      </div>
    </details>
  );
}
