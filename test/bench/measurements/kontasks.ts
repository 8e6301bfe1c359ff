/** 10 000 kontasks: the list, its filters and search, a drag on the board, a page, and an output of 2 MB. */
import { startApp } from '../app';
import { benchHome, workerOf } from '../home';
import { openMain } from '../main-window';
import type { Context, Figures, Measurement } from '../measurement';
import type { BenchPage, BenchWindow } from '../page';
import { kontaskOf, seedKontasks } from '../seed-kontasks';
import { median, percentile } from '../statistics';
import { pause, within } from '../wait';

const count = 10_000;
const rounds = 10;
const drags = 5;
const largeRounds = 5;
const largeBytes = 2 * 1024 * 1024;
const large = 'bench-large';
const largeTitle = 'The log of the whole year';
const dragSteps = 30;
/** So long after its beginning all of an output is there, ms: what it costs the window is counted. */
const restOfOutput = 1_200;
/** A list is looked at for so long before something in it is opened, ms. */
const glance = 1_500;
/** Words of some, of many and of none; each is typed as a person would, key by key. */
const searches = ['tide', 'mirror', 'part', 'zeppelin'];

const outputOf = (bytes: number): string => {
  const parts: string[] = [];
  let length = 0;
  for (let n = 0; length < bytes; n += 1) {
    const part = `<p style="margin:4px">Line ${n}: <b>the lamp</b> turns, and every ship comes home.</p>`;
    parts.push(part);
    length += part.length;
  }
  return `<div>${parts.join('')}</div>`;
};

/** Goes to where all kontasks are, as by the link of the sidebar, and says when the first stand painted, ms. */
const openAll = (page: BenchPage) =>
  page.ask(async () => {
    const { bench } = window as unknown as BenchWindow;
    const link = (name: string) =>
      [...document.querySelectorAll<HTMLElement>('nav button, nav a')].find(
        (one) => one.textContent?.trim().startsWith(name) === true,
      );
    link('Sessions')?.click();
    await bench.paintedOnce(() => document.querySelector('main article') === null, 5_000);
    const began = performance.now();
    link('Kontasks')?.click();
    const shown = () => document.querySelectorAll('main article').length >= 5;
    return (await bench.paintedOnce(shown, 10_000)) - began;
  }, []);

const place = (page: BenchPage, selector: string, words = '') =>
  page.ask(
    (css, text) => {
      const found = [...document.querySelectorAll<HTMLElement>(css)].find(
        (one) =>
          one.getBoundingClientRect().height > 0 &&
          `${one.textContent} ${one.getAttribute('aria-label')}`.includes(text),
      );
      if (!found) throw new Error(`There is no ${css} "${text}".`);
      const { left, top, width, height } = found.getBoundingClientRect();
      return { x: left + Math.min(40, width / 2), y: top + Math.min(14, height / 2) };
    },
    [selector, words],
  );

/**
 * Gets ready to see what the next key or click leads to. Ask for the result after it: how long it took from the event, as
 * the page was told its time, to the painting in which the answer to just these words, or to other filters, stood.
 */
async function watchAnswer(page: BenchPage, event: 'keydown' | 'click', words: string | null) {
  await page.ask(
    (name: 'keydown' | 'click', text: string | null) => {
      const here = window as unknown as BenchWindow & { benchFound?: Promise<number> };
      const answer = () =>
        document.querySelector('main[data-answer]')?.getAttribute('data-answer') ?? '{}';
      const before = answer();
      const answered = () =>
        text === null
          ? answer() !== before
          : ((JSON.parse(answer()) as { query?: string }).query ?? '') === text;
      here.benchFound = new Promise<number>((resolve) => {
        const told = ({ timeStamp }: Event) => resolve(timeStamp);
        document.addEventListener(name, told, { capture: true, once: true });
      }).then(async (from) => (await here.bench.paintedOnce(answered, 10_000)) - from);
    },
    [event, words],
  );
  return () =>
    page.ask(() => {
      const { benchFound } = window as unknown as { benchFound?: Promise<number> };
      return benchFound ?? Promise.reject(new Error('Nothing was watched.'));
    }, []);
}

