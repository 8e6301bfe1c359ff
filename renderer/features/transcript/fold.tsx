/** Text in a box that may be long: the start at first, more of it when asked, and the place a jump leads to. */
import { useState } from 'react';
import { Button } from '../../ui/button';
import { count } from '../../ui/format';
import { safeOffset } from '../../../preload/contract/text';
import { ThoughtText } from './thought-text';

/** What is shown at first, UTF-16 units and lines. */
const firstChars = 6_000;
const firstLines = 80;
/** So much more at a press: ten megabytes at once would hold up the window. */
const moreChars = 100_000;
/** Around a place that a jump leads to. */
const before = 1_500;
const after = 4_000;

function shortEnd(text: string): number {
  let end = Math.min(text.length, safeOffset(text, firstChars));
  let at = -1;
  for (let line = 0; line < firstLines; line += 1) {
    at = text.indexOf('\n', at + 1);
    if (at < 0 || at >= end) return end;
  }
  end = at;
  return end;
}

/** A place in the text that is to be seen; another `serial` is another jump. */
export interface RevealAt {
  at: number;
  serial: number;
}

/** Which part of a long text is shown, and how to change it. */
export function useExcerpt(text: string, short: (text: string) => number, reveal?: RevealAt) {
  const least = short(text);
  const [part, setPart] = useState<{ from: number; to: number }>();
  const [seen, setSeen] = useState<number>();
  const from = part?.from ?? 0;
  const end = Math.min(text.length, Math.max(part?.to ?? 0, from === 0 ? least : 0));
  if (reveal && reveal.serial !== seen) {
    setSeen(reveal.serial);
    if (reveal.at < from || reveal.at >= end) {
      setPart({
        from: safeOffset(text, Math.max(0, reveal.at - before)),
        to: safeOffset(text, Math.min(text.length, reveal.at + after)),
      });
    }
  }
  return {
    shown: text.slice(from, end),
    from,
    end,
    left: text.length - end,
    folded: end > least || from > 0,
    more: () => setPart({ from, to: safeOffset(text, Math.min(text.length, end + moreChars)) }),
    less: () => setPart(undefined),
  };
}

/** The buttons under an excerpt. */
export function ExcerptButtons({ part }: { part: ReturnType<typeof useExcerpt> }) {
  const { left, from, folded, more, less } = part;
  if (left <= 0 && !folded) return null;
  return (
    <span className="mt-1 flex flex-wrap gap-1">
      {left > 0 && (
        <Button size="small" tone="quiet" onClick={more}>
          {left <= moreChars
            ? `Show all, ${count(left)} more characters`
            : `Show ${count(moreChars)} more of ${count(left)} characters`}
        </Button>
      )}
      {folded && (
        <Button size="small" tone="quiet" onClick={less}>
          {from > 0 ? 'Show from the beginning' : 'Show less'}
        </Button>
      )}
    </span>
  );
}

export interface LongTextProps {
  label: string;
  text: string;
  /** The block it is the text of. */
  block: string;
  mono?: boolean;
  /** It is a thought, which may have titles. */
  thought?: boolean;
  /** Said under the text: that a tool's output was cut, for one. */
  note?: string | undefined;
  reveal?: RevealAt | undefined;
}

export function LongText(props: LongTextProps) {
  const { label, text, block, mono = false, thought = false, note, reveal } = props;
  const part = useExcerpt(text, shortEnd, reveal);
  return (
    <div>
      <p className="mb-1 text-small text-ink-3">{label}</p>
      <div
        data-block={block}
        data-from={part.from}
        role="group"
        aria-label={label}
        // It scrolls: by keyboard too.
        tabIndex={0}
        className={
          mono
            ? 'max-h-[420px] overflow-auto rounded-control bg-bg px-2.5 py-2 font-mono text-code break-words whitespace-pre-wrap'
            : 'max-h-[420px] overflow-auto break-words whitespace-pre-wrap text-ink-2'
        }
      >
        {part.from > 0 && '…'}
        {thought ? <ThoughtText text={text} from={part.from} to={part.end} /> : part.shown}
        {part.left > 0 && '…'}
      </div>
      <ExcerptButtons part={part} />
      {note && <p className="mt-1 text-small text-ink-3">{note}</p>}
    </div>
  );
}
