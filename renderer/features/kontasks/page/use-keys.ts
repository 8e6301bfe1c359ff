/** Keys of the page that work wherever the focus is, but in a text, a menu or a dialog. */
import { useEffect } from 'react';

/** 1 to 9 pick one of `count`. */
export function useNumberKeys(count: number, pick: (at: number) => void): void {
  useEffect(() => {
    if (count === 0) return undefined;
    return onKeys((event) => {
      if (!/^[1-9]$/.test(event.key) || Number(event.key) > count) return false;
      pick(Number(event.key) - 1);
      return true;
    });
  }, [count, pick]);
}

export function useEscape(leave: () => void): void {
  useEffect(
    () =>
      onKeys((event) => {
        if (event.key !== 'Escape') return false;
        leave();
        return true;
      }),
    [leave],
  );
}

/** `run` says whether the press was for it. */
function onKeys(run: (event: KeyboardEvent) => boolean): () => void {
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (!isTaken(event.target) && run(event)) event.preventDefault();
  };
  window.addEventListener('keydown', onKey);
  return () => window.removeEventListener('keydown', onKey);
}

function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('[role=dialog],[role=alertdialog],[role=menu]')) return true;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest('input, textarea, select') !== null)
  );
}
