/** A block at the top level of an answer, put together where it was too long to be read in one piece. */
import { memo } from 'react';
import type { Tokens } from 'marked';
import { Block } from './block';
import type { BlockItem, Part } from './blocks';
import { Fence } from './fence';
import { Table } from './table';

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
