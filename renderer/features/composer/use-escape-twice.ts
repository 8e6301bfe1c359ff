/** Esc twice within two seconds stops a running turn; the first press says so. */
import { useEffect, useRef, useState } from 'react';

const withinMs = 2_000;

/** True while one Esc has been pressed and the second is waited for. */
export function useEscapeTwice(active: boolean, stop: () => void): boolean {
  const [armed, setArmed] = useState(false);
  const run = useRef(stop);
  useEffect(() => {
    run.current = stop;
  });
  useEffect(() => {
    if (!active) return;
    let since = Number.NEGATIVE_INFINITY;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.repeat || event.defaultPrevented || event.isComposing)
        return;
      // Esc belongs first to what lies on top.
      if (document.querySelector('[role=dialog],[role=alertdialog],[role=menu]')) return;
      clearTimeout(timer);
      if (event.timeStamp - since <= withinMs) {
        since = Number.NEGATIVE_INFINITY;
        setArmed(false);
        run.current();
        return;
      }
      since = event.timeStamp;
      setArmed(true);
      timer = setTimeout(() => setArmed(false), withinMs);
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
      clearTimeout(timer);
      setArmed(false);
    };
  }, [active]);
  return armed;
}
