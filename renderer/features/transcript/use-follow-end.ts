/**
 * Keeps the end of a growing page in sight while the reader is at the end, and only then. Heights are
 * watched by the browser (ResizeObserver), so a delta costs one write of scrollTop.
 */
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** The reader counts as being at the end within this many px. */
const nearPx = 48;

/** A scroller at one moment, px. */
export interface ScrollPlace {
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
export function followsAfter(following: boolean, before: ScrollPlace, now: ScrollPlace): boolean {
  if (now.height - now.view - now.top <= nearPx) return true;
  const movedUp = now.top < before.top && now.height >= before.height;
  return following && !movedUp;
}

/**
 * Who follows the end is not held by the browser's scroll anchoring: it would move them up by what became less above them,
 * and together with more at the end that looks like a person who leaves.
 */
export function anchorUnless(following: boolean, scroller: HTMLElement): void {
  scroller.style.overflowAnchor = following ? 'none' : '';
}

export const nowhere: ScrollPlace = { top: 0, height: 0, view: 0 };

export function scrollPlace(element: HTMLElement): ScrollPlace {
  return { top: element.scrollTop, height: element.scrollHeight, view: element.clientHeight };
}

export interface FollowEnd {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  onScroll: () => void;
}

/** For a short list that is laid out whole. `subject` is what is read, or what was asked last: another one starts at its end. */
export function useFollowEnd(subject: string): FollowEnd {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const last = useRef(nowhere);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const now = scrollPlace(element);
    following.current = followsAfter(following.current, last.current, now);
    anchorUnless(following.current, element);
    last.current = now;
  }, []);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (subject === '' || !element) return;
    following.current = true;
    anchorUnless(true, element);
    element.scrollTop = element.scrollHeight;
    last.current = scrollPlace(element);
  }, [subject]);

  useEffect(() => {
    const outer = scroller.current;
    const inner = content.current;
    if (!outer || !inner) return;
    const observer = new ResizeObserver(() => {
      if (following.current) outer.scrollTop = outer.scrollHeight;
      last.current = scrollPlace(outer);
    });
    observer.observe(inner);
    // The composer grows and shrinks beside it.
    observer.observe(outer);
    return () => observer.disconnect();
  }, []);

  return { scroller, content, onScroll };
}
