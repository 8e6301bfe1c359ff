/**
 * The titles in a thought: OpenAI and Gemini head the parts of their summaries with a line that is wholly `**…**`. It is
 * shown without its asterisks; what is kept, found and exported has them. All else in a thought is plain text. Pure.
 */

/** A line that is longer is no title, so a look at one place of a thought stays short. UTF-16 units. */
export const longest = 200;

/** A whole line. */
const titleLine = /^\*\*(?!\s)((?:[^*]|\*(?!\*))+)\*\*\s*$/;
/** The beginning of a line that may still become one. */
const mayBecome = /^\*(?:$|\*(?:$|(?!\s)(?:[^*]|\*(?!\*))+(?:\*\*\s*)?$))/;

interface TitleLine {
  /** Of its first asterisk, in the whole text. */
  at: number;
  /** After the last but spaces. */
  end: number;
  words: string;
}

/** The title whose line begins here, if it is one. */
function titleAt(text: string, at: number): TitleLine | undefined {
  if (at > 0 && text[at - 1] !== '\n') return undefined;
  const near = text.slice(at, at + longest + 1);
  const to = near.indexOf('\n');
  if (to < 0 && near.length > longest) return undefined;
  const line = to < 0 ? near : near.slice(0, to);
  const words = titleLine.exec(line)?.[1];
  return words === undefined ? undefined : { at, end: at + line.trimEnd().length, words };
}

function titlesIn(text: string, from: number, to: number): TitleLine[] {
  const titles: TitleLine[] = [];
  const start = Math.max(0, from - longest);
  // Nothing beyond is looked through: it may be megabytes.
  const part = text.slice(start, to + 1);
  for (let at = part.indexOf('**'); at >= 0 && start + at < to; ) {
    const title = titleAt(text, start + at);
    if (title && title.end > from) titles.push(title);
    at = part.indexOf('**', title ? title.end - start : at + 2);
  }
  return titles;
}

export interface Piece {
  text: string;
  title: boolean;
}

/** What is shown of a part of the text, in order. */
export function piecesOf(text: string, from = 0, to = text.length): Piece[] {
  const pieces: Piece[] = [];
  const add = (start: number, end: number, title: boolean) => {
    const part = text.slice(Math.max(start, from), Math.max(from, Math.min(end, to)));
    if (part !== '') pieces.push({ text: part, title });
  };
  let after = from;
  for (const { at, end } of titlesIn(text, from, to)) {
    add(after, at, false);
    add(at + 2, end - 2, true);
    after = end;
  }
  add(after, to, false);
  return pieces;
}

/**
 * How far a thought that still grows is shown: a last line that may become a title waits until it is one or is none, so
 * that nothing that was shown changes its look.
 */
export function decidedEnd(text: string): number {
  const near = text.slice(-longest - 1);
  const line = near.slice(near.lastIndexOf('\n') + 1);
  return line.length <= longest && mayBecome.test(line) ? text.length - line.length : text.length;
}

/** The text with what is not shown made into what nobody can look for; every offset holds. */
export function withoutMarks(text: string): string {
  let shown = '';
  let after = 0;
  for (const { at, end, words } of titlesIn(text, 0, text.length)) {
    shown += `${text.slice(after, at)}\0\0${words}\0\0`;
    after = end;
  }
  return shown + text.slice(after);
}

/** Tells the last title of a thought that grows; each time only what is new is looked through. */
export function createLastTitle(): (text: string, closed: boolean) => string {
  let seen = 0;
  let title = '';
  return (text, closed) => {
    if (text.length < seen) {
      seen = 0;
      title = '';
    }
    const to = closed ? text.length : decidedEnd(text);
    title = titlesIn(text, seen, to).at(-1)?.words ?? title;
    seen = Math.max(seen, to);
    return title;
  };
}
