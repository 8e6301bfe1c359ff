/** What an opened step of a tool shows: a plan as a checklist, a command as a command, a diff as a diff, else its text. */
import type { Block } from '../../../preload/contract/shapes';
import { looksLikeDiff } from '../approvals/diff-lines';
import { DiffView } from '../approvals/diff-view';
import { LongText } from './fold';
import type { RevealAt } from './fold';
import { planIn } from './plan';
import { PlanList } from './plan-list';
import { commandOf, inputText, runs } from './tool-words';

/** How much of a running command's output is laid out, UTF-16 units: its end, which is what is new. */
const liveTail = 6_000;

export interface StepReveal {
  block: string;
  at: number;
  serial: number;
}

interface TextProps {
  block: Block;
  output?: Block | undefined;
  running: boolean;
  reveal?: StepReveal | undefined;
}

export function ToolText({ block, output, running, reveal }: TextProps) {
  return (
    <>
      <Input block={block} reveal={placeIn(block, reveal)} />
      {output?.text ? (
        <Output block={block} output={output} running={running} reveal={placeIn(output, reveal)} />
      ) : (
        block.closed && !runs(block) && <p className="text-small text-ink-3">No output.</p>
      )}
    </>
  );
}

function Input({ block, reveal }: { block: Block; reveal: RevealAt | undefined }) {
  const plan = planIn(block);
  if (plan && plan.length > 0) return <PlanList plan={plan} />;
  const command = commandOf(block);
  const text = command ?? inputText(block);
  if (text === '') return null;
  const label = command === undefined ? 'Input' : 'Command';
  return <LongText mono label={label} text={text} block={block.id} reveal={reveal} />;
}

interface OutputProps {
  block: Block;
  output: Block;
  running: boolean;
  reveal: RevealAt | undefined;
}

function Output({ block, output, running, reveal }: OutputProps) {
  const { text } = output;
  if (running && !reveal) {
    const from = Math.max(0, text.length - liveTail);
    return (
      <div>
        <p className="mb-1 text-small text-ink-3">Output so far</p>
        {/* Laid out from its end, so that what is new stays in sight without scrolling by script. */}
        <div className="flex max-h-[180px] flex-col-reverse overflow-auto rounded-control bg-bg px-2.5 py-2">
          <p
            data-block={output.id}
            data-from={from}
            className="font-mono text-code break-words whitespace-pre-wrap"
          >
            {text.slice(from)}
          </p>
        </div>
      </div>
    );
  }
  const writes = block.name === 'edit' || block.name === 'write';
  if (writes && !reveal && looksLikeDiff(text)) return <DiffView text={text} />;
  return (
    <LongText
      mono
      label="Output"
      text={text}
      block={output.id}
      note={outputNote(block, output)}
      reveal={reveal}
    />
  );
}

/** Where in the text that is here, if the jump leads into this block. */
export function placeIn(block: Block, reveal: StepReveal | undefined): RevealAt | undefined {
  if (reveal?.block !== block.id) return undefined;
  return { at: Math.max(0, reveal.at - (block.from ?? 0)), serial: reveal.serial };
}

export function fromNote(block: Block): string | undefined {
  return block.from ? 'The beginning is left out here; an export has all of it.' : undefined;
}

function outputNote(block: Block, output: Block): string | undefined {
  if (block.truncated) return 'The tool gave more than the model was shown; the rest was cut.';
  return fromNote(output);
}
