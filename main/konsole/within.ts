/** Waits for work, but not for long: at the closing of Konsole nothing may hold it up. */

/** Resolves when `work` does or the time is over; rejects as `work` does before. `ms`: milliseconds. */
export async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let cancel: (() => void) | undefined;
  const late = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    cancel = () => clearTimeout(timer);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    cancel?.();
  }
}
