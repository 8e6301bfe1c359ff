/** Whoever goes to another section lands at its heading; a session's page takes the focus to its message box itself. */
import { useEffect, useRef } from 'react';
import type { Section } from '../stores/ui-store';

export function useHeadingFocus(section: Section): void {
  const before = useRef(section);
  useEffect(() => {
    if (before.current === section) return;
    before.current = section;
    if (section === 'sessions') return;
    document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
  }, [section]);
}
