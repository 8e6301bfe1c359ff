/** Keeps the end of the text in sight when the box becomes lower, as the window or what stands beside it changes. */
import { useEffect } from 'react';
import type { RefObject } from 'react';

export function useKeepCaret(box: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let height = element.clientHeight;
    const watch = new ResizeObserver(() => {
      const lower = element.clientHeight < height;
      height = element.clientHeight;
      // Typing scrolls by itself; this is for a caret that stood at the end before.
      const atEnd = element.selectionEnd === element.textLength;
      if (lower && atEnd && document.activeElement === element) {
        element.scrollTop = element.scrollHeight;
      }
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [box]);
}
