/** Owns how a block that was cut inside goes on: read again with its opening, numbered on, shown without room between. */
import type { Token, Tokens } from 'marked';
import { lexBlocks } from './lexer';
import type { Lexed } from './lexer';

export interface Carry {
  kind: 'none' | 'code' | 'table' | 'list' | 'item' | 'blockquote' | 'paragraph';
  /** Read before what follows, so that it is read as the going on of what was cut: a fence, a table's head. */
  prefix: string;
  /** Of the first item of what follows, in a list. */
  number?: number;
  /** The list had room between its items so far. */
  loose?: boolean;
  /** The cut was inside a line of code. */
  midLine?: boolean;
}

export const noCarry: Carry = { kind: 'none', prefix: '' };

/** An item whose beginning was cut off from it: it shows no marker. */
export interface OpenItem extends Tokens.ListItem {
  goesOn?: boolean;
}

/** Reads `text`, which begins with the carry's prefix; a list goes on with the number and room it had. */
export function lexFrom(text: string, carry: Carry): Lexed {
  const lexed = lexBlocks(text);
  const first = lexed.blocks.find(({ token }) => token.type !== 'space')?.token;
  if (first && isList(first) && (carry.kind === 'list' || carry.kind === 'item')) {
    if (first.ordered) first.start = carry.number ?? first.start;
    if (carry.loose) first.loose = true;
    const item: OpenItem | undefined = first.items[0];
    if (item && carry.kind === 'item') item.goesOn = true;
  }
  return lexed;
}

const isList = (token: Token): token is Tokens.List => token.type === 'list';

export function followsOn(carry: Carry, token: Token): boolean {
  return token.type === (carry.kind === 'item' ? 'list' : carry.kind);
}
