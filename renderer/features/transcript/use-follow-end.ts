/**
 * Keeps the end of a growing page in sight while the reader is at the end, and only then. Heights are
 * watched by the browser (ResizeObserver), so a delta costs one write of scrollTop.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** The reader counts as being at the end within this many px. */
const nearPx = 48;

export interface FollowEnd {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** The reader is elsewhere and something was added below. */
  newBelow: boolean;
  toEnd: () => void;
  onScroll: () => void;
}

/** `subject` is what is read: another one starts at its end. `earlier` counts what was put before the rest. */
export function useFollowEnd(subject: string, earlier: number): FollowEnd {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const height = useRef(0);
  const [newBelow, setNewBelow] = useState(false);

  const toEnd = useCallback(() => {
    const element = scroller.current;
    following.current = true;
    setNewBelow(false);
    if (element) element.scrollTop = element.scrollHeight;
  }, []);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const left = element.scrollHeight - element.clientHeight - element.scrollTop;
    following.current = left <= nearPx;
    if (following.current) setNewBelow(false);
  }, []);

  useLayoutEffect(() => {
    if (subject !== '') toEnd();
  }, [subject, toEnd]);

  // What came before must not push what is being read: the distance to the end stays.
  const before = useRef(earlier);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && earlier > before.current && !following.current) {
      element.scrollTop += element.scrollHeight - height.current;
    }
    before.current = earlier;
    height.current = element?.scrollHeight ?? 0;
  }, [earlier]);

  useEffect(() => {
    const element = content.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const outer = scroller.current;
      if (!outer) return;
      const grew = outer.scrollHeight > height.current;
      height.current = outer.scrollHeight;
      if (following.current) outer.scrollTop = outer.scrollHeight;
      else if (grew) setNewBelow(true);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  return { scroller, content, newBelow, toEnd, onScroll };
}
