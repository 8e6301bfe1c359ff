/**
 * One way to write each word of a shell line, so that two words are written alike only where a shell takes them for
 * the same: plain ones as they are, others in single quotes, what is filled in later as it stands. Pure.
 */
import type { Node } from 'web-tree-sitter';
import { begin, slices } from './shell-nodes';

export interface Word {
  /** As it stands in a rule. */
  text: string;
  /** What the command gets; absent where a shell fills something in. */
  value?: string;
  /** What is filled in may become several words, or begin with a dash. */
  open: boolean;
}

type Piece =
  | { kind: 'literal'; value: string }
  /** Patterns, braces and `~`: a shell puts names in their place. */
  | { kind: 'active'; value: string }
  | { kind: 'filled'; text: string; quoted: boolean };

/** `inner` writes what stands in a substitution. */
export function readWord(node: Node, line: string, inner: (node: Node) => string): Word {
  const found = merge(pieces(node, line, inner, false));
  if (found.every((piece) => piece.kind === 'literal')) {
    const value = found.map((piece) => piece.value).join('');
    return { text: quote(value), value, open: false };
  }
  const [first] = found;
  return {
    text: found.map(write).join(''),
    // A name that begins with a pattern can be an option; a name behind a literal beginning cannot.
    open:
      found.some((piece) => piece.kind === 'filled' && !piece.quoted) || first?.kind !== 'literal',
  };
}

/** Written with nothing that a shell would read; every value has one such form, on one line. */
export function quote(value: string): string {
  if (/^[\p{L}\p{N}_\-./:@%+=,^!][\p{L}\p{N}_\-./:@%+=,^!~#]*$/u.test(value)) return value;
  if (value === '{}' || /^[\w@^~./-]*@\{[\w-]+\}$/.test(value)) return value;
  if (!/[\n\t]/.test(value)) return `'${value.replaceAll("'", "'\\''")}'`;
  const escaped = value.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t');
  return `$'${escaped}'`;
}

function pieces(node: Node, line: string, inner: (node: Node) => string, quoted: boolean): Piece[] {
  const text = line.slice(begin(node, line), node.endIndex);
  switch (node.type) {
    case 'command_name':
    case 'concatenation':
      return node.children.flatMap((child) => pieces(child, line, inner, quoted));
    case 'raw_string':
      return [{ kind: 'literal', value: text.slice(1, -1) }];
    case 'ansi_c_string':
      return [
        { kind: 'literal', value: text.slice(2, -1).replace(/\\(.)/g, (_, sign) => ansi(sign)) },
      ];
    case 'string':
      return inQuotes(node, line, inner);
    case 'simple_expansion':
    case 'expansion':
    case 'arithmetic_expansion':
      return [{ kind: 'filled', text: text.replace(/\s+/g, ' '), quoted }];
    case 'command_substitution':
      return [{ kind: 'filled', text: `$(${inner(node)})`, quoted }];
    case 'process_substitution':
      return [{ kind: 'filled', text: `${text[0]}(${inner(node)})`, quoted }];
    case 'brace_expression':
      return [{ kind: 'active', value: text }];
    case 'number':
      if (node.childCount > 0) return [{ kind: 'filled', text, quoted }];
      return [{ kind: 'literal', value: text }];
    default:
      return bare(text);
  }
}

/** Text and what is filled in take turns. */
function inQuotes(node: Node, line: string, inner: (node: Node) => string): Piece[] {
  const texts = slices(node, line).map((value) => value.replace(/\\([\\$`"\n])/g, unescape));
  const filled = node.namedChildren.filter((child) => /expansion|substitution/.test(child.type));
  return texts.flatMap((value, index) => {
    const next = filled[index];
    const literal: Piece = { kind: 'literal', value };
    return next ? [literal, ...pieces(next, line, inner, true)] : [literal];
  });
}

const unescape = (_: string, sign: string) => (sign === '\n' ? '' : sign);
const ansi = (sign: string) => ({ n: '\n', t: '\t', r: '\r' })[sign] ?? sign;

/** A word without quotes: a sign behind a backslash is itself, some others stand for names. */
function bare(text: string): Piece[] {
  return [...text.matchAll(/\\([\s\S])|([*?[\]{}~])|[^\\*?[\]{}~]+/gu)].map((match) => {
    const [all, escaped, sign] = match;
    if (escaped !== undefined) return { kind: 'literal', value: escaped };
    return sign === undefined || !isActive(sign, text, match.index)
      ? { kind: 'literal', value: all }
      : { kind: 'active', value: sign };
  });
}

function isActive(sign: string, text: string, at: number): boolean {
  // Of a word in pieces only the first begins the word; to take another for one as well does no harm.
  if (sign === '~') return at === 0 || text[at - 1] === '=' || text[at - 1] === ':';
  if (sign === '{' || sign === '}') return text !== '{}' && !/^[^{]*@\{[\w-]+\}$/.test(text);
  return true;
}

function merge(found: readonly Piece[]): Piece[] {
  const merged: Piece[] = [];
  for (const piece of found) {
    const last = merged.at(-1);
    if (piece.kind !== 'filled' && last?.kind === piece.kind) {
      merged[merged.length - 1] = { kind: piece.kind, value: last.value + piece.value };
    } else if (piece.kind === 'filled' || piece.value !== '') merged.push(piece);
  }
  // The grammar takes the two braces of `find … {}` for two words.
  const [only] = merged;
  if (merged.length === 1 && only?.kind === 'active' && only.value === '{}') {
    return [{ kind: 'literal', value: '{}' }];
  }
  return merged.length === 0 ? [{ kind: 'literal', value: '' }] : merged;
}

function write(piece: Piece): string {
  if (piece.kind === 'literal') return quote(piece.value);
  if (piece.kind === 'active') return piece.value;
  return piece.quoted ? `"${piece.text}"` : piece.text;
}
