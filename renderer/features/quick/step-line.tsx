/** One step of an answer in one line: what was thought or looked at, and how long it took. */
import type { ReactNode } from 'react';
import type { Block } from '../../../preload/contract/shapes';
import { Button } from '../../ui/button';
import { duration, seconds } from '../../ui/format';
import { useNow } from '../../ui/use-now';
import { madeBy } from '../kontasks/made';
import { StepIcon } from '../transcript/step-icon';
import { ThoughtLine } from '../transcript/thought-text';
import { argumentOf, askedWords, detailOf, runs, verbOf, waits } from '../transcript/tool-words';
import { openKontaskInMain } from './leaving';

export interface StepLineProps {
  block: Block;
  output?: Block | undefined;
  live: boolean;
}

export function StepLine({ block, output, live }: StepLineProps) {
  const made = madeBy(block, output);
  const running = live && (block.kind === 'tool' ? runs(block) : !block.closed);
  return (
    <li className="flex items-center gap-2.5 text-ink-2">
      <StepIcon block={block} running={running} lane="quick" />
      <span className="min-w-0 flex-1 truncate">
        {block.kind === 'tool' ? <Tool block={block} /> : prose(block, running)}
      </span>
      {running && waits(block) && <span className="shrink-0 text-main-ink">needs you</span>}
      {made && (
        <Button
          size="small"
          tone="quiet"
          aria-label={`Open kontask: ${made.title}`}
          onClick={() => openKontaskInMain(made.id)}
          className="h-5 px-1.5"
        >
          Open
        </Button>
      )}
      <Time block={block} running={running} />
    </li>
  );
}

function prose(block: Block, running: boolean): ReactNode {
  if (block.kind === 'summary') return 'Summarised the conversation so far';
  return <ThoughtLine block={block} running={running} />;
}

function Tool({ block }: { block: Block }) {
  const argument = argumentOf(block);
  const detail = detailOf(block);
  const said = askedWords(block);
  return (
    <>
      {verbOf(block)}
      {argument !== '' && (
        <>
          {' '}
          <code>{argument}</code>
        </>
      )}
      {detail !== '' && (
        <span className={block.status === 'error' ? 'text-bad' : 'text-ink-3'}> {detail}</span>
      )}
      {said !== '' && <span className="text-ink-3"> · {said}</span>}
    </>
  );
}

function Time({ block, running }: { block: Block; running: boolean }) {
  const since = block.startedAt ?? block.openedAt;
  const now = useNow(running && since !== undefined, 1000);
  const text =
    running && since !== undefined
      ? seconds(now - since)
      : block.ms === undefined
        ? ''
        : short(block.ms);
  return <span className="num shrink-0 font-mono text-code text-ink-3">{text}</span>;
}

/** A quick step is told in hundredths: 0.02 s. */
const short = (ms: number) => (ms < 1000 ? `${(ms / 1000).toFixed(2)} s` : duration(ms));
