/** One step in a turn's list: a thought or a tool call, with its time, opened on demand. */
import { ChevronRight } from 'lucide-react';
import { memo, useId, useState } from 'react';
import type { Block } from '../../../preload/contract/shapes';
import { showKontaskFromHere } from '../../stores/ui-store';
import { Button } from '../../ui/button';
import { seconds, stepDuration } from '../../ui/format';
import { useLate, useNow } from '../../ui/use-now';
import { madeBy } from '../kontasks/made';
import { LongText } from './fold';
import { StepIcon } from './step-icon';
import { ThoughtLine, ThoughtText } from './thought-text';
import { decidedEnd, longest } from './thought-titles';
import { fromNote, placeIn, ToolText } from './tool-text';
import type { StepReveal } from './tool-text';
import { argumentOf, askedWords, detailOf, runs, verbOf, waits } from './tool-words';

/** How much of a running thought is laid out, UTF-16 units: its end, which is what is new. */
const liveTail = 3_000;

export interface StepRowProps {
  block: Block;
  output?: Block | undefined;
  /** The turn still runs. */
  live: boolean;
  /** A jump leads into this step, or into its output: it opens. */
  reveal?: StepReveal | undefined;
}

export type { StepReveal };

/** A command shows what it prints once it has run for this long, ms: a short one would only flash. */
const printsAfterMs = 700;

export const StepRow = memo(function StepRow(props: StepRowProps) {
  const { block, output, live, reveal } = props;
  const panel = useId();
  const running = live && (block.kind === 'tool' ? runs(block) : !block.closed);
  const [chosen, setChosen] = useState<boolean>();
  const [seen, setSeen] = useState<number>();
  if (reveal && reveal.serial !== seen) {
    setSeen(reveal.serial);
    setChosen(true);
  }
  const prints = running && block.name === 'bash' && (output?.text ?? '') !== '';
  const printing = useLate(prints, printsAfterMs);
  // A thought shows itself while it is being thought, a command what it prints, unless a person said otherwise.
  const open = chosen ?? (running && (block.kind === 'thinking' || printing));
  const made = madeBy(block, output);
  const empty = block.kind !== 'tool' && (running ? nothingYet(block) : block.text === '');
  const row = (
    <>
      <StepIcon block={block} running={running} />
      <span className="min-w-0 flex-1 truncate text-left">
        <Words block={block} running={running} />
      </span>
      {running && waits(block) && <span className="shrink-0 text-main-ink">needs you</span>}
      {!empty && (
        <ChevronRight
          size={13}
          aria-hidden
          className="shrink-0 text-ink-3 opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 group-aria-expanded:rotate-90"
        />
      )}
      <StepTime block={block} running={running} />
    </>
  );
  const look = 'flex w-full items-center gap-3 px-3 py-[7px]';
  return (
    <li data-step={block.id} className="border-b border-line-soft last:border-b-0">
      {empty ? (
        <div className={look}>{row}</div>
      ) : (
        <div className="flex items-center">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={panel}
            onClick={() => setChosen(!open)}
            className={`${look} group min-w-0 flex-1 hover:bg-hover/60 focus-visible:-outline-offset-2`}
          >
            {row}
          </button>
          {made && (
            <Button
              size="small"
              tone="quiet"
              aria-label={`Open kontask: ${made.title}`}
              onClick={() => showKontaskFromHere(made.id)}
              className="mr-1.5 h-6 px-1.5"
            >
              Open
            </Button>
          )}
        </div>
      )}
      {open && !empty && (
        <div
          id={panel}
          className="space-y-3 border-t border-line-soft bg-panel/60 py-3 pr-3 pl-[38px]"
        >
          {block.kind === 'tool' ? (
            <ToolText block={block} output={output} running={running} reveal={reveal} />
          ) : (
            <ProseText block={block} running={running} reveal={reveal} />
          )}
        </div>
      )}
    </li>
  );
});

/** Of a thought the title is shown once it is whole. */
function nothingYet({ kind, text }: Block): boolean {
  return text === '' || (kind === 'thinking' && text.length <= longest && decidedEnd(text) === 0);
}

function Words({ block, running }: { block: Block; running: boolean }) {
  if (block.kind === 'tool') return <Tool block={block} />;
  if (block.kind === 'summary') {
    return running ? 'Summarising the conversation so far' : 'Summarised the conversation so far';
  }
  return <ThoughtLine block={block} running={running} />;
}

function Tool({ block }: { block: Block }) {
  const argument = argumentOf(block);
  const detail = detailOf(block);
  const said = askedWords(block);
  const denied = block.status === 'denied';
  return (
    <>
      {verbOf(block)}
      {argument && (
        <>
          {' '}
          <code>{argument}</code>
        </>
      )}
      {denied && said === '' && <span className="text-bad"> not allowed</span>}
      {block.status === 'interrupted' && <span className="text-ink-3"> interrupted</span>}
      {detail && !denied && (
        <span className={block.status === 'error' ? 'text-bad' : 'text-ink-3'}> {detail}</span>
      )}
      {said !== '' && (
        <span className={denied ? 'text-bad' : 'text-ink-3'}>
          {denied ? ' ' : ' · '}
          {said}
        </span>
      )}
    </>
  );
}

interface ProseProps {
  block: Block;
  running: boolean;
  reveal: StepReveal | undefined;
}

/** A thought, or what stands for all that came before. */
function ProseText({ block, running, reveal }: ProseProps) {
  if (!running) {
    return (
      <LongText
        label={block.kind === 'summary' ? 'Summary' : 'Thinking'}
        text={block.text}
        block={block.id}
        thought={block.kind === 'thinking'}
        note={fromNote(block)}
        reveal={placeIn(block, reveal)}
      />
    );
  }
  const isThought = block.kind === 'thinking';
  const end = isThought ? decidedEnd(block.text) : block.text.length;
  const from = Math.max(0, end - liveTail);
  return (
    // Laid out from its end, so that what is new stays in sight without scrolling by script.
    <div className="flex max-h-[132px] flex-col-reverse overflow-auto">
      <p
        data-block={block.id}
        data-from={from}
        className="break-words whitespace-pre-wrap text-ink-2"
      >
        {isThought ? (
          <ThoughtText text={block.text} from={from} to={end} />
        ) : (
          block.text.slice(from)
        )}
      </p>
    </div>
  );
}

function StepTime({ block, running }: { block: Block; running: boolean }) {
  const since = waits(block) ? block.asked?.at : (block.startedAt ?? block.openedAt);
  const now = useNow(running && since !== undefined, 1000);
  let text = '';
  if (running && since !== undefined) text = seconds(now - since);
  else if (block.ms !== undefined) text = stepDuration(block.ms);
  return <span className="num shrink-0 font-mono text-code text-ink-3">{text}</span>;
}