/** Clicks what is named, and says how long it took to the answer to other filters, ms. */
async function filterBy(page: BenchPage, name: string): Promise<number> {
  const { x, y } = await place(page, 'main button', name);
  const took = await watchAnswer(page, 'click', null);
  await page.click(x, y);
  return took();
}

/** Types a word and says for each key how long it took until what was found stood painted, ms. */
async function search(page: BenchPage, word: string): Promise<number[]> {
  const box = await place(page, 'main input[type=search]');
  await page.click(box.x, box.y);
  const all: number[] = [];
  for (let typed = 1; typed <= word.length; typed += 1) {
    const took = await watchAnswer(page, 'keydown', word.slice(0, typed));
    await page.type(word.charAt(typed - 1));
    all.push(await took());
    await pause(120);
  }
  await filterBy(page, 'Clear');
  await pause(200);
  return all;
}

/** From the click on its row to the painting in which its page stands; `isOutput`: to that in which its output does. */
async function openOne(page: BenchPage, title: string, isOutput: boolean) {
  const row = await place(page, 'main article', title);
  await page.ask(
    (words: string, output: boolean) => {
      const here = window as unknown as BenchWindow & {
        benchFound?: Promise<number>;
        benchTasks?: PerformanceObserver;
        benchTask?: number;
      };
      const stands = () => {
        if (document.querySelector('main h1')?.textContent?.includes(words) !== true) return false;
        if (output)
          return (document.querySelector<HTMLElement>('main iframe')?.offsetHeight ?? 0) > 0;
        const headings = [...document.querySelectorAll('main h2')].map((one) => one.textContent);
        return ['Output', 'Timing', 'Details'].every((name) => headings.includes(name));
      };
      here.bench.countFrames();
      here.benchTask = 0;
      here.benchTasks ??= new PerformanceObserver((list) => {
        const times = list.getEntries().map(({ duration }) => duration);
        here.benchTask = Math.max(here.benchTask ?? 0, ...times);
      });
      here.benchTasks.observe({ entryTypes: ['longtask'] });
      here.benchFound = new Promise<number>((resolve) => {
        const told = ({ timeStamp }: Event) => resolve(timeStamp);
        document.addEventListener('click', told, { capture: true, once: true });
      }).then(async (from) => (await here.bench.paintedOnce(stands, 20_000)) - from);
    },
    [title, isOutput],
  );
  await page.click(row.x, row.y);
  const took = await page.ask(() => {
    const { benchFound } = window as unknown as { benchFound?: Promise<number> };
    return benchFound ?? Promise.reject(new Error('Nothing was opened.'));
  }, []);
  if (isOutput) await pause(restOfOutput);
  return { took, frame: longest(await page.bench('takeFrames')), task: await longestTask(page) };
}

/** Of the window's main thread since its page was asked for, as far as Chromium calls them long (over 50 ms); else 0. */
const longestTask = (page: BenchPage) =>
  page.ask(() => {
    const here = window as unknown as { benchTasks?: PerformanceObserver; benchTask?: number };
    const told = here.benchTasks?.takeRecords() ?? [];
    return Math.max(here.benchTask ?? 0, ...told.map(({ duration }) => duration));
  }, []);

/** A search is answered at once when nothing is left to be taken into the index. */
async function indexed(page: BenchPage): Promise<void> {
  for (let took = Number.POSITIVE_INFINITY; took > 300; ) {
    const began = performance.now();
    await page.command('kontask.list', { query: 'zeppelin', limit: 1 });
    took = performance.now() - began;
  }
}

const longest = (frames: readonly number[]) =>
  Math.max(0, ...frames.slice(1).map((at, n) => at - (frames[n] ?? at)));

