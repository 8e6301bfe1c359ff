/** One step in a turn's list: a thought or a tool call, with its time, opened on demand. */
import { Ban, Check, ChevronRight, CircleDashed, CircleStop, Diamond, X } from 'lucide-react';
import { memo, useId, useState } from 'react';
import type { ReactNode } from 'react';
import type { Block } from '../../../preload/contract/shapes';
import { seconds, stepDuration } from '../../ui/format';
import { useNow } from '../../ui/use-now';
import { LongText } from './fold';
import { argumentOf, detailOf, firstLine, inputText, runs, verbOf } from './tool-words';

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

export interface StepReveal {
  block: string;
  at: number;
  serial: number;
}

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
  // A thought shows itself while it is being thought, unless a person said otherwise.
  const open = chosen ?? (running && block.kind === 'thinking');
  const empty = block.kind === 'thinking' && block.text === '';
  const row = (
    <>
      <StepIcon block={block} running={running} />
      <span className="min-w-0 flex-1 truncate text-left">
        {block.kind === 'thinking' ? (
          <Thought block={block} running={running} />
        ) : (
          <Tool block={block} />
        )}
      </span>
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
        <button
          type="button"
          aria-expanded={open}
          aria-controls={panel}
          onClick={() => setChosen(!open)}
          className={`${look} group hover:bg-hover/60 focus-visible:-outline-offset-2`}
        >
          {row}
        </button>
      )}
      {open && !empty && (
        <div
          id={panel}
          className="space-y-3 border-t border-line-soft bg-panel/60 py-3 pr-3 pl-[38px]"
        >
          {block.kind === 'thinking' ? (
            <ThoughtText block={block} running={running} reveal={reveal} />
          ) : (
            <ToolText block={block} output={output} reveal={reveal} />
          )}
        </div>
      )}
    </li>
  );
});

function Thought({ block, running }: { block: Block; running: boolean }) {
  if (running) return 'Thinking';
  const about = firstLine(block.text);
  return <>Thought{about && <span className="text-ink-3"> · {about}</span>}</>;
}

function Tool({ block }: { block: Block }) {
  const argument = argumentOf(block);
  const detail = detailOf(block);
  return (
    <>
      {verbOf(block)}
      {argument && (
        <>
          {' '}
          <code>{argument}</code>
        </>
      )}
      {block.status === 'denied' && <span className="text-bad"> not allowed</span>}
      {block.status === 'interrupted' && <span className="text-ink-3"> interrupted</span>}
      {detail && (
        <span className={block.status === 'error' ? 'text-bad' : 'text-ink-3'}> {detail}</span>
      )}
    </>
  );
}

interface TextProps {
  block: Block;
  reveal?: StepReveal | undefined;
}

function ThoughtText({ block, running, reveal }: TextProps & { running: boolean }) {
  if (!running) {
    return (
      <LongText
        label="Thinking"
        text={block.text}
        block={block.id}
        note={fromNote(block)}
        reveal={placeIn(block, reveal)}
      />
    );
  }
  return (
    // Laid out from its end, so that what is new stays in sight without scrolling by script.
    <div className="flex max-h-[132px] flex-col-reverse overflow-auto">
      <p data-block={block.id} className="break-words whitespace-pre-wrap text-ink-2">
        {block.text.slice(-liveTail)}
      </p>
    </div>
  );
}

function ToolText({ block, output, reveal }: TextProps & { output?: Block | undefined }) {
  const input = inputText(block);
  return (
    <>
      {input && (
        <LongText
          mono
          label="Input"
          text={input}
          block={block.id}
          reveal={placeIn(block, reveal)}
        />
      )}
      {output?.text ? (
        <LongText
          mono
          label="Output"
          text={output.text}
          block={output.id}
          note={outputNote(block, output)}
          reveal={placeIn(output, reveal)}
        />
      ) : (
        block.closed && !runs(block) && <p className="text-small text-ink-3">No output.</p>
      )}
    </>
  );
}

/** Where in the text that is here, if the jump leads into this block. */
function placeIn(block: Block, reveal: StepReveal | undefined) {
  if (reveal?.block !== block.id) return undefined;
  return { at: Math.max(0, reveal.at - (block.from ?? 0)), serial: reveal.serial };
}

function fromNote(block: Block): string | undefined {
  return block.from ? 'The beginning is left out here; an export has all of it.' : undefined;
}

function outputNote(block: Block, output: Block): string | undefined {
  if (block.truncated) return 'The tool gave more than the model was shown; the rest was cut.';
  return fromNote(output);
}

function StepTime({ block, running }: { block: Block; running: boolean }) {
  const since = block.startedAt ?? block.openedAt;
  const now = useNow(running && since !== undefined, 1000);
  let text = '';
  if (running && since !== undefined) text = seconds(now - since);
  else if (block.ms !== undefined) text = stepDuration(block.ms);
  return <span className="num shrink-0 font-mono text-code text-ink-3">{text}</span>;
}

function StepIcon({ block, running }: { block: Block; running: boolean }): ReactNode {
  const size = { size: 14, className: 'shrink-0' };
  if (block.kind === 'thinking') {
    return <Diamond {...size} aria-hidden fill="currentColor" className="shrink-0 text-main" />;
  }
  if (running)
    return <CircleDashed {...size} className="shrink-0 text-main" aria-label="running" />;
  switch (block.status) {
    case 'ok':
      return <Check {...size} className="shrink-0 text-ok" aria-label="done" />;
    case 'error':
      return <X {...size} className="shrink-0 text-bad" aria-label="failed" />;
    case 'denied':
      return <Ban {...size} className="shrink-0 text-bad" aria-label="denied" />;
    default:
      return <CircleStop {...size} className="shrink-0 text-ink-3" aria-label="interrupted" />;
  }
}
