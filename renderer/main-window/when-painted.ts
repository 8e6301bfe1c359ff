/** Runs once the first frame is on the screen; a hidden window paints no frame, so it waits 300 ms at most. */
export function whenPainted(run: () => void): void {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    clearTimeout(timer);
    run();
  };
  const timer = setTimeout(once, 300);
  requestAnimationFrame(() => requestAnimationFrame(once));
}
