/** A kontask as JSON, in the order it is kept in: folded, searchable, copied. */
import { ChevronDown, ChevronRight, ChevronUp, Copy } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import type { Kontask } from '../../../../preload/contract/shapes';
import { desktopOrToast } from '../../../stores/commands';
import { Button, IconButton } from '../../../ui/button';
import { cx } from '../../../ui/class-names';
import { count } from '../../../ui/format';
import { toast } from '../../../ui/toast';
import { hitsIn, mostHits, piecesOf, placeIn } from './raw-text';
import { Region } from './region';

/** `cut`: the end of its output is on its way. */
export function RawRegion({ kontask, cut }: { kontask: Kontask; cut: boolean }) {
  const [open, setOpen] = useState(false);
  return (
    <Region
      region="raw"
      aside={
        <Button
          size="small"
          tone="quiet"
          aria-expanded={open}
          icon={
            <ChevronRight
              size={13}
              aria-hidden
              className={cx('transition-transform', open && 'rotate-90')}
            />
          }
          onClick={() => setOpen(!open)}
        >
          {open ? 'Hide JSON' : 'Show JSON'}
        </Button>
      }
    >
      {open && !cut && <Raw kontask={kontask} />}
      {(!open || cut) && (
        <p className="text-small text-ink-3">
          {open ? 'Loading…' : 'All of it as JSON, unknown fields too.'}
        </p>
      )}
    </Region>
  );
}

async function copy(text: string): Promise<void> {
  if (await desktopOrToast('desktop.copy', { text })) toast({ message: 'Copied the JSON.' });
}

function Raw({ kontask }: { kontask: Kontask }) {
  const text = useMemo(() => JSON.stringify(kontask, null, 2), [kontask]);
  const pieces = useMemo(() => piecesOf(text), [text]);
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState(0);
  const wanted = useDeferredValue(words);
  const hits = useMemo(() => hitsIn(text, wanted), [text, wanted]);
  const at = hits.length === 0 ? -1 : Math.min(chosen, hits.length - 1);
  const pre = useRef<HTMLPreElement>(null);
  useMarks(pre, pieces, hits, at, wanted.length);
  const step = (by: 1 | -1) => {
    if (hits.length > 0) setChosen((at + by + hits.length) % hits.length);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      step(event.shiftKey ? -1 : 1);
    }
    if (event.key === 'Escape' && words !== '') {
      event.preventDefault();
      setWords('');
    }
  };
  return (
    <div className="rounded-card border border-line-soft bg-panel">
      <div className="flex items-center gap-1.5 border-b border-line-soft py-1.5 pr-2 pl-3">
        <input
          type="text"
          aria-label="Find in raw data"
          placeholder="Find"
          value={words}
          maxLength={200}
          spellCheck={false}
          onChange={(event) => {
            setWords(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
          className="h-7 min-w-0 flex-1 rounded-control border border-line bg-bg px-2"
        />
        <span role="status" className="num shrink-0 text-small text-ink-2">
          {countWords(wanted, at, hits.length)}
        </span>
        <IconButton
          label="Previous match"
          size="small"
          aria-disabled={hits.length === 0}
          onClick={() => step(-1)}
        >
          <ChevronUp size={15} aria-hidden />
        </IconButton>
        <IconButton
          label="Next match"
          size="small"
          aria-disabled={hits.length === 0}
          onClick={() => step(1)}
        >
          <ChevronDown size={15} aria-hidden />
        </IconButton>
        <IconButton label="Copy JSON" size="small" onClick={() => void copy(text)}>
          <Copy size={14} aria-hidden />
        </IconButton>
      </div>
      <pre
        ref={pre}
        tabIndex={0}
        aria-label="JSON"
        className="max-h-[480px] overflow-auto px-4 py-3 text-code [overflow-wrap:anywhere] whitespace-pre-wrap text-ink-2"
      >
        {pieces.map((piece, index) => (
          <span
            key={index}
            className={cx(
              pieces.length > 1 &&
                'block [contain-intrinsic-size:auto_1200px] [content-visibility:auto]',
            )}
          >
            {piece}
          </span>
        ))}
      </pre>
    </div>
  );
}

function countWords(words: string, at: number, hits: number): string {
  if (words === '') return '';
  if (hits === 0) return 'None';
  return `${count(at + 1)} of ${count(hits)}${hits >= mostHits ? ' or more' : ''}`;
}

/** Marks the matches of the page, the chosen one stronger, and brings that one into sight. */
function useMarks(
  pre: RefObject<HTMLPreElement | null>,
  pieces: readonly string[],
  hits: readonly number[],
  at: number,
  length: number,
): void {
  useEffect(() => {
    const { current } = pre;
    if (!current || at < 0) return undefined;
    const rangeOf = (hit: number) => rangeAt(current, pieces, hit, length);
    const chosen = rangeOf(hits[at] ?? 0);
    scrollTo(current, chosen);
    if (!('highlights' in CSS)) return undefined;
    CSS.highlights.set('find', new Highlight(...hits.slice(0, mostMarks).map(rangeOf)));
    const one = new Highlight(chosen);
    one.priority = 1;
    CSS.highlights.set('find-current', one);
    return () => {
      CSS.highlights.delete('find');
      CSS.highlights.delete('find-current');
    };
  }, [pre, pieces, hits, at, length]);
}

const mostMarks = 1_000;

function rangeAt(pre: HTMLElement, pieces: readonly string[], hit: number, length: number): Range {
  const range = document.createRange();
  const [start, end] = [placeIn(pieces, hit), placeIn(pieces, hit + length)];
  const nodeOf = (piece: number) => pre.children[piece]?.firstChild ?? pre;
  range.setStart(nodeOf(start.piece), start.at);
  range.setEnd(nodeOf(end.piece), end.at);
  return range;
}

/** Its piece first: before that it is not laid out and has no place. */
function scrollTo(pre: HTMLElement, range: Range): void {
  const piece = range.startContainer.parentElement;
  if (piece && piece !== pre && !isNear(pre, piece))
    pre.scrollTop = piece.offsetTop - pre.offsetTop;
  const { top } = range.getBoundingClientRect();
  const frame = pre.getBoundingClientRect();
  if (top < frame.top || top > frame.bottom - 24)
    pre.scrollTop += top - frame.top - pre.clientHeight / 2;
}

function isNear(pre: HTMLElement, piece: HTMLElement): boolean {
  const [frame, place] = [pre.getBoundingClientRect(), piece.getBoundingClientRect()];
  return place.bottom > frame.top && place.top < frame.bottom;
}
