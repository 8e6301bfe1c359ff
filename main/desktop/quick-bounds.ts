/** Where the quick window goes: in the upper third of the work area that the cursor is on. Pure; px. */
import type { Rect } from './window-state';

export const quickSize = { width: 720, height: 96 };
const margin = 12;
const lowest = 60;

/** Its top edge lies at a fifth of the area, its middle on the area's. */
export function quickBounds(area: Rect, wantedHeight: number): Rect {
  const width = Math.min(quickSize.width, area.width - 2 * margin);
  return fitBounds(area, {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round(area.height / 5),
    width,
    height: wantedHeight,
  });
}

/** The same place if it lies within the area, else the nearest one that does; never taller or wider than what is left. */
export function fitBounds(area: Rect, wanted: Rect): Rect {
  const width = Math.max(1, Math.min(wanted.width, area.width - 2 * margin));
  const right = area.x + area.width - margin - width;
  const bottom = area.y + area.height - margin;
  const least = Math.max(1, Math.min(lowest, area.height));
  const y = between(area.y, wanted.y, bottom - least);
  return {
    x: between(area.x + Math.min(margin, area.width - 1), wanted.x, right),
    y,
    width,
    height: Math.max(least, Math.min(Math.round(wanted.height), bottom - y)),
  };
}

/** The lower limit counts where there is no room between both. */
const between = (least: number, value: number, most: number) =>
  Math.max(least, Math.min(value, most));
