/** What opening 40 sessions one after the other leaves behind, once the page has let go of what it can (I9). */
import { startApp } from '../app';
import { benchHome } from '../home';
import { openMain, showSession } from '../main-window';
import type { Context, Figures, Measurement } from '../measurement';
import type { BenchPage } from '../page';
import { pssNote, pssOf } from '../processes';
import { markOf, moderate } from '../seed-shapes';
import { pause } from '../wait';

const sessions = 40;
const known = 3;

async function heap(page: BenchPage): Promise<number> {
  const { usedSize } = await page.devTools.send<{ usedSize: number }>('Runtime.getHeapUsage');
  return usedSize / 2 ** 20;
}

async function run(context: Context): Promise<Figures> {
  const home = await benchHome(context, moderate(sessions, 25, Date.now()));
  const app = await startApp(context, { home });
  const page = await openMain(app);
  const show = (n: number) => showSession(page, `moderate-${n}`, markOf(`moderate-${n}`));
  const look = async () => {
    // The same session in front at both looks.
    await show(1);
    await page.collectGarbage();
    await pause(2_000);
    const pss = pssOf(app.pid);
    return { memory: pss === undefined ? undefined : pss / 2 ** 20, heap: await heap(page) };
  };
  for (let n = known; n >= 1; n -= 1) await show(n);
  await pause(3_000);
  const before = await look();
  for (let n = 1; n <= sessions; n += 1) {
    await show(n);
    await pause(50);
  }
  const after = await look();
  const heapGrowth = { value: after.heap - before.heap, samples: 1 };
  if (before.memory === undefined || after.memory === undefined) {
    const skipped = 'this system does not tell a PSS';
    const none = { before: { skipped }, after: { skipped }, growth: { skipped } };
    return { ...none, 'heap-growth': heapGrowth };
  }
  const note = pssNote(app.pid, context.electron.binary);
  const noted = note === undefined ? {} : { note };
  return {
    before: { value: before.memory, ...noted },
    after: { value: after.memory, ...noted },
    growth: { value: after.memory - before.memory, ...noted },
    'heap-growth': heapGrowth,
  };
}

export const memory: Measurement = {
  name: 'memory',
  words: 'memory after opening 40 sessions one after the other',
  run,
};
