/**
 * Owns where a text is cut that is read a piece at a time. Blocks that a blank line has closed are cut off as
 * they are; one block that goes on and on is cut inside: a list between its items, a table between its rows,
 * code between its lines, a paragraph between its sentences. Where, the text alone decides, never how it came.
 */
import type { MarkedToken, Token, Tokens } from 'marked';
import { noCarry } from './carry';
import type { Carry } from './carry';
import type { LexedBlock } from './lexer';

export interface Cut {
  /** How far the text was taken. */
  end: number;
  carry: Carry;
}

/** Characters after which an open list, table or fence is cut, and after which anything is. */
export const shortWindow = 2_000;
export const longWindow = 4_000;
/** A longer fence line or table head is cut off when it is read again. */
const longestPrefix = 1_000;

/** The text from `pos` on that a cut is decided by: whole lines, where there are any. */
export function windowAt(text: string, pos: number, size: number): string {
  const end = text.lastIndexOf('\n', pos + size - 1) + 1;
  return text.slice(pos, end >= pos + size / 2 ? end : pos + size);
}

/**
 * How many of these blocks no later text can change, and where they end. A block is closed when a blank line
 * ends it and the block after it has its first line complete: whether a list, a quote or a paragraph goes on is
 * decided by that line alone, and what reads past blank lines (an open fence, open HTML) has no block after it.
 */
export function closedBlocks(
  blocks: readonly LexedBlock[],
  text: string,
): { count: number; end: number } {
  const starts = startsOf(blocks);
  for (let index = blocks.length - 1; index > 0; index -= 1) {
    const start = starts[index] ?? 0;
    if (blocks[index]?.token.type === 'space') continue;
    if (text.indexOf('\n', start) < 0) continue;
    if (/\n[ \t]*\n$/.test(text.slice(Math.max(0, start - 200), start))) {
      return { count: index, end: start };
    }
  }
  return { count: 0, end: 0 };
}

function startsOf(blocks: readonly LexedBlock[]): number[] {
  let at = 0;
  return blocks.map(({ token }) => {
    const start = at;
    at += token.raw.length;
    return start;
  });
}

/**
 * Where to cut `text` (`carry.prefix` and what follows), none of whose blocks is closed. `isLong`: it must be
 * cut somewhere now. The cut is beyond the prefix, and counts from its end.
 */
export function cutInside(
  blocks: readonly LexedBlock[],
  text: string,
  carry: Carry,
  isLong: boolean,
): Cut | undefined {
  const skip = carry.prefix.length;
  const starts = startsOf(blocks);
  const last = blocks.findLastIndex(({ token }) => token.type !== 'space');
  const start = starts[last] ?? 0;
  const token = blocks[last]?.token as MarkedToken | undefined;
  if (!token) return { end: text.length - skip, carry: noCarry };
  if (start > skip) return { end: start - skip, carry: noCarry };
  const found = insideOf(token, text.slice(start), isLong);
  if (found && start + found.end > skip) return { ...found, end: start + found.end - skip };
  if (!isLong) return undefined;
  // Blank lines have ended it, though nothing stands after them yet.
  if (last < blocks.length - 1) return { end: text.lastIndexOf('\n') + 1 - skip, carry: noCarry };
  const end = textCut(text, Math.max(skip, text.length / 2), beforeLetter);
  return {
    end: end - skip,
    carry: token.type === 'paragraph' ? { kind: 'paragraph', prefix: '' } : noCarry,
  };
}

/** `text` begins with the token. */
function insideOf(token: MarkedToken, text: string, isLong: boolean): Cut | undefined {
  switch (token.type) {
    case 'list':
      return insideList(token, text, isLong);
    case 'table':
      return insideTable(token);
    case 'code':
      return token.codeBlockStyle === 'indented'
        ? insideIndented(text, isLong)
        : insideFence(token, text, isLong);
    case 'blockquote':
      return isLong ? insideQuote(token, text) : undefined;
    default:
      return undefined;
  }
}

function insideList(list: Tokens.List, text: string, isLong: boolean): Cut | undefined {
  const { items, loose } = list;
  const open = items.at(-1);
  if (!open) return undefined;
  const first = typeof list.start === 'number' ? list.start : 1;
  const number = first + items.length - 1;
  if (items.length > 1) {
    const end = items.slice(0, -1).reduce((sum, item) => sum + item.raw.length, 0);
    return { end, carry: { kind: 'list', prefix: '', number, loose } };
  }
  if (!isLong) return undefined;
  const end = lastLine(text, /^ {2}[ ]*\S/);
  const marker = /^ {0,3}(?:[*+-]|\d{1,9}[.)])/.exec(open.raw)?.[0];
  if (end <= 0 || marker === undefined) return undefined;
  const indent = ' '.repeat(marker.length + 1);
  const fence = openFence(open.tokens.at(-1));
  const prefix = `${marker}\n${fence === undefined ? '' : `${indent}${fence}\n`}`;
  return { end, carry: { kind: 'item', prefix, number, loose } };
}

