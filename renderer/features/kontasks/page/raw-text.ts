/** The raw text of a kontask for a page: in pieces that are laid out when they are seen, and searched. Pure. */

/** About so much is laid out at once. UTF-16 units. */
const pieceChars = 8_000;

/** Pieces that make up the text, cut after a line where there is one near, never inside a surrogate pair. */
export function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + pieceChars);
    if (to < text.length) {
      // In the piece alone: a line may be megabytes long.
      const line = text.slice(from, to).lastIndexOf('\n');
      if (line > pieceChars / 2) to = from + line + 1;
      else if (/[\ud800-\udbff]/.test(text.charAt(to - 1))) to -= 1;
    }
    pieces.push(text.slice(from, to));
    from = to;
  }
  return pieces;
}

/** More are counted as this many. */
export const mostHits = 5_000;

/** Where the words begin, capitals or not, at most `mostHits` of them. UTF-16 offsets. */
export function hitsIn(text: string, words: string): number[] {
  if (words === '') return [];
  const pattern = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'giu');
  const hits: number[] = [];
  for (const found of text.matchAll(pattern)) {
    hits.push(found.index);
    if (hits.length >= mostHits) break;
  }
  return hits;
}

/** The piece that an offset lies in, and where in it. */
export function placeIn(pieces: readonly string[], offset: number): { piece: number; at: number } {
  let at = offset;
  for (const [piece, text] of pieces.entries()) {
    if (at < text.length) return { piece, at };
    at -= text.length;
  }
  return { piece: Math.max(0, pieces.length - 1), at: pieces.at(-1)?.length ?? 0 };
}
