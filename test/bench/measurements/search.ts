/** Full-text search over 200 sessions, through the window's own bridge. */
import { startApp } from '../app';
import { benchHome } from '../home';
import { openMain } from '../main-window';
import type { Context, Figures, Measurement } from '../measurement';
import { type BenchPage, CommandFailed } from '../page';
import { moderate } from '../seed-shapes';
import { percentile } from '../statistics';
import { pause } from '../wait';

const sessions = 200;
const rounds = 4;
/** Rare, frequent, two words, the beginning of one, and one that is nowhere. */
const questions = ['lamp137', 'journal', 'slow window', 'sess', 'zeppelin'];

/** How long the page waits for the answer, ms, by its own clock. */
const ask = (page: BenchPage, text: string) =>
  page.ask(
    async (words) => {
      const { konsole } = window as unknown as {
        konsole: { commands: Record<string, (params: unknown) => Promise<{ ok: boolean }>> };
      };
      const began = performance.now();
      const answer = await konsole.commands['session.search']?.({ text: words });
      if (answer?.ok !== true) throw new Error(`session.search failed: ${JSON.stringify(answer)}`);
      return performance.now() - began;
    },
    [text],
  );

async function run(context: Context): Promise<Figures> {
  const home = await benchHome(context, moderate(sessions, 5, Date.now()));
  const app = await startApp(context, { home });
  const page = await openMain(app);
  try {
    await page.command('session.search', { text: 'journal' });
  } catch (error) {
    if (!(error instanceof CommandFailed) || error.code !== 'unsupported') throw error;
    const skipped = 'this Konsole does not search yet';
    return { p50: { skipped }, p95: { skipped } };
  }
  await pause(1_000);
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const text of questions) took.push(await ask(page, text));
  }
  const figure = (share: number) => ({ value: percentile(took, share), samples: took.length });
  return { p50: figure(0.5), p95: figure(0.95) };
}

export const search: Measurement = {
  name: 'search',
  words: 'full-text search over 200 sessions',
  run,
};
