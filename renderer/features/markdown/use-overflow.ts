/** Tells whether what an element holds is wider than it: then it scrolls, and must be reached by keyboard. */
import { useLayoutEffect, useState } from 'react';
import type { RefObject } from 'react';

export function useOverflow(element: RefObject<HTMLElement | null>): boolean {
  const [isWide, setIsWide] = useState(false);
  useLayoutEffect(() => {
    const { current } = element;
    if (!current) return undefined;
    const observer = new ResizeObserver(() => setIsWide(current.scrollWidth > current.clientWidth));
    observer.observe(current);
    if (current.firstElementChild) observer.observe(current.firstElementChild);
    return () => observer.disconnect();
  }, [element]);
  return isWide;
}
