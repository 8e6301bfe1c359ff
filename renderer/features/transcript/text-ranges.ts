/** Where words stand in text that is on the page, as ranges: nothing in the page is changed by looking. */

/** Ranges of one element at most: what a person can tell apart has an end. */
const most = 2_000;

/** Lower case of the same length, so that offsets hold. */
function lower(text: string): string {
  const low = text.toLowerCase();
  return low.length === text.length ? low : text;
}

/** Every place of the words, whatever their case, also across bold and code; buttons are not text. */
export function matchesIn(root: Element, words: string): Range[] {
  const needle = lower(words.trim());
  if (needle === '') return [];
  const nodes: Text[] = [];
  const starts: number[] = [];
  let whole = '';
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text) || node.parentElement?.closest('button')) continue;
    nodes.push(node);
    starts.push(whole.length);
    whole += lower(node.data);
  }
  const ranges: Range[] = [];
  for (
    let at = whole.indexOf(needle);
    at >= 0 && ranges.length < most;
    at = whole.indexOf(needle, at + needle.length)
  ) {
    const range = document.createRange();
    const from = nodeAt(starts, at);
    const to = nodeAt(starts, at + needle.length - 1);
    const [first, last] = [nodes[from], nodes[to]];
    if (!first || !last) break;
    range.setStart(first, at - (starts[from] ?? 0));
    range.setEnd(last, at + needle.length - (starts[to] ?? 0));
    ranges.push(range);
  }
  return ranges;
}

/** The text node in which this offset lies. */
function nodeAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** How many times the words stand in `text` before this offset: which of the shown ones is meant. */
export function occurrencesBefore(text: string, words: string, offset: number): number {
  const needle = lower(words.trim());
  if (needle === '') return 0;
  const whole = lower(text);
  let found = 0;
  for (let at = whole.indexOf(needle); at >= 0 && at < offset; found += 1) {
    at = whole.indexOf(needle, at + needle.length);
  }
  return found;
}
