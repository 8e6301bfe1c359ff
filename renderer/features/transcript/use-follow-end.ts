/**
 * Keeps the end of a growing page in sight while the reader is at the end, and only then. Heights are
 * watched by the browser (ResizeObserver), so a delta costs one write of scrollTop.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** The reader counts as being at the end within this many px. */
const nearPx = 48;

/** A scroller at one moment, px. */
export interface Place {
  top: number;
  /** Of all that can be scrolled. */
  height: number;
  /** Of what is in sight. */
  view: number;
}

/**
 * Whether the reader still is at the end after a scroll. Only a person moving up leaves it: a box that
 * shrinks, or content that grows or folds under a reader at the end, does not.
 */
export function followsAfter(following: boolean, before: Place, now: Place): boolean {
  if (now.height - now.view - now.top <= nearPx) return true;
  const movedUp = now.top < before.top && now.height >= before.height;
  return following && !movedUp;
}

export interface FollowEnd {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** The reader is elsewhere and something was added below. */
  newBelow: boolean;
  toEnd: () => void;
  onScroll: () => void;
}

const nowhere: Place = { top: 0, height: 0, view: 0 };

function placeOf(element: HTMLElement): Place {
  return { top: element.scrollTop, height: element.scrollHeight, view: element.clientHeight };
}

/**
 * `subject` is what is read: another one starts at its end. `earlier` counts what was put before the rest, `latest`
 * what arrived: what only grows, because it was unfolded or the window became narrow, is not new.
 */
export function useFollowEnd(subject: string, earlier: number, latest = 0): FollowEnd {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const last = useRef(nowhere);
  const [newBelow, setNewBelow] = useState(false);

  const toEnd = useCallback(() => {
    const element = scroller.current;
    following.current = true;
    setNewBelow(false);
    if (!element) return;
    element.scrollTop = element.scrollHeight;
    last.current = placeOf(element);
  }, []);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const now = placeOf(element);
    following.current = followsAfter(following.current, last.current, now);
    last.current = now;
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
      element.scrollTop += element.scrollHeight - last.current.height;
      last.current = placeOf(element);
    }
    before.current = earlier;
  }, [earlier]);

  const arrived = useRef(latest);
  useLayoutEffect(() => {
    arrived.current = latest;
  }, [latest]);

  useEffect(() => {
    const outer = scroller.current;
    const inner = content.current;
    if (!outer || !inner) return;
    let shown = arrived.current;
    const observer = new ResizeObserver(() => {
      const grew = arrived.current !== shown && outer.scrollHeight > last.current.height;
      shown = arrived.current;
      if (following.current) outer.scrollTop = outer.scrollHeight;
      else if (grew) setNewBelow(true);
      last.current = placeOf(outer);
    });
    observer.observe(inner);
    // The composer grows and shrinks beside it.
    observer.observe(outer);
    return () => observer.disconnect();
  }, []);

  return { scroller, content, newBelow, toEnd, onScroll };
}
