/**
 * Shares the page's time among texts that are still being read: one slice a frame, whoever waits, so that the
 * frame is shown and keys are answered in between.
 */

/** A page that is not seen makes no frames; it reads on all the same, ms. */
const patience = 100;

/** The last to ask is the first served: it is what came last, or what was last brought into sight. */
const waiting: Array<() => void> = [];
let cancel: (() => void) | undefined;

/** Calls `act` once, after a frame. The answer takes it back. */
export function nextSlice(act: () => void): () => void {
  waiting.push(act);
  cancel ??= afterFrame(serve);
  return () => {
    const at = waiting.lastIndexOf(act);
    if (at >= 0) waiting.splice(at, 1);
    if (waiting.length > 0) return;
    cancel?.();
    cancel = undefined;
  };
}

function serve(): void {
  const act = waiting.pop();
  cancel = waiting.length > 0 ? afterFrame(serve) : undefined;
  act?.();
}

function afterFrame(act: () => void): () => void {
  let painting: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    clearTimeout(unseen);
    painting = setTimeout(act, 0);
  });
  const unseen = setTimeout(() => {
    cancelAnimationFrame(frame);
    act();
  }, patience);
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(unseen);
    clearTimeout(painting);
  };
}
