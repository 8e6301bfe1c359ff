/** A list, or a piece of a long one. An item is remembered as long as its source stays the same. */
import { memo } from 'react';
import type { ReactNode } from 'react';
import type { Tokens } from 'marked';
import { cx } from '../../ui/class-names';
import { Block, visible } from './block';
import type { OpenItem } from './carry';
import { Caret } from './caret';
import { Checkbox, Inline } from './inline';
import { plainText } from './plain-text';

export function List(props: {
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
          {text.tokens ? <Inline tokens={text.tokens} /> : plainText(text.text)}
          {here && <Caret />}
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
