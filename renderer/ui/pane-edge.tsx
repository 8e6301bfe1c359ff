/** The inner edge of a side pane: dragged, or moved with the arrow keys, to make the pane wider or narrower. */
import type { KeyboardEvent, PointerEvent } from 'react';
import type { PaneWidth, Side } from '../stores/layout-store';
import { cx } from './class-names';

export interface PaneEdgeProps {
  side: Side;
  /** The pane's name: "Sidebar". */
  pane: string;
  width: PaneWidth;
  /** Nothing: as wide as fits the window. */
  onWidth: (width: number | undefined) => void;
}

/** px a key press moves it. */
const step = 16;

export function PaneEdge({ side, pane, width, onWidth }: PaneEdgeProps) {
  const { now, min, max } = width;
  const set = (next: number) => onWidth(Math.round(Math.min(max, Math.max(min, next))));
  const outward = side === 'left' ? 1 : -1;
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, () => void> = {
      ArrowRight: () => set(now + outward * step),
      ArrowLeft: () => set(now - outward * step),
      Home: () => set(min),
      End: () => set(max),
      Enter: () => onWidth(undefined),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const edge = event.currentTarget;
    const from = event.clientX;
    edge.setPointerCapture(event.pointerId);
    const move = (moved: globalThis.PointerEvent) => set(now + outward * (moved.clientX - from));
    const end = () => {
      edge.removeEventListener('pointermove', move);
      edge.removeEventListener('pointerup', end);
      edge.removeEventListener('pointercancel', end);
    };
    edge.addEventListener('pointermove', move);
    edge.addEventListener('pointerup', end);
    edge.addEventListener('pointercancel', end);
  };
  return (
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${pane}`}
      aria-valuenow={now}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      title="Drag, or use the arrow keys. Double-click for the usual width."
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onDoubleClick={() => onWidth(undefined)}
      className={cx(
        'absolute inset-y-0 z-10 w-[7px] cursor-col-resize touch-none hover:bg-info/25 focus-visible:bg-info/40 focus-visible:outline-none',
        side === 'left' ? 'right-0 max-[799px]:hidden' : 'left-0 max-[1099px]:hidden',
      )}
    />
  );
}
