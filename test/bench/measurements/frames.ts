/** Frames while an answer streams: in a session without history, and in one of 2 000 messages that were all loaded. */
import { startApp } from '../app';
import { benchHome } from '../home';
import { newSession, openMain, showSession, transcript } from '../main-window';
import type { Context, Figures, Measurement } from '../measurement';
import type { BenchPage, BenchWindow } from '../page';
import { liveAnswer, request } from '../provider';
import { prose } from '../prose';
import { conversation, markOf } from '../seed-shapes';
import { median, percentile } from '../statistics';
import { pause } from '../wait';
import { streamOn } from './typing';

const turns = 1_000;
const rounds = 3;
const streamingMs = 4_000;
const long = 'bench-long';

interface Streamed {
  /** Between two frames, ms. */
  intervals: number[];
  /** CPU time of the main thread for each second of streaming, ms. */
  work: number;
}

async function stream(context: Context, page: BenchPage, session: string): Promise<Streamed> {
  const answer = await liveAnswer(context, page, session);
  const stop = streamOn(answer, prose('mixed', 30_000, 4));
  await pause(700);
  const before = await page.mainThread();
  const began = performance.now();
  await page.bench('countFrames');
  await pause(streamingMs);
  const times = await page.bench('takeFrames');
  const work = ((await page.mainThread()).all - before.all) / ((performance.now() - began) / 1000);
  await stop();
  await answer.end();
  await pause(300);
  return { intervals: times.slice(1).map((at, n) => at - (times[n] ?? at)), work };
}

/** Scrolls up as a reader does until the first question is there, then back to the end. How many pages it took. */
const loadAll = (page: BenchPage, first: string) =>
  page.ask(
    async (selector, words) => {
      const { bench } = window as unknown as BenchWindow;
      const log = document.querySelector<HTMLElement>(selector);
      if (!log) throw new Error('There is no transcript.');
      const end = Date.now() + 90_000;
      let steps = 0;
      while (!(log.textContent ?? '').includes(words)) {
        if (Date.now() > end)
          throw new Error(`The first turn did not come in 90 s, ${steps} steps.`);
        steps += 1;
        // From a little below: being at the top already is no scroll.
        log.scrollTop = 400;
        await bench.painted();
        log.scrollTop = 0;
        await bench.painted();
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      for (let n = 0; n < 30; n += 1) {
        log.scrollTop = log.scrollHeight;
        await bench.painted();
      }
      return steps;
    },
    [transcript, first],
    100_000,
  );

async function run(context: Context): Promise<Figures> {
  const home = await benchHome(context, [conversation(long, turns)]);
  const app = await startApp(context, { home });
  const page = await openMain(app);
  const none: Streamed[] = [];
  const many: Streamed[] = [];
  for (let round = 0; round < rounds; round += 1) {
    none.push(await stream(context, page, await newSession(page)));
    // Later its last turn is one of ours, and only that is laid out.
    await showSession(page, long, round === 0 ? markOf(long) : request);
    if (round === 0) await loadAll(page, `Question 1 of ${turns} `);
    many.push(await stream(context, page, long));
  }
  // The p95 of each round, and of those the middle one: one disturbed round does not decide.
  const p95 = (list: readonly Streamed[]) =>
    median(list.map(({ intervals }) => percentile(intervals, 0.95)));
  const work = (list: readonly Streamed[]) => median(list.map((one) => one.work));
  const frames = (list: readonly Streamed[]) =>
    list.reduce((sum, { intervals }) => sum + intervals.length, 0);
  const note = `${work(none).toFixed(0)} ms and ${work(many).toFixed(0)} ms of work a second`;
  return {
    'p95-none': { value: p95(none), samples: frames(none) },
    'p95-2000': { value: p95(many), samples: frames(many) },
    ratio: { value: p95(many) / p95(none), samples: rounds },
    'work-ratio': { value: work(many) / work(none), samples: rounds, note },
  };
}

export const frames: Measurement = {
  name: 'frames',
  words: 'frame times while streaming, without history and with 2 000 messages',
  run,
};
