/** How well a few letters name something: whole words first, then parts, then letters in their order. Pure. */

export interface Named {
  name: string;
  /** Other words that find it. */
  words?: string | undefined;
}

/** Higher is better; undefined where a word of the query is nowhere. */
export function scoreOf(query: string, { name, words = '' }: Named): number | undefined {
  const title = name.toLowerCase();
  const more = words.toLowerCase();
  let sum = 0;
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const one = wordScore(word, title, more);
    if (one === undefined) return undefined;
    sum += one;
  }
  return sum;
}

function wordScore(word: string, title: string, more: string): number | undefined {
  if (title.startsWith(word)) return 6;
  if (startsAWord(word, title)) return 5;
  if (startsAWord(word, more)) return 3;
  if (title.includes(word)) return 3;
  // One or two letters that are anywhere name nothing.
  return word.length > 2 && inOrder(word, title) ? 1 : undefined;
}

function startsAWord(word: string, text: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ')) return true;
  }
  return false;
}

function inOrder(word: string, text: string): boolean {
  let at = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** The best first; those that are equally good keep their order. */
export function bestOf<Item extends Named>(
  query: string,
  items: readonly Item[],
  most: number,
): Item[] {
  const scored = items.flatMap((item) => {
    const score = scoreOf(query, item);
    return score === undefined ? [] : [{ item, score }];
  });
  return scored
    .toSorted((one, other) => other.score - one.score)
    .slice(0, most)
    .map(({ item }) => item);
}
