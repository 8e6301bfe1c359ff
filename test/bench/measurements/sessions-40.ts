/** Whether 40 sessions that were opened, run and closed give their memory back (I9). */
import { answer } from '../../fakes/anthropic-scenarios';
import { waitFor } from '../../e2e/support/wait';
import { startApp } from '../app';
import { benchHome } from '../home';
import { newSession, openMain, showSession } from '../main-window';
import type { Context, Figures, Measurement } from '../measurement';
import type { BenchPage } from '../page';
import { pssNote, pssOf } from '../processes';
import { prose } from '../prose';
import { markOf, moderate } from '../seed-shapes';
import { pause } from '../wait';

const sessions = 40;
/** In front at both looks, run before the first: what any session needs is loaded then. */
const stays = 'moderate-1';
const warmUp = 3;
const restMs = 5_000;

/** A new session, shown, with one answered turn; then put away as a person puts it away. */
async function runOne(context: Context, page: BenchPage, n: number): Promise<void> {
  const session = await newSession(page);
  const text = `Session of the bench ${n}.`;
  context.fake.when(text, answer(`${prose('mixed', 4_000)}\n\nThe end.`, { chunks: 100 }));
  await page.command('turn.send', { session, text });
  await waitFor('a turn to end', async () => {
    const { turns } = await page.command('history.page', { session });
    return turns.at(-1)?.status === 'completed';
  });
  await showSession(page, session, 'The end.');
  await page.command('session.archive', { session, archived: true });
}

async function run(context: Context): Promise<Figures> {
  const home = await benchHome(context, moderate(1, 25, Date.now()));
  const app = await startApp(context, { home });
  const page = await openMain(app);
  const look = async () => {
    await showSession(page, stays, markOf(stays));
    await page.collectGarbage();
    await pause(restMs);
    return pssOf(app.pid);
  };
  for (let n = 0; n < warmUp; n += 1) await runOne(context, page, n);
  const before = await look();
  for (let n = 0; n < sessions; n += 1) await runOne(context, page, warmUp + n);
  const after = await look();
  if (before === undefined || after === undefined) {
    const skipped = 'this system does not tell a PSS';
    return { before: { skipped }, after: { skipped }, ratio: { skipped } };
  }
  const note = pssNote(app.pid, context.electron.binary);
  const noted = note === undefined ? {} : { note };
  return {
    before: { value: before / 2 ** 20, ...noted },
    after: { value: after / 2 ** 20, ...noted },
    ratio: { value: after / before, ...noted },
  };
}

export const sessions40: Measurement = {
  name: 'sessions-40',
  words: 'memory after 40 sessions were opened, run and closed',
  run,
};
