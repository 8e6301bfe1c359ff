/** Where the quick window goes: in the upper third of the work area that the cursor is on. Pure; px. */
import type { Rect } from './window-state';

export const quickSize = { width: 720, height: 96 };
const margin = 12;

/** Its top edge lies at a fifth of the area; it is never taller or wider than what is left. */
export function quickBounds(area: Rect, wantedHeight: number): Rect {
  const width = Math.min(quickSize.width, area.width - 2 * margin);
  const top = area.y + Math.round(area.height / 5);
  return {
    x: area.x + Math.round((area.width - width) / 2),
    y: top,
    width,
    height: fitHeight(area, top, wantedHeight),
  };
}

/** The height that fits between `top` and the lower edge of the area. */
export function fitHeight(area: Rect, top: number, wantedHeight: number): number {
  const room = area.y + area.height - margin - top;
  return Math.max(60, Math.min(Math.round(wantedHeight), room));
}
