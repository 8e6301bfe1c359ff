/**
 * Words between people and SQLite's full text: what is written into the index, and what a person looks for as a
 * query of it. Any text is safe: everything becomes a quoted string, and nothing in it is syntax. Pure.
 */

/** Around a mark that SQLite makes in a text, and between letters that stand without spaces. None is in a text itself. */
export const markBegin = '\u0001';
export const markEnd = '\u0002';
const joint = '\u0003';

/** Scripts that write words without spaces between them, or with endings that stick: each letter is a word of its own. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
/** What SQLite's tokenizer takes for a part of a word. */
const wordLetter = /[\p{L}\p{N}\p{Co}]/u;
const endsOpen = /[\p{L}\p{N}\p{Co}]$/u;

/** A text as the index holds it: no NUL and no half of a pair, which SQLite would lose, and joints between such letters. */
export function indexed(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\0\u0001-\u0003]/g, ' ')
    .replace(unspaced, `${joint}$&${joint}`);
}

/** A text of the index, marked by SQLite, as it was written, and where its marks stand. */
export function unmarked(text: string): { text: string; marks: [number, number][] } {
  const marks: [number, number][] = [];
  let plain = '';
  let begin = 0;
  for (const part of text.replaceAll(joint, '').split(/([\u0001\u0002])/)) {
    if (part === markBegin) begin = plain.length;
    else if (part === markEnd) marks.push([begin, plain.length]);
    else plain += part;
  }
  return { text: plain, marks };
}

/**
 * The terms of a search, each a string of FTS5: words, and phrases in quotes. The last word may be the beginning of
 * one. Empty when there is no letter and no digit in it.
 */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  let open: number | undefined;
  for (const [, phrase, word] of text.matchAll(/"([^"]*)"?|([^\s"]+)/gu)) {
    const said = phrase ?? word ?? '';
    if (!wordLetter.test(said)) continue;
    open = phrase === undefined && endsOpen.test(said) ? terms.length : undefined;
    // `indexed` leaves no quote that a person could have written unescaped.
    terms.push(`"${indexed(said).replaceAll('"', '""')}"`);
  }
  return terms.map((term, index) => (index === open ? `${term}*` : term));
}

/** A longer text becomes several rows of the index. UTF-16 units. */
export const pieceChars = 32 * 1024;

/** Cut between words, where there are any. */
export function stretches(text: string): string[] {
  const parts: string[] = [];
  for (let start = 0; start < text.length; ) {
    let end = Math.min(text.length, start + pieceChars);
    if (end < text.length) {
      const space = text.slice(end - 1_000, end).search(/\s\S*$/u);
      if (space > 0) end = end - 1_000 + space;
    }
    parts.push(text.slice(start, end));
    start = end;
  }
  return parts;
}
