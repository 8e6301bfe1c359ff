/** One of two answers that are compared: a region named by its model, with its head and its conversation. */
import type { ReactNode } from 'react';
import { useFollowEnd } from '../transcript/use-follow-end';
import { ColumnHead } from './column-head';
import type { ColumnHeadProps } from './column-head';

/**
 * Side by side each scrolls for itself, so that the newest of both is in sight however long they are. It is as tall as
 * leaves the question, the head and the lower edge their place in the tallest window. Below each other the window scrolls.
 */
const scrolls = 'min-[560px]:max-h-[430px] min-[560px]:overflow-y-auto';

export function Column({ children, ...head }: ColumnHeadProps & { children: ReactNode }) {
  const { label, session, turns } = head;
  const { scroller, content, onScroll } = useFollowEnd(turns.at(-1)?.id ?? session ?? '');
  return (
    <section aria-label={label} className="min-w-0">
      <ColumnHead {...head} />
      <div
        ref={scroller}
        onScroll={onScroll}
        role="log"
        aria-label={`Answer of ${label}`}
        aria-live="off"
        tabIndex={0}
        className={`${scrolls} focus-visible:-outline-offset-2`}
      >
        <div ref={content} className="space-y-6 px-5 pt-3 pb-4">
          {children}
        </div>
      </div>
    </section>
  );
}
