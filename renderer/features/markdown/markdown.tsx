/**
 * What a model wrote, as it streams: one more delta reads and renders the open tail alone. Nothing in it can
 * run, load or navigate: HTML is text, images are words, links are opened by our own click handler.
 */
import { memo, useState } from 'react';
import { cx } from '../../ui/class-names';
import { Block } from './block';
import { nothingRead, readOn } from './blocks';
import type { BlockGroup, Reading } from './blocks';
import { Caret } from './caret';
import { LinkOpener } from './link';
import type { OpenLink } from './link';

export interface MarkdownProps {
  text: string;
  /** The answer still grows: shows the caret (its colour is `--caret`, amber unless said). */
  streaming?: boolean;
  /** Instead of the desktop's browser. May answer with what went wrong. */
  onLink?: OpenLink;
  className?: string;
}

export const Markdown = memo(function Markdown(props: MarkdownProps) {
  const { text, streaming = false, onLink, className } = props;
  const [remembered] = useState<{ reading: Reading }>(() => ({ reading: nothingRead }));
  const reading = readOn(remembered.reading, text);
  // A memory of what was read, not state: reading on from it or from nothing gives the same.
  remembered.reading = reading;
  const { groups } = reading;
  const shown = (
    <div className={cx('text-read text-ink [overflow-wrap:anywhere]', className)}>
      {groups.map((group, at) => (
        <Group key={at} group={group} caret={streaming && at === groups.length - 1} />
      ))}
      {streaming && groups.length === 0 && (
        <p>
          <Caret />
        </p>
      )}
    </div>
  );
  return onLink ? <LinkOpener value={onLink}>{shown}</LinkOpener> : shown;
});

const Group = memo(function Group({ group, caret }: { group: BlockGroup; caret: boolean }) {
  return (
    <div>
      {group.map(({ index, token, revision }, at) => (
        <Block
          key={index}
          token={token}
          revision={revision}
          caret={caret && at === group.length - 1}
          className={index > 0 ? roomAbove(token.type) : undefined}
        />
      ))}
    </div>
  );
});

const roomAbove = (type: string) => (type === 'heading' ? 'mt-5' : type === 'hr' ? 'my-4' : 'mt-3');
