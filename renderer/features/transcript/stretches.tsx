/** A long list with its middle left out until it is asked for, a chunk at a time, or until a jump leads into it. */
import { Fragment, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from '../../ui/button';
import { count, plural } from '../../ui/format';
import { stretchesOf } from './group';

/** So many more at a press: laid out within a few frames. */
const chunk = 200;

export interface StretchesProps<Entry> {
  entries: readonly Entry[];
  head: number;
  tail: number;
  /** What one is called: step, part. */
  one: string;
  /** The one a jump leads to; another `serial` is another jump. */
  reveal?: { index: number; serial: number } | undefined;
  children: (entry: Entry, index: number) => ReactNode;
  /** The button stands in a list, and has to be an item of it. */
  inList?: boolean;
}

export function Stretches<Entry>(props: StretchesProps<Entry>) {
  const { entries, head, tail, one, reveal, children, inList = false } = props;
  const [opened, setOpened] = useState<Array<[number, number]>>([]);
  const [seen, setSeen] = useState<number>();
  if (reveal && reveal.serial !== seen) {
    setSeen(reveal.serial);
    if (reveal.index >= 0) setOpened([...opened, [reveal.index - 10, reveal.index + 20]]);
  }
  return stretchesOf(entries.length, { head, tail, opened }).map(({ from, to, shown }) => {
    if (shown) {
      return (
        <Fragment key={`from-${from}`}>
          {entries.slice(from, to).map((entry, at) => children(entry, from + at))}
        </Fragment>
      );
    }
    const hidden = to - from;
    const more = Math.min(chunk, hidden);
    const button = (
      <Button size="small" tone="quiet" onClick={() => setOpened([...opened, [from, from + more]])}>
        {hidden <= chunk
          ? `Show all ${count(entries.length)} ${one}s`
          : `Show ${more} more of ${plural(hidden, `hidden ${one}`)}`}
      </Button>
    );
    const key = `hidden-${to === entries.length - tail ? 'end' : to}`;
    return inList ? (
      <li key={key} className="border-b border-line-soft px-1.5 py-1 text-center">
        {button}
      </li>
    ) : (
      <div key={key} className="text-center">
        {button}
      </div>
    );
  });
}
