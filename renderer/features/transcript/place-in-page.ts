/** A place of a session as the page has it: the element, and the words there that were looked for. */
import type { Turn } from '../../../preload/contract/shapes';
import type { Place } from '../../stores/jump-store';
import { matchesIn, occurrencesBefore } from './text-ranges';
import { withoutMarks } from './thought-titles';

/** The part of the row that holds the place: the request, the text of a block, a folded step; else the row. */
export function elementOf(row: HTMLElement, { block }: Place): HTMLElement {
  if (block === undefined) return row.querySelector<HTMLElement>('[data-request]') ?? row;
  const named = (attribute: 'block' | 'step') =>
    [...row.querySelectorAll<HTMLElement>(`[data-${attribute}]`)].find(
      (element) => element.dataset[attribute] === block,
    );
  return named('block') ?? named('step') ?? row;
}

/** The words at the place. What is shown can differ from what was written: the nearest stands for it. */
export function wordsAt(
  row: HTMLElement,
  turn: Turn,
  place: Place,
  words: string,
): Range | undefined {
  const element = elementOf(row, place);
  const ranges = matchesIn(element, words);
  const block = turn.blocks.find((one) => one.id === place.block);
  const written = place.block === undefined ? turn.text : (block?.text ?? '');
  const source = block?.kind === 'thinking' ? withoutMarks(written) : written;
  // Of an excerpt from the middle, only those from its beginning on are shown.
  const from = Number(element.dataset.from ?? 0);
  const at = (place.at ?? 0) - (block?.from ?? 0) - from;
  const nth = occurrencesBefore(source.slice(from), words, Math.max(0, at));
  return ranges[Math.min(nth, ranges.length - 1)];
}

const flashMs = 1_400;

/** Shows once where a jump led; without motion for those who ask for none. */
export function flash(element: HTMLElement): void {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const wash = 'color-mix(in srgb, var(--info) 22%, transparent)';
  element.animate?.(
    [
      { backgroundColor: wash, offset: 0 },
      { backgroundColor: wash, offset: calm ? 1 : 0.4 },
      { backgroundColor: calm ? wash : 'transparent', offset: 1 },
    ],
    { duration: flashMs },
  );
}
