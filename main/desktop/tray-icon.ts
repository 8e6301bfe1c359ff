/** The tray's icon, drawn as raw pixels: the prompt sign of Konsole, and a dot whose colour and place say the state. */
import type { TrayState } from './tray-model';

/** [red, green, blue]; the colours of INTERFACE: amber works, blue asks, red is trouble. */
const dots: Readonly<Record<TrayState, readonly [number, number, number] | undefined>> = {
  idle: undefined,
  working: [0xe0, 0xac, 0x2f],
  'needs-you': [0x5a, 0xa9, 0xf0],
  trouble: [0xef, 0x6a, 0x5e],
};

/** On most panels, dark or light, a mid grey with a soft edge reads well. */
const ink = [0x9a, 0x9a, 0xa4] as const;

/**
 * A square of `size` px as premultiplied BGRA, the order that nativeImage.createFromBitmap wants. Edges are
 * smoothed by counting 4 × 4 samples of each pixel.
 */
export function drawTrayIcon(state: TrayState, size: number): Buffer {
  const pixels = Buffer.alloc(size * size * 4);
  const dot = dots[state];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let sign = 0;
      let spot = 0;
      for (let sample = 0; sample < 16; sample++) {
        const u = (x + ((sample % 4) + 0.5) / 4) / size;
        const v = (y + (Math.floor(sample / 4) + 0.5) / 4) / size;
        if (dot && inDot(u, v, 0.2)) spot++;
        else if (inSign(u, v) && !(dot && inDot(u, v, 0.27))) sign++;
      }
      const at = (y * size + x) * 4;
      const [r, g, b] = dot ?? ink;
      pixels[at] = Math.round((ink[2] * sign + b * spot) / 16);
      pixels[at + 1] = Math.round((ink[1] * sign + g * spot) / 16);
      pixels[at + 2] = Math.round((ink[0] * sign + r * spot) / 16);
      pixels[at + 3] = Math.round((255 * (sign + spot)) / 16);
    }
  }
  return pixels;
}

const inDot = (u: number, v: number, radius: number) => Math.hypot(u - 0.77, v - 0.77) <= radius;

/** A chevron and an underscore: distance to three strokes. */
function inSign(u: number, v: number): boolean {
  const half = 0.065;
  return (
    toStroke(u, v, 0.16, 0.2, 0.46, 0.5) <= half ||
    toStroke(u, v, 0.46, 0.5, 0.16, 0.8) <= half ||
    toStroke(u, v, 0.54, 0.8, 0.86, 0.8) <= half
  );
}

function toStroke(u: number, v: number, x1: number, y1: number, x2: number, y2: number): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = ((u - x1) * dx + (v - y1) * dy) / (dx * dx + dy * dy);
  const t = Math.max(0, Math.min(1, along));
  return Math.hypot(u - (x1 + t * dx), v - (y1 + t * dy));
}
