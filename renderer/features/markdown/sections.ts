/**
 * Cuts a very long answer into sections that are read and shown by themselves, so that ten megabytes cost what
 * the sections in view cost. Where, the text alone decides: a section that has ended stays as it is. Pure.
 */

/** Characters, after which a section ends at the next blank line. */
export const sectionLength = 100_000;
/** How far that blank line is looked for. */
const search = 20_000;

/** Where each section of `text` begins, given those of a text that it may go on from. */
export function sectionStarts(
  before: { text: string; starts: readonly number[] },
  text: string,
): readonly number[] {
  if (text.length <= sectionLength + search) return first;
  const starts = goesOn(before, text) ? [...before.starts] : [0];
  for (;;) {
    const from = (starts.at(-1) ?? 0) + sectionLength;
    if (text.length <= from + search) return starts;
    starts.push(sectionEnd(text, from));
  }
}

const first: readonly number[] = [0];

/** The last section tells: comparing megabytes with each word would cost more than showing it. */
function goesOn(before: { text: string; starts: readonly number[] }, text: string): boolean {
  const from = before.starts.at(-1) ?? 0;
  return text.startsWith(before.text.slice(from), from);
}

function sectionEnd(text: string, from: number): number {
  const part = text.slice(from, from + search);
  const blank = /\r?\n[ \t]*\r?\n/.exec(part);
  if (blank) return from + blank.index + blank[0].length;
  const line = part.indexOf('\n');
  if (line >= 0) return from + line + 1;
  // Never between the halves of a character.
  const code = text.charCodeAt(from);
  return code >= 0xdc00 && code <= 0xdfff ? from + 1 : from;
}
