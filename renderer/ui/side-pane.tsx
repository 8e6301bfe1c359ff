/** A pane at the side of the page: in the row on a wide window, folded over the page on a narrow one. */
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { paneWidth, setPaneWidth, useLayout } from '../stores/layout-store';
import type { Side } from '../stores/layout-store';
import { cx } from './class-names';
import { PaneEdge } from './pane-edge';
import { useWindowWidth } from './use-window-width';

export interface SidePaneProps {
  side: Side;
  label: string;
  /** Matters where it is folded: left under 800 px, right under 1100 px. Elsewhere the layout says whether it shows. */
  open: boolean;
  onClose: () => void;
  children: ReactNode;
}

const looks = {
  left: 'left-0 border-r max-[799px]:fixed',
  right: 'right-0 border-l max-[1099px]:fixed',
} as const;
const folded = { left: 'max-[799px]:hidden', right: 'max-[1099px]:hidden' } as const;
const putAway = { left: 'min-[800px]:hidden', right: 'min-[1100px]:hidden' } as const;

/** CSS px of the window from which on it stands beside the page; the classes above say the same. */
const besideFrom = { left: 800, right: 1100 } as const;
const foldedWhen = { left: '(max-width: 799px)', right: '(max-width: 1099px)' } as const;

/** Whether the pane lies over the page, where it is opened each time it is needed. */
export const isFolded = (side: Side): boolean => window.matchMedia(foldedWhen[side]).matches;

export function SidePane({ side, label, open, onClose, children }: SidePaneProps) {
  const pane = useRef<HTMLElement>(null);
  const { shown, width: chosen } = useLayout((layout) => layout[side]);
  const room = useWindowWidth();
  const width = paneWidth(side, chosen, room);
  const away = !shown && room >= besideFrom[side];
  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !isFolded(side)) return;
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
    if (!open || !isFolded(side)) return;
    const before = document.activeElement;
    const element = pane.current;
    // What opened it may have gone on to a place inside.
    if (!element?.contains(before)) element?.focus({ preventScroll: true });
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
          className={cx('fixed inset-0 z-30 bg-[#000]/40', putAway[side])}
        />
      )}
      <aside
        ref={pane}
        tabIndex={-1}
        aria-label={label}
        data-region={label}
        style={{ width: width.now }}
        className={cx(
          'relative top-0 bottom-(--messages) z-30 max-w-[calc(100vw-40px)] shrink-0 border-line-soft bg-panel outline-none',
          looks[side],
          !open && folded[side],
          !shown && putAway[side],
        )}
      >
        <div className="h-full overflow-y-auto">{!away && children}</div>
        <PaneEdge
          side={side}
          pane={label}
          width={width}
          onWidth={(next) => setPaneWidth(side, next)}
        />
      </aside>
    </>
  );
}
