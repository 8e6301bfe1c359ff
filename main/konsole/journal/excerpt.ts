/** A line of text around what was found in it, with where that stands. Pure. */
import { safeOffset } from '../../../preload/contract/text';

/** Longest excerpt, UTF-16 units, and how much of it comes before the first mark. */
const excerptChars = 200;
const leadChars = 60;

/** `[start, end)` in UTF-16 units, in order. */
export type Marks = [number, number][];

/** `marks` are places in `text`, at least one; those that fall into the excerpt are told in its own offsets. */
export function excerptOf(text: string, marks: Marks): { excerpt: string; marks: Marks } {
  const first = marks[0]?.[0] ?? 0;
  const room = excerptChars - 2;
  // Near its end, a text shows more of what comes before.
  const lead = Math.max(0, Math.min(first - leadChars, text.length - room));
  const start = safeOffset(text, beginOfWord(text, lead, first));
  const end = safeOffset(text, start + room);
  const before = start > 0 ? '…' : '';
  const after = end < text.length ? '…' : '';
  const shift = before.length - start;
  const within = marks.flatMap(([from, to]): Marks => {
    if (from >= end || to <= start) return [];
    return [[Math.max(from, start) + shift, Math.min(to, end) + shift]];
  });
  // One unit for one, so that marks stay where they are.
  const line = text.slice(start, end).replace(/[\s\p{Cc}]/gu, ' ');
  return { excerpt: `${before}${line}${after}`, marks: within };
}

/** A little later than `at`, if a word begins there before `limit`. */
function beginOfWord(text: string, at: number, limit: number): number {
  if (at === 0) return 0;
  const space = text.slice(at, Math.min(limit, at + 20)).search(/\s\S/u);
  return space < 0 ? at : at + space + 1;
}
