/**
 * Whoever goes to another section, or to the page of a kontask, lands at its heading; a session's page takes the focus to
 * its message box itself.
 */
import { useEffect, useRef } from 'react';

/** `place`: what is shown; another one is another page. */
export function useHeadingFocus(place: string): void {
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    if (place === 'sessions') return;
    return whenThere(() => document.querySelector<HTMLElement>('main h1'));
  }, [place]);
}

/** A page that has to be asked for has its heading later; who went on meanwhile stays there. */
function whenThere(find: () => HTMLElement | null): () => void {
  const left = document.activeElement;
  const focus = () => {
    const heading = find();
    const { activeElement } = document;
    const moved = activeElement !== left && activeElement !== document.body;
    if (!moved) heading?.focus({ preventScroll: true });
    return heading !== null || moved;
  };
  if (focus()) return () => undefined;
  const watcher = new MutationObserver(() => {
    if (focus()) watcher.disconnect();
  });
  watcher.observe(document.body, { childList: true, subtree: true });
  return () => watcher.disconnect();
}
