/** Keeps the window as tall as what it shows; past the bound, the answer scrolls. */
import { useEffect } from 'react';
import type { RefObject } from 'react';
import { desktopOrToast } from '../../stores/commands';

/** Tallest it asks for, px. The desktop bounds it by the screen as well. */
const tallest = 680;

/** `parts` lie above each other and make the height; a part that scrolls is given by its content. */
export function useFitHeight(
  parts: ReadonlyArray<RefObject<HTMLElement | null>>,
  border: number,
): void {
  useEffect(() => {
    let last = 0;
    let frame = 0;
    const fit = () => {
      frame = 0;
      const whole = parts.reduce((sum, part) => sum + (part.current?.offsetHeight ?? 0), border);
      const height = Math.max(60, Math.min(tallest, Math.ceil(whole)));
      if (height === last) return;
      last = height;
      void desktopOrToast('desktop.resize-quick', { height });
    };
    const observer = new ResizeObserver(() => {
      if (frame === 0) frame = requestAnimationFrame(fit);
    });
    for (const part of parts) if (part.current) observer.observe(part.current);
    fit();
    return () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    };
  }, [parts, border]);
}
