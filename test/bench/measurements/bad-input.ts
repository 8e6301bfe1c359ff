/** Whether the window answers while what no page is made for streams in, is read from end to end, and is opened again. */
import { startApp } from '../app';
import { type BadInput, badInputs } from '../bad-prose';
import { benchHome } from '../home';
import { newSession, openMain, showSession, transcript } from '../main-window';
import type { Context, Figures, Measurement } from '../measurement';
import type { BenchPage, BenchWindow } from '../page';
import { type LiveAnswer, liveAnswer } from '../provider';
import { pause } from '../wait';

/** Characters of one delta. */
const piece = 8 * 1024;
/** 256 KB/s; a model that writes 2 000 tokens a second has some 8. ms. */
const betweenPieces = 32;
/** Never in step with frames, ms. */
const betweenKeys = 23;
const phases = ['while it came', 'when it ended', 'while it was read', 'when it was opened again'];

/** Goes up a view at a time for some seconds, then from one end to the other; as a reader does who looks for something. */
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
      // Whoever waits for all of them hears of one that failed.
      one.then(
        () => told.delete(one),
        () => undefined,
      );
    }
  };
  const timer = setInterval(press, betweenKeys);
  return async () => {
    clearInterval(timer);
    await Promise.all(told);
  };
}

/** Resolves when the page shows that the session's only turn has ended, and how. */
const turnEnded = (page: BenchPage) =>
  page.ask(
    async (selector) => {
      const { bench } = window as unknown as BenchWindow;
      const status = () =>
        document.querySelector<HTMLElement>(`${selector} [data-status]`)?.dataset['status'];
      await bench.paintedOnce(() => (status() ?? 'running') !== 'running', 20_000);
      return status();
    },
    [transcript],
    25_000,
  );

interface Silences {
  /** The longest of each phase, ms. */
  longest: number[];
  keys: number;
}

async function silences(context: Context, page: BenchPage, bad: BadInput): Promise<Silences> {
  const { question, text, cutOff = false } = bad;
  const other = await newSession(page);
  const session = await newSession(page);
  const longest: number[] = [];
  let keys = 0;
  const during = async (what: () => Promise<unknown>) => {
    await page.bench('watchAnswers');
    const release = pressing(page);
    try {
      await what();
      await pause(1_000);
    } finally {
      await release();
    }
    const answers = await page.bench('takeAnswers');
    if (answers.length === 0) throw new Error('The page was told of no key.');
    longest.push(Math.max(...answers));
    keys += answers.length;
  };
  const write = async (answer: LiveAnswer) => {
    for (let at = 0; at < text.length; at += piece) {
      await answer.write(text.slice(at, at + piece));
      await pause(betweenPieces);
    }
  };
  let answer: LiveAnswer | undefined;
  await during(async () => {
    answer = await liveAnswer(context, page, session, question);
    await write(answer).catch((error: unknown) => {
      if (!cutOff || answer?.alive()) throw error;
    });
  });
  await during(async () => {
    if (!cutOff) await answer?.end();
    const status = await turnEnded(page);
    const expected = cutOff ? 'failed' : 'completed';
    if (status !== expected) throw new Error(`The turn is ${status}, not ${expected}.`);
  });
  await during(() => readThrough(page));
  await during(async () => {
    await showSession(page, other);
    await pause(300);
    await showSession(page, session);
  });
  return { longest, keys };
}

async function run(context: Context): Promise<Figures> {
  const figures: Figures = {};
  const app = await startApp(context, { home: await benchHome(context) });
  const page = await openMain(app);
  for (const [id, bad] of Object.entries(badInputs())) {
    const { longest, keys } = await silences(context, page, bad);
    const value = Math.max(...longest);
    const phase = phases[longest.indexOf(value)] ?? '';
    const all = longest.map((ms) => ms.toFixed(0)).join(', ');
    figures[id] = {
      value,
      samples: keys,
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
