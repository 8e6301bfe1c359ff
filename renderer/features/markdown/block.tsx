/** Block tokens as React elements, each remembered as long as its source stays the same. */
import { memo } from 'react';
import type { ReactNode } from 'react';
import type { MarkedToken, Token, Tokens } from 'marked';
import { cx } from '../../ui/class-names';
import type { OpenItem } from './carry';
import { Caret } from './caret';
import { Fence } from './fence';
import { Formula } from './math/formula';
import { Growing } from './growing';
import { Checkbox } from './inline';
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

/**
 * Under a turn's own heading (h2). An answer begins with `#` or `##`, as models like it, and both are its first
 * rank to a screen reader, so that no level is skipped; the look says which it was.
 */
const headings = [
  { tag: 'h3', look: 'text-[17px] leading-snug' },
  { tag: 'h3', look: 'text-[15.5px] leading-snug' },
  { tag: 'h4', look: 'text-[14.5px]' },
  { tag: 'h5', look: 'text-[14.5px] text-ink-2' },
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
          <Growing tokens={token.tokens} caret={caret} />
        </p>
      );
    case 'heading': {
      const { tag: Heading, look } =
        headings[Math.min(token.depth, headings.length) - 1] ?? headings[0];
      return (
        <Heading className={cx('font-semibold break-words', look, className)}>
          <Growing tokens={token.tokens} caret={caret} />
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
          {token.tokens ? <Growing tokens={token.tokens} caret={caret} /> : plainText(token.text)}
          {!token.tokens && caret && <Caret />}
        </p>
      );
    default:
      return <Plain text={token.raw} caret={caret} className={className} />;
  }
}, same);

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

const visible = (token: Token) => token.type !== 'space' && token.type !== 'def';

function Blocks({
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

function List(props: {
  list: Tokens.List;
  revision: number;
  caret: boolean;
  className?: string | undefined;
}) {
  const { list, revision, caret, className } = props;
  const items = list.items.map((item, at) => (
    <Item
      key={at}
      item={item}
      loose={list.loose}
      revision={revision}
      caret={caret && at === list.items.length - 1}
      first={at === 0}
    />
  ));
  const look = cx('pl-6', className);
  if (!list.ordered) return <ul className={cx('list-disc', look)}>{items}</ul>;
  return (
    <ol className={cx('list-decimal', look)} start={list.start === '' ? 1 : list.start}>
      {items}
    </ol>
  );
}

interface ItemProps {
  item: OpenItem;
  loose: boolean;
  revision: number;
  caret: boolean;
  first: boolean;
}

const sameItem = (before: ItemProps, after: ItemProps) =>
  before.item.raw === after.item.raw &&
  before.item.text === after.item.text &&
  before.loose === after.loose &&
  before.revision === after.revision &&
  before.caret === after.caret &&
  before.first === after.first;

const Item = memo(function Item({ item, loose, revision, caret, first }: ItemProps) {
  const room = first ? undefined : loose ? 'mt-2' : 'mt-0.5';
  const look = cx(item.task && '-ml-5 list-none', item.goesOn && 'list-none');
  return (
    <li className={cx('pl-0.5 marker:text-ink-3', look, room)}>
      {itemContent(item, revision, caret)}
    </li>
  );
}, sameItem);

/** A tight item's text stands bare in it; everything else is a block of its own. */
function itemContent(item: OpenItem, revision: number, caret: boolean): ReactNode {
  const shown = item.tokens.filter(visible);
  if (shown.length === 0) return caret && <Caret />;
  return shown.map((token, at) => {
    const here = caret && at === shown.length - 1;
    if (token.type === 'checkbox')
      return <Checkbox key={at} checked={(token as Tokens.Checkbox).checked} />;
    if (token.type === 'text') {
      const text = token as Tokens.Text;
      return (
        <span key={at} className="break-words">
          {text.tokens ? <Growing tokens={text.tokens} caret={here} /> : plainText(text.text)}
          {!text.tokens && here && <Caret />}
        </span>
      );
    }
    return (
      <Block
        key={at}
        token={token}
        revision={revision}
        caret={here}
        className={at > 0 ? 'mt-1' : undefined}
      />
    );
  });
}
