/** Following the marks `w17w` that the bench writes into an answer, as the page says that it painted them. */
import type { BenchPage } from './page';
import { within } from './wait';

export interface Mark {
  mark: number;
  /** Of the page's clock, ms. */
  at: number;
}

/** Hears of painted marks without asking the page. */
export async function listenForMarks(page: BenchPage) {
  const waiting = new Set<{ mark: number; resolve: () => void }>();
  let highest = -1;
  await page.devTools.send('Runtime.enable');
  await page.devTools.send('Runtime.addBinding', { name: 'benchSaw' });
  const stop = page.devTools.on('Runtime.bindingCalled', ({ payload }) => {
    highest = Math.max(highest, Number(payload));
    for (const one of waiting) {
      if (one.mark > highest) continue;
      waiting.delete(one);
      one.resolve();
    }
  });
  return {
    /** Resolves once this mark or a later one is on the screen. */
    async seen(mark: number): Promise<void> {
      if (mark <= highest) return;
      const painted = new Promise<void>((resolve) => {
        waiting.add({ mark, resolve });
      });
      await within(20_000, `mark ${mark} on the screen`, painted);
    },
    forget: () => {
      highest = -1;
    },
    stop,
  };
}

/** Runs what writes the marks and resolves with all of them once the last is painted. */
export async function marksUpTo(
  page: BenchPage,
  last: number,
  write: () => Promise<void>,
): Promise<Mark[]> {
  const marks = await listenForMarks(page);
  try {
    await write();
    await marks.seen(last);
  } finally {
    marks.stop();
  }
  return page.bench('takeMarks');
}
