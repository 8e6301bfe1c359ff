/** Whether an element can be seen now: it is in view, and the page is not hidden. */
import { useEffect, useState } from 'react';
import type { RefObject } from 'react';

export function useSeen(element: RefObject<HTMLElement | null>): boolean {
  const [inView, setInView] = useState(false);
  const [hidden, setHidden] = useState(() => document.hidden);
  useEffect(() => {
    const follow = () => setHidden(document.hidden);
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => document.removeEventListener('visibilitychange', follow);
  }, []);
  useEffect(() => {
    const { current } = element;
    if (!current) return;
    const observer = new IntersectionObserver((entries) => {
      const newest = entries.at(-1);
      if (newest) setInView(newest.isIntersecting);
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return inView && !hidden;
}
