/** Whether the window answers while what no page is made for streams in, is read from end to end, and is opened again. */
import { startApp } from '../app';
import { type BadInput, badInputs } from '../bad-prose';
import { benchHome } from '../home';
import { newSession, openMain, showSession, transcript } from '../main-window';
import type { Context, Figures, Measurement } from '../measurement';
import type { BenchPage, BenchWindow } from '../page';
import { type LiveAnswer, liveAnswer } from '../provider';
import { pause } from '../wait';

/** Characters of one delta, ms between two: tens of times as fast as any model writes. */
const piece = 8 * 1024;
const betweenPieces = 32;
/** Never in step with frames, ms. */
const betweenKeys = 23;
const phases = ['while it came', 'when it ended', 'while it was read', 'when it was opened again'];

/** Presses PageUp from the end to the start, then goes back in one leap; as a reader does who looks for something. */
const readThrough = (page: BenchPage) =>
  page.ask(
    async (selector) => {
      const { bench } = window as unknown as BenchWindow;
      const log = document.querySelector<HTMLElement>(selector);
      if (!log) throw new Error('There is no transcript.');
      const until = performance.now() + 6_000;
      while (performance.now() < until && log.scrollTop > 0) {
        log.scrollTop -= log.clientHeight * 0.9;
        await bench.painted();
      }
      for (const to of [0, 1, 0.5, 1]) {
        log.scrollTop = log.scrollHeight * to;
        await bench.painted();
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
    },
    [transcript],
  );

/** Presses a key that does nothing again and again, whatever became of the one before, until told to stop. */
function pressing(page: BenchPage): () => Promise<void> {
  const key = { key: 'Shift', code: 'ShiftLeft', windowsVirtualKeyCode: 16 };
  const told = new Set<Promise<unknown>>();
  const press = () => {
    for (const type of ['rawKeyDown', 'keyUp']) {
      const one = page.devTools.send('Input.dispatchKeyEvent', { type, ...key });
      told.add(one);
      void one.finally(() => told.delete(one));
    }
  };
  const timer = setInterval(press, betweenKeys);
  return async () => {
    clearInterval(timer);
    await Promise.all(told);
  };
}

/** Longest silence of each phase, ms. */
async function silences(context: Context, page: BenchPage, bad: BadInput): Promise<number[]> {
  const { question, text } = bad;
  const other = await newSession(page);
  const session = await newSession(page);
  const found: number[] = [];
  const during = async (what: () => Promise<unknown>) => {
    await page.bench('watchAnswers');
    const release = pressing(page);
    await what();
    await pause(1_000);
    await release();
    found.push(Math.max(...(await page.bench('takeAnswers'))));
  };
  let answer: LiveAnswer | undefined;
  await during(async () => {
    answer = await liveAnswer(context, page, session, question);
    // Past 2 MB the app hangs up, and says so in the turn.
    for (let at = 0; at < text.length && answer.alive(); at += piece) {
      await answer.write(text.slice(at, at + piece)).catch(() => undefined);
      await pause(betweenPieces);
    }
  });
  await during(async () => answer?.end().catch(() => undefined));
  await during(() => readThrough(page));
  await during(async () => {
    await showSession(page, other);
    await pause(300);
    await showSession(page, session);
  });
  return found;
}

async function run(context: Context): Promise<Figures> {
  const figures: Figures = {};
  const app = await startApp(context, { home: await benchHome(context) });
  const page = await openMain(app);
  for (const [id, bad] of Object.entries(badInputs())) {
    const found = await silences(context, page, bad);
    const longest = Math.max(...found);
    const phase = phases[found.indexOf(longest)] ?? '';
    const all = found.map((ms) => ms.toFixed(0)).join(', ');
    figures[id] = {
      value: longest,
      samples: found.length,
      note: `${phase}; the phases: ${all} ms`,
    };
  }
  return figures;
}

export const badInput: Measurement = {
  name: 'bad-input',
  words: 'how long the window stays silent at most with what no page is made for',
  run,
};
