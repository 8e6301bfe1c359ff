/** What `@` in a text means: where a name of a file is being written, how it is put in, which letters matched. Pure. */

export interface Mention {
  /** Offset of the `@`. */
  from: number;
  /** Offset after the last character that belongs to it. */
  to: number;
  query: string;
}

/** Names longer than this are not looked for: no key may cost more in a long text. UTF-16 units. */
const longest = 300;

/** The mention that the caret stands in, if any: `@` at the beginning of a word, quoted or not. */
export function mentionAt(text: string, caret: number): Mention | undefined {
  const start = Math.max(0, caret - longest);
  const before = text.slice(start, caret);
  const found = /(?:^|[\s([{"'])@(?:"([^"\n]*)|([^\s"@]*))$/.exec(before);
  if (!found) return undefined;
  const [whole, quoted, plain] = found;
  // Cut in the middle of a long word, the beginning of `before` is no beginning of a word.
  if (start > 0 && whole.startsWith('@') && found.index === 0) return undefined;
  const from = start + found.index + whole.indexOf('@');
  const rest = text.slice(caret, caret + longest);
  const tail = quoted === undefined ? /^[^\s"@]*/.exec(rest) : /^[^"\n]*"/.exec(rest);
  return { from, to: caret + (tail?.[0].length ?? 0), query: quoted ?? plain ?? '' };
}

/** How a path stands in the text. */
export function mentionOf(path: string): string {
  const slashes = path.replaceAll('\\', '/');
  return /[\s"'()[\]{},;]/.test(slashes) ? `@"${slashes}" ` : `@${slashes} `;
}

export interface Piece {
  text: string;
  marked: boolean;
}

/**
 * A path as it is shown, its name and its folder, with the letters that the query matched marked: as one run
 * where there is one, else in order.
 */
export function markedPath(path: string, query: string): { name: Piece[]; folder: Piece[] } {
  const marks = marksIn(path.toLowerCase(), query.trim().toLowerCase().replaceAll('\\', '/'));
  const cut = path.lastIndexOf('/') + 1;
  return { name: pieces(path, cut, path.length, marks), folder: pieces(path, 0, cut, marks) };
}

function pieces(path: string, from: number, to: number, marks: ReadonlySet<number>): Piece[] {
  const made: Piece[] = [];
  for (let at = from; at < to; at += 1) {
    const marked = marks.has(at);
    const last = made.at(-1);
    if (last?.marked === marked) last.text += path.charAt(at);
    else made.push({ text: path.charAt(at), marked });
  }
  return made;
}

function marksIn(path: string, query: string): ReadonlySet<number> {
  const marks = new Set<number>();
  const run = path.lastIndexOf(query);
  if (query === '') return marks;
  if (run >= 0) {
    for (let at = run; at < run + query.length; at += 1) marks.add(at);
    return marks;
  }
  // From the end: the name of a file says more than its folders.
  let at = path.length - 1;
  for (const letter of [...query].toReversed()) {
    while (at >= 0 && !path.startsWith(letter, at)) at -= 1;
    if (at < 0) return new Set();
    for (let unit = 0; unit < letter.length; unit += 1) marks.add(at + unit);
    at -= 1;
  }
  return marks;
}
