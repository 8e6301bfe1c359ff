/**
 * A text cursor that stands still once nobody has typed for a while, as the text boxes of GTK do: each blink is a
 * frame of the whole window, which costs some 1 % of a core where a processor draws (I10). Focus, keyboard, input
 * methods and what a screen reader knows stay as they are. Chromium before 139 has no `caret-animation` and
 * blinks on: transparent carets, own layers and contenteditable cost the same there, and what does stop it
 * (read-only, no selection) loses typed text.
 */
import { useEffect } from 'react';
import type { RefObject } from 'react';

const afterMs = 15_000;
const wakes = ['focus', 'input', 'keydown', 'pointerdown', 'select'] as const;

/** Puts the class `still-caret` (base.css) on the box while it rests. No timer runs once it does. */
export function useStillCaret(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = box.current;
    if (!element || !CSS.supports('caret-animation', 'manual')) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let touchedAt = 0;
    const rest = (wait: number) => {
      timer = setTimeout(() => {
        const left = touchedAt + afterMs - performance.now();
        if (left > 0) return rest(left);
        timer = undefined;
        element.classList.add('still-caret');
      }, wait);
    };
    const wake = () => {
      touchedAt = performance.now();
      element.classList.remove('still-caret');
      if (timer === undefined) rest(afterMs);
    };
    const sleep = () => {
      clearTimeout(timer);
      timer = undefined;
    };
    for (const name of wakes) element.addEventListener(name, wake);
    element.addEventListener('blur', sleep);
    if (document.activeElement === element) wake();
    return () => {
      sleep();
      for (const name of wakes) element.removeEventListener(name, wake);
      element.removeEventListener('blur', sleep);
    };
  }, [box]);
}
