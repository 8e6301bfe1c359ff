/**
 * The panes at both sides on a window that has room for them: shown or put away, and how wide. Remembered on
 * this computer. On a narrow window they are folded over the page, which `ui-store` knows.
 */
import { create } from 'zustand';

export type Side = 'left' | 'right';

export interface PaneLayout {
  /** Matters where the pane is not folded. */
  shown: boolean;
  /** px that a person chose; absent: as wide as fits the window. */
  width?: number;
}

export type Layout = Readonly<Record<Side, PaneLayout>>;

const plain: Layout = { left: { shown: true }, right: { shown: true } };
const place = 'konsole.layout';

/** px: the least and the most that a pane may have, and its share of the window by default and at most. */
const bounds = {
  left: { min: 200, plain: 248, wide: 320, most: 480, share: 0.13 },
  right: { min: 240, plain: 296, wide: 400, most: 640, share: 0.15 },
} as const;
/** Of the window, whatever was chosen: the page between keeps its room. */
const mostShare = 0.32;

export interface PaneWidth {
  now: number;
  min: number;
  max: number;
}

/** How wide a pane is in a window of that width, and between which widths it may be. Whole px. */
export function paneWidth(side: Side, chosen: number | undefined, window: number): PaneWidth {
  const { min, plain: usual, wide, most, share } = bounds[side];
  const max = Math.max(usual, Math.min(most, Math.floor(window * mostShare)));
  const wanted = chosen ?? Math.min(wide, Math.max(usual, window * share));
  return { now: Math.round(Math.min(max, Math.max(min, wanted))), min, max };
}

export const useLayout = create<Layout>()(() => read());

export function setPaneShown(side: Side, shown: boolean): void {
  change(side, (pane) => ({ ...pane, shown }));
}

/** Without a width it is as wide as fits the window again. */
export function setPaneWidth(side: Side, width: number | undefined): void {
  change(side, ({ shown }) => (width === undefined ? { shown } : { shown, width }));
}

function change(side: Side, next: (pane: PaneLayout) => PaneLayout): void {
  useLayout.setState((layout) => ({ [side]: next(layout[side]) }));
  try {
    localStorage.setItem(place, JSON.stringify(useLayout.getState()));
  } catch {
    // Storage that is full or switched off costs the memory of it, not the pane.
  }
}

/** Anything unreadable is as if nothing had been chosen. */
export function parseLayout(text: string | null): Layout {
  try {
    const value: unknown = JSON.parse(text ?? '');
    const { left, right } = value as Record<string, unknown>;
    return { left: paneOf(left), right: paneOf(right) };
  } catch {
    return plain;
  }
}

function paneOf(value: unknown): PaneLayout {
  const { shown, width } = (value ?? {}) as Record<string, unknown>;
  const pane = { shown: shown !== false };
  return typeof width === 'number' && Number.isFinite(width) ? { ...pane, width } : pane;
}

function read(): Layout {
  try {
    return parseLayout(localStorage.getItem(place));
  } catch {
    return plain;
  }
}

/** For tests: a computer on which nothing was moved yet. */
export function forgetLayout(): void {
  localStorage.removeItem(place);
  useLayout.setState(plain, true);
}
