/** Owns where a formula begins and ends in Markdown: `$$…$$` and `\[…\]` as blocks, `$…$` and `\(…\)` in a line. */
import type { TokenizerAndRendererExtension, Tokens } from 'marked';

export interface MathToken extends Tokens.Generic {
  type: 'math' | 'inlineMath';
  /** Without its delimiters. */
  text: string;
}

const blank = /\n[ \t]*\n/;
const opening = /^ {0,3}(\$\$|\\\[)/;

/**
 * A formula has no blank line in it, so what it is, is known once the blank line after it is there. One that
 * is still open at the end of the text counts as a formula so far.
 */
function blockMath(src: string): MathToken | undefined {
  const start = opening.exec(src);
  if (!start) return undefined;
  const body = src.slice(start[0].length);
  const blankAt = body.search(blank);
  const closer = start[1] === '$$' ? '$$' : '\\]';
  const end = body.indexOf(closer);
  if (end < 0 || (blankAt >= 0 && end > blankAt)) {
    if (blankAt >= 0) return undefined;
    return { type: 'math', raw: src, text: body.trim() };
  }
  const rest = /^[ \t]*(?:\n|$)/.exec(body.slice(end + closer.length));
  const text = body.slice(0, end).trim();
  if (!rest || text === '') return undefined;
  const length = start[0].length + end + closer.length + rest[0].length;
  return { type: 'math', raw: src.slice(0, length), text };
}

/** Where a block formula interrupts the paragraph above it. */
function blockStart(src: string): number | undefined {
  const lines = /\n {0,3}(?:\$\$|\\\[)/g;
  for (let found = lines.exec(src); found; found = lines.exec(src)) {
    if (blockMath(src.slice(found.index + 1))) return found.index + 1;
  }
  return undefined;
}

/** Longer runs are no formula; the bound keeps a line of lone dollars cheap. */
const inlineForms = [
  /^\\\(([^\n]{1,1000}?)\\\)/,
  /^\\\[([^\n]{1,1000}?)\\\]/,
  /^\$\$([^$\n]{1,1000})\$\$/,
  // As pandoc reads it: no blank inside next to a dollar, and no digit or letter after the closing one.
  /^\$(?![\s$])((?:\\.|[^\\$\n]){1,400})(?<!\s)\$(?![\p{L}\p{N}$])/u,
];

function inlineMath(src: string): MathToken | undefined {
  for (const form of inlineForms) {
    const found = form.exec(src);
    const text = found?.[1]?.trim();
    if (found && text) return { type: 'inlineMath', raw: found[0], text };
  }
  return undefined;
}

export const mathExtensions: TokenizerAndRendererExtension[] = [
  { name: 'math', level: 'block', start: blockStart, tokenizer: (src) => blockMath(src) },
  {
    name: 'inlineMath',
    level: 'inline',
    start(src) {
      const at = src.search(/\$|\\[([]/);
      return at < 0 ? undefined : at;
    },
    tokenizer: (src) => inlineMath(src),
  },
];
