/** A pane at the side of the page: in the row on a wide window, folded over the page on a narrow one. */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { cx } from './class-names';

export interface SidePaneProps {
  side: 'left' | 'right';
  label: string;
  /** Matters where it is folded: left under 800 px, right under 1100 px. */
  open: boolean;
  onClose: () => void;
  children: ReactNode;
}

const looks = {
  left: 'left-0 w-[248px] border-r max-[799px]:fixed',
  right: 'right-0 w-[296px] border-l max-[1099px]:fixed',
} as const;
const folded = { left: 'max-[799px]:hidden', right: 'max-[1099px]:hidden' } as const;
const overlay = { left: 'min-[800px]:hidden', right: 'min-[1100px]:hidden' } as const;

const foldedWhen = { left: '(max-width: 799px)', right: '(max-width: 1099px)' } as const;

export function SidePane({ side, label, open, onClose, children }: SidePaneProps) {
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !window.matchMedia(foldedWhen[side]).matches) return;
      // A menu or a dialog lies over the pane, and a name being typed in it is left first.
      if (document.querySelector('[role=menu],[role=dialog],[role=alertdialog]')) return;
      if (event.target instanceof HTMLInputElement && pane.current?.contains(event.target)) return;
      event.preventDefault();
      onClose();
    };
    // Before the page's own Esc: the pane lies on top.
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [open, onClose, side]);
  // Over the page it takes the focus, and gives it back when it folds away.
  useEffect(() => {
    if (!open || !window.matchMedia(foldedWhen[side]).matches) return;
    const before = document.activeElement;
    const element = pane.current;
    element?.focus({ preventScroll: true });
    return () => {
      const now = document.activeElement;
      const lost = now === document.body || element?.contains(now);
      if (lost && before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [open, side]);
  return (
    <>
      {open && (
        <div
          aria-hidden="true"
          onClick={onClose}
          className={cx('fixed inset-0 z-20 bg-[#000]/40', overlay[side])}
        />
      )}
      <aside
        ref={pane}
        tabIndex={-1}
        aria-label={label}
        className={cx(
          'inset-y-0 z-30 shrink-0 overflow-y-auto border-line-soft bg-panel outline-none',
          looks[side],
          !open && folded[side],
        )}
      >
        {children}
      </aside>
    </>
  );
}
