/** The quick window as the bench uses it: shown by its shortcut, asked by its own keys, watched from inside its page. */
import type { WindowWithBridge } from '../../preload/contract/bridge-api';
import type { PoolStatus } from '../../preload/contract/shapes';
import { waitFor } from '../e2e/support/wait';
import { pressKey } from '../e2e/support/xdotool';
import { answer } from '../fakes/anthropic-scenarios';
import { heldAnswer } from '../fakes/faults/answers';
import type { BenchApp } from './app';
import type { Context } from './measurement';
import type { BenchPage, BenchWindow } from './page';

/** Of the home that the bench makes (home.ts). */
export const [mainModel, quickModel] = ['claude-opus-5-5', 'claude-haiku-5-5'];

export type QuickHost = PoolStatus['hosts'][number];

export interface AskedTimes {
  /** From Enter to the whole request at the provider, ms. */
  wire: number;
  /** From Enter to the first word of the answer in the page, ms. */
  first: number;
}

/** The page once its window is shown. */
export async function openQuick(app: BenchApp, main: BenchPage): Promise<BenchPage> {
  const quick = await app.page('/quick-window/');
  await waitFor('the hotkey to be registered', () =>
    main.ask(async () => {
      const { konsole } = window as Window & WindowWithBridge;
      const told = await konsole?.desktop['desktop.info']({});
      return told?.ok === true && told.result.hotkey.state === 'registered';
    }, []),
  );
  await pressKey('ctrl+shift+space');
  await waitFor('the quick window', () =>
    quick.ask(() => document.visibilityState === 'visible', []),
  );
  return quick;
}

export const newConversation = (quick: BenchPage): Promise<unknown> =>
  quick.ask(async () => {
    document.querySelector<HTMLElement>('[aria-label="New conversation"]')?.click();
    const { bench } = window as unknown as BenchWindow;
    await bench.paintedOnce(() => !document.querySelector('[role=log] article'), 10_000);
  }, []);

/** Runs in the page: puts the question into the box, presses Enter, and waits for the word and, if it is told, the end. */
async function askInPage(question: string, word: string, end: string | null, withinMs: number) {
  const box = document.querySelector<HTMLTextAreaElement>('[aria-label=Ask]');
  if (!box) throw new Error('There is no question box here.');
  const { bench } = window as unknown as BenchWindow;
  // React hears of a value that was set in the way in which a key sets it.
  const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')?.set;
  set?.call(box, question);
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  await bench.painted();
  const says = (words: string) =>
    (document.querySelector('[role=log][aria-label=Answer]')?.textContent ?? '').includes(words);
  const seen = new Promise<number>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`No first word within ${withinMs} ms: ${document.body.innerText}`)),
      withinMs,
    );
    const observer = new MutationObserver(() => {
      if (!says(word)) return;
      observer.disconnect();
      clearTimeout(timer);
      resolve(performance.now());
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
  });
  const sent = performance.now();
  box.dispatchEvent(
    new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }),
  );
  const first = await seen;
  const over = () =>
    (end === null || says(end)) &&
    [...document.querySelectorAll('button')].every((one) => one.innerText !== 'Stop');
  if (end !== null) await bench.paintedOnce(over, withinMs);
  return { sent, first };
}

/** No first word and no answer takes longer, ms. */
const longest = 30_000;

let asked = 0;

/**
 * Asks, and resolves when the whole answer stands there; of one that lasts, when it has begun. `clock` turns the
 * page's times into those of this process.
 */
export async function askQuick(
  { fake }: Pick<Context, 'fake'>,
  quick: BenchPage,
  clock: number,
  lastsMs = 0,
): Promise<AskedTimes> {
  asked += 1;
  const token = `quick-bench-${asked}.`;
  const [word, end] = [`first${asked}first`, `end${asked}end`];
  let arrived = Number.NaN;
  fake.when(
    token,
    (reply) => {
      arrived = performance.now();
      if (lastsMs === 0) return answer(`${word} of an answer, and its ${end}`)(reply);
      const lasting = heldAnswer(word, ` of an answer, and its ${end}`);
      setTimeout(lasting.end, lastsMs);
      return lasting.scenario(reply);
    },
    quickModel,
  );
  const { sent, first } = await quick.ask(
    askInPage,
    [`What goes on? ${token}`, word, lastsMs === 0 ? end : null, longest],
    2 * longest,
  );
  return { wire: arrived - clock - sent, first: first - sent };
}

const hostsOf = async (page: BenchPage): Promise<QuickHost[]> => {
  const { hosts } = await page.command('pool.status', {});
  return hosts.filter(({ lane }) => lane === 'quick');
};

/** Resolves once as many quick hosts stand ready as the lane keeps, and nothing is on its way. */
export const quickWarm = (page: BenchPage): Promise<boolean> =>
  waitFor('a warm quick host', async () => {
    const hosts = await hostsOf(page);
    const alive = hosts.filter(({ state }) => state !== 'dead');
    return alive.length > 0 && alive.every(({ state }) => state === 'warm');
  });

/** Kills every quick host, and resolves as soon as the engine knows of it. */
export async function killQuickHosts(page: BenchPage): Promise<void> {
  const killed = (await hostsOf(page)).flatMap(({ pid, state }) =>
    pid === undefined || state === 'dead' ? [] : [pid],
  );
  for (const pid of killed) process.kill(pid, 'SIGKILL');
  const end = performance.now() + 10_000;
  // Asked again at once: whatever is waited here is no longer cold.
  for (;;) {
    const alive = (await hostsOf(page)).filter(({ state }) => state !== 'dead');
    if (alive.every(({ pid }) => pid === undefined || !killed.includes(pid))) return;
    if (performance.now() > end) throw new Error('The engine did not notice that its hosts died.');
  }
}
