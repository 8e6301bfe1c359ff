/** What every row and card has in common: whether it is selected, and taking and keeping the focus. */
import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { useKontasks } from '../../../stores/kontasks-store';

export interface Row {
  ref: RefObject<HTMLElement | null>;
  selected: boolean;
}

export function useRow(id: string): Row {
  const ref = useRef<HTMLElement>(null);
  const selected = useKontasks((view) => view.selected.has(id));
  const wanted = useKontasks((view) => view.wanted === id);
  useLayoutEffect(() => {
    if (!wanted) return;
    ref.current?.focus({ preventScroll: true });
    useKontasks.setState(({ wanted: _wanted, ...view }) => view, true);
  }, [wanted]);
  // Scrolled out of the page with the focus in it: the keys go on from the list.
  useLayoutEffect(() => {
    const element = ref.current;
    return () => {
      if (!element?.contains(document.activeElement)) return;
      element.closest<HTMLElement>('[data-feed]')?.focus({ preventScroll: true });
    };
  }, []);
  return { ref, selected };
}
