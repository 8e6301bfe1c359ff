/** A pane at the side of the page: in the row on a wide window, folded over the page on a narrow one. */
import { useEffect } from 'react';
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
  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !window.matchMedia(foldedWhen[side]).matches) return;
      event.preventDefault();
      onClose();
    };
    // Before the page's own Esc: the pane lies on top.
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [open, onClose, side]);
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
        aria-label={label}
        className={cx(
          'inset-y-0 z-30 shrink-0 overflow-y-auto border-line-soft bg-panel',
          looks[side],
          !open && folded[side],
        )}
      >
        {children}
      </aside>
    </>
  );
}
