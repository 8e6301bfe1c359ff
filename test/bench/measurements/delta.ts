/** What one more delta of 40 characters costs the page's main thread, by how long the answer already is. */
import { startApp } from '../app';
import { benchHome } from '../home';
import { newSession, openMain, transcript } from '../main-window';
import { listenForMarks } from '../marks';
import type { Context, Figures, Measurement } from '../measurement';
import type { BenchPage } from '../page';
import { type LiveAnswer, liveAnswer } from '../provider';
import { prose, type Shape } from '../prose';
import { median, percentile } from '../statistics';
import { pause } from '../wait';

const kb = 1024;
const rounds = 3;
const samples = 24;
const shapes: readonly Shape[] = ['paragraph', 'list', 'table', 'code'];
const shapeSamples = 16;
/** After a delta is painted: for acknowledgements and whatever else it leaves to do, ms. */
const settling = 40;

/** Writes deltas and says what each cost, ms of main-thread CPU, less what the same wait costs without one. */
async function costs(
  page: BenchPage,
  marks: Awaited<ReturnType<typeof listenForMarks>>,
  write: () => Promise<number>,
  count: number,
): Promise<number[]> {
  const spent = async (what: () => Promise<void>) => {
    const before = await page.mainThread();
    await what();
    await pause(settling);
    return (await page.mainThread()).all - before.all;
  };
  const without: number[] = [];
  const withOne: number[] = [];
  for (let n = 0; n < count; n += 1) {
    if (n % 3 === 0) without.push(await spent(() => pause(20)));
    withOne.push(await spent(async () => marks.seen(await write())));
  }
  const idle = median(without);
  return withOne.map((ms) => Math.max(0, ms - idle));
}

/** One answer that grows through the sizes; at each, `count` more deltas are measured. */
async function grow(
  context: Context,
  page: BenchPage,
  shape: Shape,
  sizes: readonly number[],
  count: number,
): Promise<number[][]> {
  const session = await newSession(page);
  const answer = await liveAnswer(context, page, session);
  const marks = await listenForMarks(page);
  await page.bench('watchMarks', transcript);
  const text = prose(shape, (sizes.at(-1) ?? 0) + count * sizes.length * 200);
  let at = 0;
  let mark = 0;
  const next = (chars: number) => {
    const piece = text.slice(at, at + chars);
    at += piece.length;
    return piece;
  };
  const writeOne = async () => {
    mark += 1;
    // In the middle of words, so that it stays where the shape's text is.
    await answer.write(`${next(34)}w${mark}w`);
    return mark;
  };
  const all: number[][] = [];
  try {
    for (const size of sizes) {
      await fill(answer, next, () => at, size);
      await marks.seen(await writeOne());
      await pause(300);
      all.push(await costs(page, marks, writeOne, count));
    }
  } finally {
    marks.stop();
  }
  await answer.end();
  return all;
}

/** Up to `size` in pieces of 2 KB, as a burst comes. */
async function fill(
  answer: LiveAnswer,
  next: (chars: number) => string,
  length: () => number,
  size: number,
): Promise<void> {
  while (length() < size) {
    await answer.write(next(Math.min(2 * kb, size - length())));
    await pause(16);
  }
}

async function run(context: Context): Promise<Figures> {
  const app = await startApp(context, { home: await benchHome(context) });
  const page = await openMain(app);
  const bySize: number[][] = [[], [], []];
  // One answer after the other, each through all sizes: what the machine does meanwhile meets all sizes alike.
  for (let round = 0; round < rounds; round += 1) {
    const taken = await grow(context, page, 'mixed', [kb, 20 * kb, 100 * kb], samples);
    taken.forEach((list, size) => bySize[size]?.push(...list));
  }
  const [small = [], middle = [], large = []] = bySize;
  const figures: Figures = {
    '1kb': { value: median(small), samples: small.length },
    '20kb': { value: median(middle), samples: middle.length },
    '100kb': { value: median(large), samples: large.length },
    '100kb-p95': { value: percentile(large, 0.95), samples: large.length },
    growth: { value: median(large) / median(small), samples: large.length },
  };
  for (const shape of shapes) {
    const [first = [], last = []] = await grow(context, page, shape, [kb, 100 * kb], shapeSamples);
    const note = `${median(first).toFixed(1)} ms at 1 KB, ${median(last).toFixed(1)} ms at 100 KB`;
    figures[shape] = { value: median(last) / median(first), samples: last.length, note };
  }
  return figures;
}

export const delta: Measurement = {
  name: 'delta',
  words: 'what one more delta costs at 1, 20 and 100 KB of answer',
  run,
};
