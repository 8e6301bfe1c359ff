/** Block tokens as React elements, each remembered as long as its source stays the same. */
import { memo } from 'react';
import type { MarkedToken, Token, Tokens } from 'marked';
import { cx } from '../../ui/class-names';
import type { BlockItem, Part } from './blocks';
import { Caret } from './caret';
import { Fence } from './fence';
import { Formula } from './math/formula';
import { Inline } from './inline';
import { List } from './list';
import type { MathToken } from './math/tokens';
import { plainText } from './plain-text';
import { Table } from './table';

export interface BlockProps {
  token: Token;
  /** Grows when link definitions changed what the same source shows. */
  revision: number;
  /** The caret stands at the end of this block. */
  caret: boolean;
  className?: string | undefined;
}

const same = (before: BlockProps, after: BlockProps) =>
  before.token.raw === after.token.raw &&
  before.token.type === after.token.type &&
  before.revision === after.revision &&
  before.caret === after.caret &&
  before.className === after.className;

/** Levels are capped below the app's own headings; the look says the rank. */
const headings = [
  { tag: 'h3', look: 'text-[17px] leading-snug' },
  { tag: 'h4', look: 'text-[15.5px] leading-snug' },
  { tag: 'h5', look: 'text-[14.5px]' },
  { tag: 'h6', look: 'text-[14.5px] text-ink-2' },
] as const;

export const Block = memo(function Block({ token: given, revision, caret, className }: BlockProps) {
  if (given.type === 'math') {
    return (
      <Formula
        tex={(given as MathToken).text}
        source={given.raw}
        caret={caret}
        className={className}
      />
    );
  }
  const token = given as MarkedToken;
  switch (token.type) {
    case 'paragraph':
      return (
        <p className={cx('break-words', className)}>
          <Inline tokens={token.tokens} />
          {caret && <Caret />}
        </p>
      );
    case 'heading': {
      const { tag: Heading, look } =
        headings[Math.min(token.depth, headings.length) - 1] ?? headings[0];
      return (
        <Heading className={cx('font-semibold break-words', look, className)}>
          <Inline tokens={token.tokens} />
          {caret && <Caret />}
        </Heading>
      );
    }
    case 'code':
      return (
        <div className={className}>
          <Fence pieces={[token.text]} lang={token.lang ?? ''} caret={caret} />
        </div>
      );
    case 'blockquote':
      return (
        <blockquote className={cx('border-l-2 border-line pl-3 text-ink-2', className)}>
          <Blocks tokens={token.tokens} revision={revision} caret={caret} />
        </blockquote>
      );
    case 'list':
      return <List list={token} revision={revision} caret={caret} className={className} />;
    case 'table':
      return <Table parts={[{ token, revision }]} caret={caret} className={className} />;
    case 'hr':
      return <hr className={cx('border-line', className)} />;
    case 'html':
      return <Plain text={token.raw} caret={caret} className={className} />;
    case 'text':
      return (
        <p className={cx('break-words', className)}>
          {token.tokens ? <Inline tokens={token.tokens} /> : plainText(token.text)}
          {caret && <Caret />}
        </p>
      );
    default:
      return <Plain text={token.raw} caret={caret} className={className} />;
  }
}, same);

interface ItemProps {
  item: BlockItem;
  caret: boolean;
  className?: string | undefined;
}

const samePart = (before: Part, after: Part | undefined) =>
  before === after ||
  (before.token.raw === after?.token.raw &&
    before.token.type === after.token.type &&
    before.revision === after.revision);

const sameItem = (before: ItemProps, after: ItemProps) =>
  before.caret === after.caret &&
  before.className === after.className &&
  before.item.parts.length === after.item.parts.length &&
  before.item.parts.every((part, at) => samePart(part, after.item.parts[at]));

/** A block at the top level; one that was too long to be read in one piece is still one to look at. */
export const Item = memo(function Item({ item, caret, className }: ItemProps) {
  const { parts } = item;
  const [first] = parts;
  if (!first) return undefined;
  const { token, revision } = first;
  if (parts.length === 1) {
    return <Block token={token} revision={revision} caret={caret} className={className} />;
  }
  if (token.type === 'table') {
    return <Table parts={parts} caret={caret} className={className} />;
  }
  const pieces = parts.map((part, at) => {
    const text = (part.token as Tokens.Code).text;
    return at < parts.length - 1 ? text + (parts[at + 1]?.glue ?? '') : text;
  });
  return (
    <div className={className}>
      <Fence pieces={pieces} lang={(token as Tokens.Code).lang ?? ''} caret={caret} />
    </div>
  );
}, sameItem);

/** HTML is what a model typed, never markup: it is shown as the text it is. */
function Plain({
  text,
  caret,
  className,
}: {
  text: string;
  caret: boolean;
  className?: string | undefined;
}) {
  return (
    <p className={cx('break-words whitespace-pre-wrap', className)}>
      {plainText(text.trimEnd())}
      {caret && <Caret />}
    </p>
  );
}

export const visible = (token: Token) => token.type !== 'space' && token.type !== 'def';

export function Blocks({
  tokens,
  revision,
  caret,
}: {
  tokens: readonly Token[];
  revision: number;
  caret: boolean;
}) {
  const shown = tokens.filter(visible);
  if (shown.length === 0) return caret && <Caret />;
  return shown.map((token, at) => (
    <Block
      key={at}
      token={token}
      revision={revision}
      caret={caret && at === shown.length - 1}
      className={at > 0 ? 'mt-2' : undefined}
    />
  ));
}
