/** Where the main window was: read, checked against the screens of today, written back. Pure but for two functions. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Device-independent px. `dark` is the theme last shown: the window is painted before settings are read. */
export interface WindowState {
  bounds?: Rect;
  maximized: boolean;
  dark?: boolean;
}

export const defaultSize = { width: 1360, height: 860 };
export const minSize = { width: 640, height: 480 };

/** Anything unreadable or out of shape is as if there were none. */
export function parseWindowState(text: string): WindowState {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { maximized: false };
  }
  if (typeof value !== 'object' || value === null) return { maximized: false };
  const { bounds, maximized, dark } = value as Record<string, unknown>;
  const state: WindowState = { maximized: maximized === true };
  if (isRect(bounds)) state.bounds = bounds;
  if (typeof dark === 'boolean') state.dark = dark;
  return state;
}

function isRect(value: unknown): value is Rect {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Record<string, unknown>;
  return [x, y, width, height].every(
    (n) => Number.isSafeInteger(n) && Math.abs(Number(n)) < 100_000,
  );
}

/**
 * Bounds on one of today's work areas (the first is the primary one's): the saved place while its title
 * bar can still be grabbed there, else centred; never larger than the area, never smaller than `minSize`.
 */
export function placeWindow(saved: Rect | undefined, areas: readonly Rect[]): Rect {
  const home = saved && areas.find((area) => canGrab(saved, area));
  const area = home ?? areas[0] ?? { x: 0, y: 0, ...defaultSize };
  const wanted = saved ?? { ...defaultSize, x: 0, y: 0 };
  const width = Math.max(minSize.width, Math.min(wanted.width, area.width));
  const height = Math.max(minSize.height, Math.min(wanted.height, area.height));
  if (home && saved) {
    return {
      x: clamp(saved.x, area.x, area.x + area.width - width),
      y: clamp(saved.y, area.y, area.y + area.height - height),
      width,
      height,
    };
  }
  return {
    x: area.x + Math.max(0, Math.round((area.width - width) / 2)),
    y: area.y + Math.max(0, Math.round((area.height - height) / 2)),
    width,
    height,
  };
}

const clamp = (n: number, low: number, high: number) =>
  Math.max(low, Math.min(n, Math.max(low, high)));

/** At least 100 by 20 px of its top edge lie on the area. */
function canGrab(window: Rect, area: Rect): boolean {
  const across =
    Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  return across >= 100 && window.y >= area.y - 20 && window.y + 20 <= area.y + area.height;
}

/** Synchronous on purpose: a tiny file, read before the first window. */
export function readWindowState(file: string): WindowState {
  try {
    return parseWindowState(readFileSync(file, 'utf8'));
  } catch {
    return { maximized: false };
  }
}

/** Synchronous too, so that it can run while the app quits. Throws what the disk throws. */
export function writeWindowState(file: string, state: WindowState): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(state)}\n`);
  renameSync(`${file}.new`, file);
}
