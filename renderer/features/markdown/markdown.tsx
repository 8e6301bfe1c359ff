/**
 * What a model wrote, as it streams: one more delta reads and renders the open tail alone. Nothing in it can
 * run, load or navigate: HTML is text, images are words, links are opened by our own click handler.
 */
import { memo } from 'react';
import type { Tokens } from 'marked';
import { cx } from '../../ui/class-names';
import type { BlockGroup } from './blocks';
import { Caret } from './caret';
import { Item } from './item';
import { LinkOpener } from './link';
import type { OpenLink } from './link';
import { MoreButton } from './more-button';
import { useReading } from './use-reading';
import { useSections } from './use-sections';
import { useSteadyText } from './use-steady-text';

export interface MarkdownProps {
  text: string;
  /** The answer still grows: shows the caret (its colour is `--caret`, amber unless said). */
  streaming?: boolean;
  /** Instead of the desktop's browser. May answer with what went wrong. */
  onLink?: OpenLink;
  className?: string;
}

export const Markdown = memo(function Markdown(props: MarkdownProps) {
  const { streaming = false, onLink, className } = props;
  const text = useSteadyText(props.text, streaming);
  const { sections, before, after, showBefore, showAfter } = useSections(text, streaming);
  const last = sections.length - 1;
  const shown = (
    // Marks piled on a letter (“zalgo”) may not paint over what stands above and below the answer.
    <div
      className={cx(
        'text-read text-ink [overflow-clip-margin:6px] [overflow-wrap:anywhere] [overflow-y:clip]',
        className,
      )}
    >
      {before > 0 && <MoreButton side="before" left={before} onClick={showBefore} />}
      {sections.map(({ start, source }, at) => (
        <Section key={start} text={source} streaming={streaming && at === last && after === 0} />
      ))}
      {after > 0 && <MoreButton side="after" left={after} onClick={showAfter} />}
    </div>
  );
  return onLink ? <LinkOpener value={onLink}>{shown}</LinkOpener> : shown;
});

/** A part of the answer that is read by itself: all of it, unless it is longer than most. */
const Section = memo(function Section({ text, streaming }: { text: string; streaming: boolean }) {
  const { groups, behind } = useReading(text);
  const caret = streaming && !behind;
  return (
    <>
      {groups.map((group, at) => (
        <Group
          key={at}
          group={group}
          caret={caret && at === groups.length - 1}
          isFar={groups.length > manyGroups && at < groups.length - 2}
        />
      ))}
      {caret && groups.length === 0 && (
        <p>
          <Caret />
        </p>
      )}
    </>
  );
});

/** From here on, groups that are out of sight are not laid out. */
const manyGroups = 8;

const Group = memo(function Group(props: { group: BlockGroup; caret: boolean; isFar: boolean }) {
  const { group, caret, isFar } = props;
  return (
    <div className={cx(isFar && '[contain-intrinsic-size:auto_600px] [content-visibility:auto]')}>
      {group.map((item, at) => (
        <Item
          key={item.index}
          item={item}
          caret={caret && at === group.length - 1}
          className={roomAbove(item)}
        />
      ))}
    </div>
  );
});

function roomAbove({ index, follows, parts }: BlockGroup[number]): string | undefined {
  const token = parts[0]?.token;
  const type = token?.type;
  if (index === 0) return undefined;
  // The next piece of what is one block to a reader.
  if (follows && type === 'list') return (token as Tokens.List).loose ? 'mt-2' : 'mt-0.5';
  if (follows) return type === 'blockquote' ? 'pt-2' : undefined;
  return type === 'heading' ? 'mt-5' : type === 'hr' ? 'my-4' : 'mt-3';
}
