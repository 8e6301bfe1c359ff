/** One step of an answer in one line: what was thought or looked at, and how long it took. */
import { Ban, Check, CircleDashed, CircleStop, Diamond, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Block } from '../../../preload/contract/shapes';
import { duration, seconds } from '../../ui/format';
import { useNow } from '../../ui/use-now';
import { argumentOf, detailOf, firstLine, verbOf } from '../transcript/tool-words';

export function StepLine({ block, live }: { block: Block; live: boolean }) {
  const running = live && !block.closed;
  return (
    <li className="flex items-center gap-2.5 text-ink-2">
      <Icon block={block} running={running} />
      <span className="min-w-0 flex-1 truncate">
        {block.kind === 'thinking' ? thought(block, running) : <Tool block={block} />}
      </span>
      <Time block={block} running={running} />
    </li>
  );
}

function thought(block: Block, running: boolean): ReactNode {
  if (running) return 'Thinking';
  const about = firstLine(block.text);
  return <>Thought{about !== '' && <span className="text-ink-3"> · {about}</span>}</>;
}

function Tool({ block }: { block: Block }) {
  const argument = argumentOf(block);
  const detail = detailOf(block);
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

function Icon({ block, running }: { block: Block; running: boolean }) {
  if (block.kind === 'thinking') {
    return <Diamond size={13} aria-hidden fill="currentColor" className="shrink-0 text-quick" />;
  }
  if (running)
    return <CircleDashed size={14} aria-label="running" className="shrink-0 text-quick" />;
  if (block.status === 'ok')
    return <Check size={14} aria-label="done" className="shrink-0 text-ok" />;
  if (block.status === 'error')
    return <X size={14} aria-label="failed" className="shrink-0 text-bad" />;
  if (block.status === 'denied')
    return <Ban size={14} aria-label="denied" className="shrink-0 text-bad" />;
  return <CircleStop size={14} aria-label="interrupted" className="shrink-0 text-ink-3" />;
}
