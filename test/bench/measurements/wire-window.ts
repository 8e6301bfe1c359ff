/**
 * 100 sessions at 100 tokens a second each, injected before the hub of the app: from there to the screen of a window.
 * First one session alone, to compare with. Then 100 as a window has them: it follows the index and the session that it
 * shows. Then with all 100 coming to the same page.
 */
import { readFile } from 'node:fs/promises';
import type { WindowWithBridge } from '../../../preload/contract/bridge-api';
import { waitFor } from '../../e2e/support/wait';
import { startApp } from '../app';
import { benchHome } from '../home';
import { openMain, showSession, transcript } from '../main-window';
import { marksUpTo } from '../marks';
import type { Context, Figures, Measurement } from '../measurement';
import type { BenchPage } from '../page';
import { conversation, markOf } from '../seed-shapes';
import { figureAt } from '../statistics';
import { pause } from '../wait';
import { type Flood, makeFloodedApp } from '../wire/flood';
import type { FollowAll } from '../wire/follow-all';

const sessions = Array.from({ length: 100 }, (_, n) => `flood${n}`);
const perSecond = 100;
const seconds = 12;
/** The first seconds warm the page and are not counted. */
const warming = 2;

/** No frame may be longer. */
const frameMs = 50;

type Following = Window & WindowWithBridge & { benchFollowing?: FollowAll };

interface Seen {
  /** From commit to painted, ms. */
  took: number[];
  /** Between two frames, ms. */
  frames: number[];
  /** CPU time of the page's main thread for each second, ms. */
  work: number;
}

async function watch(page: BenchPage, flood: Flood): Promise<Seen> {
  await page.bench('watchMarks', transcript);
  let committed: number[] = [];
  let frames: number[] = [];
  let work = Number.NaN;
  const marks = await marksUpTo(page, perSecond * seconds - 1, async () => {
    const running = flood.run(seconds, perSecond);
    await pause(warming * 1_000);
    const before = (await page.mainThread()).all;
    const began = performance.now();
    await page.bench('countFrames');
    committed = (await running).times;
    frames = await page.bench('takeFrames');
    const lasted = (performance.now() - began) / 1_000;
    work = ((await page.mainThread()).all - before) / lasted;
  });
  const clock = await page.clock();
  const counted = marks.filter(({ mark }) => mark >= warming * perSecond);
  return {
    took: counted.map(({ mark, at }) => at + clock - (committed[mark] ?? Number.NaN)),
    frames: frames.slice(1).map((at, n) => at - (frames[n] ?? at)),
    work,
  };
}

/** All of them come to the page too, over ports of their own. */
async function follow(context: Context, page: BenchPage): Promise<void> {
  const code = await readFile(await context.bundle('test/bench/wire/follow-all.ts'), 'utf8');
  const all = JSON.stringify(sessions);
  await page.devTools.send('Runtime.evaluate', {
    expression: `{ const exports = {}; ${code}\nwindow.benchFollowing = exports.followAll(window, ${all}); }`,
  });
  await waitFor('the page to follow all', async () => {
    const { begun } = await told(page);
    return begun === sessions.length;
  });
}

const told = (page: BenchPage) =>
  page.ask(
    (last) => (window as Following).benchFollowing?.told(last) ?? { begun: 0, ended: 0, events: 0 },
    [`w${perSecond * seconds - 1}w`],
  );

/** How many run, and whether all of them come to the page. */
const scenes = [
  { before: 'alone-', count: 1, all: false },
  { before: '', count: sessions.length, all: false },
  { before: 'all-', count: sessions.length, all: true },
] as const;

async function run(context: Context): Promise<Figures> {
  const figures: Figures = {};
  for (const { before, count, all } of scenes) {
    const flood = await makeFloodedApp(context);
    const home = await benchHome(
      context,
      sessions.map((id) => conversation(id, 2)),
    );
    const app = await startApp(context, { home, app: flood.folder });
    const page = await openMain(app);
    await showSession(page, sessions[0] ?? '', markOf(sessions[0] ?? ''));
    if (all) await follow(context, page);
    await flood.begin(sessions.slice(0, count));
    const { took, frames, work } = await watch(page, flood);
    const notes = [`${work.toFixed(0)} ms of work a second`];
    if (all) {
      await waitFor('all sessions to come to their end', async () => {
        return (await told(page)).ended === sessions.length;
      });
      notes.push(`${(await told(page)).events} events beside the page's own`);
    }
    figures[`${before}p50`] = { ...figureAt(took, 0.5), note: notes.join(', ') };
    figures[`${before}p99`] = figureAt(took, 0.99);
    const over = frames.filter((ms) => ms > frameMs).length;
    const note = `${over} of ${frames.length} are over ${frameMs} ms`;
    figures[`${before}frame`] = { ...figureAt(frames, 1), note };
    await app.close();
  }
  return figures;
}

export const wireWindow: Measurement = {
  name: 'wire-window',
  words: '100 sessions at 100 tokens a second, from the hub to the screen',
  run,
};