/** Drags the first card of one column to another and back over all of them; the longest frame, ms. */
async function drag(page: BenchPage, from: string, to: string): Promise<number> {
  const { devTools } = page;
  const card = await place(page, `[data-column=${from}] article`);
  const goal = await place(page, `[data-column=${to}]`);
  const caught = new Promise<Record<string, unknown>>((resolve) => {
    const stop = devTools.on('Input.dragIntercepted', (params) => {
      stop();
      resolve(params);
    });
  });
  const mouse = (type: string, x: number, y: number) =>
    devTools.send('Input.dispatchMouseEvent', {
      type,
      x,
      y,
      button: 'left',
      buttons: 1,
      clickCount: 1,
    });
  await page.bench('countFrames');
  await mouse('mousePressed', card.x, card.y);
  await mouse('mouseMoved', card.x + 8, card.y + 4);
  await mouse('mouseMoved', card.x + 16, card.y + 8);
  const { data } = await within(5_000, 'the card to be dragged', caught);
  const over = (type: string, x: number, y: number) =>
    devTools.send('Input.dispatchDragEvent', { type, x, y, data });
  await over('dragEnter', card.x + 16, card.y + 8);
  for (let step = 0; step <= dragSteps; step += 1) {
    const share = step / dragSteps;
    const x = card.x + (goal.x - card.x) * share;
    await over('dragOver', x, card.y + (goal.y + 60 - card.y) * share);
    await pause(16);
  }
  await over('drop', goal.x, goal.y + 60);
  await mouse('mouseReleased', goal.x, goal.y + 60);
  // What the drop sets going, the answers of the engine included, is part of it.
  await pause(700);
  return longest(await page.bench('takeFrames'));
}

async function run(context: Context): Promise<Figures> {
  const home = await benchHome(context, [], { kontasks: { view: 'list' } });
  const now = Date.now();
  const all = Array.from({ length: count }, (_, n) => kontaskOf(n + 1, now));
  const newest = { ...kontaskOf(0, now), id: large, title: largeTitle };
  newest.context = { ...newest.context, output: outputOf(largeBytes) };
  await seedKontasks(home, workerOf(context.root), [...all, newest]);
  const app = await startApp(context, { home });
  const page = await openMain(app);
  // The index of the words is made in the background after the first start; that is no part of searching.
  await within(60_000, 'the index of the words', indexed(page));
  await pause(1_500);

  const opened: number[] = [];
  const took = { search: [] as number[], filter: [] as number[] };
  const pages: number[] = [];
  for (let round = 0; round < rounds; round += 1) opened.push(await openAll(page));
  for (const word of searches) took.search.push(...(await search(page, word)));
  for (let round = 0; round < rounds; round += 1) {
    took.filter.push(await filterBy(page, 'archived one'));
    await pause(150);
    took.filter.push(await filterBy(page, 'Clear'));
    await pause(150);
  }
  for (let round = 0; round < rounds; round += 1) {
    const { title } = all[round % 6] as { title: string };
    pages.push((await openOne(page, title, false)).took);
    await pause(200);
    await openAll(page);
    await pause(200);
  }
  await pause(glance);
  const outputs: { took: number; frame: number; task: number }[] = [];
  for (let round = 0; round < largeRounds; round += 1) {
    outputs.push(await openOne(page, largeTitle, true));
    await openAll(page);
    await pause(glance);
  }

  const board = await place(page, 'main [role=radio]', 'Board');
  await page.click(board.x, board.y);
  await pause(1_500);
  const boards: number[] = [];
  for (let round = 0; round < rounds; round += 1) boards.push(await openAll(page));
  await page.devTools.send('Input.setInterceptDrags', { enabled: true });
  const frames: number[] = [];
  for (let round = 0; round < drags; round += 1) {
    frames.push(await drag(page, 'pending', 'completed'), await drag(page, 'completed', 'pending'));
  }
  const middle = (values: readonly number[]) => ({ value: median(values), samples: values.length });
  const slow = (values: readonly number[]) => ({
    value: percentile(values, 0.95),
    samples: values.length,
    note: values.map((value) => value.toFixed(0)).join(' '),
  });
  return {
    list: { ...middle(opened), note: `the first time ${opened[0]?.toFixed(0)} ms` },
    board: middle(boards),
    'search-p50': middle(took.search),
    'search-p95': slow(took.search),
    'filter-p50': middle(took.filter),
    'filter-p95': slow(took.filter),
    'drag-frame': { value: Math.max(...frames), samples: frames.length },
    'drag-frame-p50': middle(frames),
    page: middle(pages),
    output: middle(outputs.map((one) => one.took)),
    'output-task': middle(outputs.map((one) => one.task)),
    'output-frame': middle(outputs.map((one) => one.frame)),
  };
}

export const kontasks: Measurement = {
  name: 'kontasks',
  words: 'lists, search, drags and pages with 10 000 kontasks',
  run,
};
