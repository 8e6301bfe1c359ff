/**
 * The line that is being written: what has begun to be bold, code or a link is shown as what it is about to be,
 * so that signs do not flash up while their end is on the way. Once it is written, the text alone decides.
 */
import type { Token, Tokens } from 'marked';
import { Caret } from './caret';
import { Inline } from './inline';

export interface GrowingProps {
  tokens: readonly Token[];
  /** The caret stands at its end. */
  caret: boolean;
}

export function Growing({ tokens, caret }: GrowingProps) {
  return (
    <>
      <Inline tokens={caret ? asItWillBe(tokens) : tokens} />
      {caret && <Caret />}
    </>
  );
}

const openLink = /(?<![\w\]!])\[([^\][\n]+)\]\([^\s()]*$/;
const openMark = /(?<=^|[\s(>])(\*\*|`)(?=[^\s*`])([^*`\n]*)$/;

/** The same tokens, but for a last one that is not finished. */
export function asItWillBe(tokens: readonly Token[]): readonly Token[] {
  const last = tokens.at(-1);
  if (last === undefined) return tokens;
  // The address itself is read as a link as it comes.
  const isAddress = last.type === 'link' && (last as Tokens.Link).text === last.raw;
  const from = isAddress ? tokens.length - 2 : tokens.length - 1;
  const words = tokens[from];
  if (words?.type !== 'text' || ('tokens' in words && words.tokens)) return tokens;
  const raw = isAddress ? words.raw + last.raw : words.raw;
  const before = tokens.slice(0, from);
  const link = openLink.exec(raw);
  if (link) return [...before, text(raw.slice(0, link.index)), text(link[1] ?? '')];
  const mark = isAddress ? null : openMark.exec(raw);
  if (!mark) return tokens;
  const [whole, sign, inside = ''] = mark;
  const held = sign === '`' ? code(whole, inside) : bold(whole, inside);
  return [...before, text(raw.slice(0, mark.index)), held];
}

const text = (raw: string): Tokens.Text => ({ type: 'text', raw, text: raw, escaped: false });
const code = (raw: string, inside: string): Tokens.Codespan => ({
  type: 'codespan',
  raw,
  text: inside,
});
const bold = (raw: string, inside: string): Tokens.Strong => ({
  type: 'strong',
  raw,
  text: inside,
  tokens: [text(inside)],
});
