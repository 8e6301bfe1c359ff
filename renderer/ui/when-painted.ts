/**
 * Runs once the next frame is on the screen; a hidden window paints no frame, so it waits 300 ms at most. Returns how to
 * cancel.
 */
export function whenPainted(run: () => void): () => void {
  let frame = 0;
  const cancel = () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  };
  const once = () => {
    cancel();
    run();
  };
  const timer = setTimeout(once, 300);
  frame = requestAnimationFrame(() => {
    frame = requestAnimationFrame(once);
  });
  return cancel;
}
