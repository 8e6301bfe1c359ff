/**
 * Owns how Markdown is read: marked's lexer with bounds, so that no model's answer can run away with it.
 * Block tokens come first, inline tokens are filled in once all link definitions are known.
 */
import { Lexer, Marked, Tokenizer } from 'marked';
import type { Links, Token, Tokens } from 'marked';
import { mathExtensions } from './math/tokens';

/** Quotes and lists nested deeper than this are shown as plain text. */
const deepest = 24;
/** A line of prose longer than this is not searched for emphasis and links: it would take too long. */
const longestInline = 6_000;
const blankLine = /\n[ \t]*\n/;

class BoundedTokenizer extends Tokenizer {
  depth = 0;

  override blockquote(src: string): Tokens.Blockquote | undefined {
    return this.nested(() => super.blockquote(src));
  }

  override list(src: string): Tokens.List | undefined {
    return this.nested(() => super.list(src));
  }

  /** A definition ends at a blank line (as CommonMark says), so text that comes later cannot reach back. */
  override def(src: string): Tokens.Def | undefined {
    if (!/^ {0,3}\[/.test(src)) return undefined;
    const end = src.search(blankLine);
    return super.def(end < 0 ? src : src.slice(0, end + 1));
  }

  private nested<T>(read: () => T | undefined): T | undefined {
    if (this.depth >= deepest) return undefined;
    this.depth += 1;
    try {
      return read();
    } finally {
      this.depth -= 1;
    }
  }
}

const defaults = new Marked({ gfm: true, extensions: mathExtensions }).defaults;

/** Text that becomes the inline tokens of one paragraph, heading, cell …; `lead` of them were there before. */
export interface Inline {
  src: string;
  tokens: Token[];
  lead: number;
}

/** One block at the top level with everything inside it that waits for inline tokens. */
export interface LexedBlock {
  token: Token;
  inlines: Inline[];
}

export interface Lexed {
  /** In order, with spaces and definitions; their `raw`s joined are the source. */
  blocks: LexedBlock[];
  /** Definitions found in this text, by their folded label. */
  links: Links;
}

const emptyLinks = (): Links => Object.create(null) as Links;

/** Reads blocks only; `fillInline` then fills what they hold. `src` has `\n` line ends. */
export function lexBlocks(src: string): Lexed {
  const lexer = new Lexer({ ...defaults, tokenizer: new BoundedTokenizer(defaults) });
  lexer.tokens.links = emptyLinks();
  let tokens: Token[];
  try {
    tokens = lexer.blockTokens(src, lexer.tokens);
  } catch {
    // What the lexer cannot read is still shown, as plain text.
    tokens = [{ type: 'text', raw: src, text: src }];
  }
  const waiting = new Map<Token[], string>();
  for (const { src: text, tokens: into } of lexer.inlineQueue) waiting.set(into, text);
  const blocks = tokens.map((token) => {
    const inlines: Inline[] = [];
    collect(token, waiting, inlines);
    return { token, inlines };
  });
  return { blocks, links: lexer.tokens.links };
}

function collect(token: Token, waiting: Map<Token[], string>, found: Inline[]): void {
  if (token.type === 'list') {
    for (const item of (token as Tokens.List).items) collect(item, waiting, found);
  } else if (token.type === 'table') {
    const { header, rows } = token as Tokens.Table;
    for (const row of [header, ...rows]) {
      for (const cell of row) collectFrom(cell.tokens, waiting, found);
    }
  } else if ('tokens' in token && token.tokens) {
    collectFrom(token.tokens, waiting, found);
  }
}

function collectFrom(tokens: Token[], waiting: Map<Token[], string>, found: Inline[]): void {
  const src = waiting.get(tokens);
  if (src !== undefined) {
    found.push({ src, tokens, lead: tokens.length });
    return;
  }
  for (const token of tokens) collect(token, waiting, found);
}

/** Returns a function that fills inline tokens with these link definitions in mind; filling again starts over. */
export function inlineReader(links: Links): (inline: Inline) => void {
  const lexer = new Lexer({ ...defaults, tokenizer: new Tokenizer(defaults) });
  lexer.tokens.links = links;
  return ({ src, tokens, lead }) => {
    tokens.length = lead;
    if (src.length > longestInline) {
      tokens.push({ type: 'text', raw: src, text: src });
      return;
    }
    lexer.state.inLink = false;
    lexer.state.inRawBlock = false;
    try {
      lexer.inlineTokens(src, tokens);
    } catch {
      // Nesting too deep for the stack: the text itself is what a person needs to see.
      tokens.length = lead;
      tokens.push({ type: 'text', raw: src, text: src });
    }
  };
}