function insideTable(table: Tokens.Table): Cut | undefined {
  const head = lineStart(table.raw, 2);
  if (table.rows.length < 2 || head > longestPrefix) return undefined;
  const end = lineStart(table.raw, 2 + table.rows.length - 1);
  return { end, carry: { kind: 'table', prefix: table.raw.slice(0, head) } };
}

function insideFence(token: Tokens.Code, text: string, isLong: boolean): Cut | undefined {
  const fence = openFence(token);
  if (fence === undefined) return { end: token.raw.length, carry: noCarry };
  const body = text.indexOf('\n') + 1;
  const prefix = `${fence}\n`;
  const end = lastLine(text, /(?:)/);
  if (body > 0 && end > body) return { end, carry: { kind: 'code', prefix } };
  if (!isLong || body === 0) return undefined;
  const within = textCut(text, Math.max(body, text.length / 2), beforeCode);
  return { end: within, carry: { kind: 'code', prefix, midLine: true } };
}

function insideIndented(text: string, isLong: boolean): Cut | undefined {
  const end = isLong ? lastLine(text, /^ {4}\s*\S/) : 0;
  return end > 0 ? { end, carry: { kind: 'code', prefix: '' } } : undefined;
}

/** Between two blocks of the quote if that takes half of it, else between two lines. */
function insideQuote(quote: Tokens.Blockquote, text: string): Cut | undefined {
  const before = quote.tokens.slice(0, -1).reduce((sum, { raw }) => sum + newlines(raw), 0);
  const between = lineStart(text, before);
  const carry: Carry = { kind: 'blockquote', prefix: '' };
  if (between > text.length / 2 && /^ {0,3}>/.test(text.slice(between, between + 4))) {
    return { end: between, carry };
  }
  const end = lastLine(text, /^ {0,3}>/);
  if (end <= 0) return undefined;
  const inner = quote.tokens.at(-1);
  const fence = openFence(inner);
  if (fence !== undefined) return { end, carry: { kind: 'blockquote', prefix: `> ${fence}\n` } };
  if (inner?.type === 'table' && (inner as Tokens.Table).rows.length > 1) {
    const head = inner.raw.slice(0, lineStart(inner.raw, 2)).trimEnd().split('\n');
    const prefix = head.map((line) => `> ${line}\n`).join('');
    if (prefix.length <= longestPrefix) return { end, carry: { kind: 'blockquote', prefix } };
  }
  return { end, carry };
}

/** The opening line of a fence that nothing has closed yet. */
function openFence(token: Token | undefined): string | undefined {
  if (token?.type !== 'code') return undefined;
  const line = token.raw.split('\n', 1)[0] ?? '';
  const fence = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
  if (fence === undefined) return undefined;
  const lines = token.raw.trimEnd().split('\n');
  const closing = new RegExp(`^ {0,3}${fence[0]}{${Math.min(fence.length, 1000)},}[ \\t]*$`);
  if (lines.length > 1 && closing.test(lines.at(-1) ?? '')) return undefined;
  return line.slice(0, longestPrefix);
}

const newlines = (text: string) => text.split('\n').length - 1;

/** Where line `count` (from 0) begins; the end where there are fewer. */
function lineStart(text: string, count: number): number {
  let at = 0;
  for (let line = 0; line < count; line += 1) {
    at = text.indexOf('\n', at) + 1;
    if (at === 0) return text.length;
  }
  return at;
}

/** Where the last line begins that looks like this and is not the first; 0 where there is none. */
function lastLine(text: string, look: RegExp): number {
  let at = text.lastIndexOf('\n', text.length - 2);
  while (at >= 0) {
    const end = text.indexOf('\n', at + 1);
    if (look.test(text.slice(at + 1, end < 0 ? undefined : end))) return at + 1;
    at = at === 0 ? -1 : text.lastIndexOf('\n', at - 1);
  }
  return 0;
}

/** Best first: at a line's end, a sentence's, a word's; what follows begins with a letter, so it opens no block. */
const beforeLetter = [/\n(?=\p{L})/gu, /[.!?…。！？]["')\]*_]*\s+(?=\p{L})/gu, /[ \t](?=\p{L})/gu];
/** What follows cannot be taken for the end of the fence, and loses no indentation. */
const beforeCode = [/[^\s`~](?=[^\s`~])/gu];

/** The last place in `text` from `from` on where one of `places` ends, else between two whole characters. */
function textCut(text: string, from: number, places: readonly RegExp[]): number {
  const least = Math.ceil(from);
  const part = text.slice(least);
  for (const place of places) {
    let end = 0;
    for (const { 0: found, index } of part.matchAll(place)) end = index + found.length;
    if (end > 0 && end < part.length) return least + end;
  }
  let at = text.length - 1;
  for (let steps = 0; steps < 64 && at > least + 1; steps += 1) {
    const code = text.codePointAt(at) ?? 0;
    const isInside = code >= 0xdc00 && code <= 0xdfff;
    if (!isInside && !/[\p{M}\u200d]/u.test(String.fromCodePoint(code))) break;
    at -= 1;
  }
  return Math.max(at, least + 1);
}
