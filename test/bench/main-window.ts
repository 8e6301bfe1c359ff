/** The main window as the bench uses it: found by the names that stay put, and by nothing else of how it looks. */
import type { WindowWithBridge } from '../../preload/contract/bridge-api';
import type { BenchApp } from './app';
import type { BenchPage, BenchWindow } from './page';

export const transcript = '[role=log][aria-label=Transcript]';

/** The page once the composer is painted in a window that has the focus. */
export async function openMain(app: BenchApp): Promise<BenchPage> {
  const page = await app.page('/main-window/');
  await page.ask(
    () =>
      (window as unknown as BenchWindow).bench.paintedOnce(
        () => document.querySelector('[aria-label=Message]') !== null,
        20_000,
      ),
    [],
    25_000,
  );
  return page;
}

/** Whether the next key a person presses arrives in the composer. */
export const caretInComposer = (page: BenchPage): Promise<boolean> =>
  page.ask(
    () => document.hasFocus() && document.activeElement?.getAttribute('aria-label') === 'Message',
    [],
  );

/** Shows a session as the tray and the quick window do, and waits until `mark` is painted in its transcript. */
export async function showSession(page: BenchPage, session: string, mark = ''): Promise<void> {
  await page.ask(
    async (id, words, selector) => {
      const { konsole } = window as Window & WindowWithBridge;
      await konsole?.desktop['desktop.show-main']({ session: id });
      const there = () =>
        location.hash.endsWith(id) &&
        document.querySelector(selector) !== null &&
        (document.querySelector(selector)?.textContent ?? '').includes(words);
      await (window as unknown as BenchWindow).bench.paintedOnce(there, 30_000);
    },
    [session, mark, transcript],
    40_000,
  );
}

/** A new, empty session that is shown; its id. */
export async function newSession(page: BenchPage): Promise<string> {
  const { session } = await page.command('session.create', { kind: 'main' });
  await showSession(page, session.id);
  return session.id;
}

/** Where the session's row in the sidebar is, px; undefined where the list does not show it. */
export const rowOf = (page: BenchPage, title: string) =>
  page.ask(
    async (words) => {
      const find = () =>
        [...document.querySelectorAll('button, a, [role=option], [role=treeitem]')].find(
          (one) =>
            one.closest(`[role=log]`) === null &&
            (one.textContent ?? '').trim().startsWith(words) &&
            one.getBoundingClientRect().height > 0,
        );
      const { bench } = window as unknown as BenchWindow;
      const there = await bench
        .paintedOnce(() => find() !== undefined, 5_000)
        .catch(() => undefined);
      const row = find();
      if (there === undefined || !row) return undefined;
      row.scrollIntoView({ block: 'nearest' });
      await bench.painted();
      const { left, top, width, height } = row.getBoundingClientRect();
      return { x: left + Math.min(60, width / 2), y: top + height / 2 };
    },
    [title],
    10_000,
  );

/**
 * Gets ready to see a session being opened. Ask for the result after the click: how long it took from the click,
 * as the page was told its time, to the painting in which an article of that session stands within sight.
 */
export async function watchOpening(page: BenchPage, mark: string): Promise<() => Promise<number>> {
  await page.ask(
    (words, selector) => {
      const here = window as unknown as BenchWindow & { benchOpened?: Promise<number> };
      const inSight = () => {
        const log = document.querySelector(selector);
        if (!log?.textContent?.includes(words)) return false;
        const { top, bottom } = log.getBoundingClientRect();
        return [...log.querySelectorAll('article')].some((article) => {
          const box = article.getBoundingClientRect();
          const seen = box.height > 0 && box.bottom > top && box.top < bottom;
          return seen && (article.textContent ?? '').includes(words);
        });
      };
      const clicked = new Promise<number>((resolve) => {
        document.addEventListener('click', (event) => resolve(event.timeStamp), {
          capture: true,
          once: true,
        });
      });
      const painted = here.bench.paintedOnce(inSight, 60_000);
      here.benchOpened = Promise.all([clicked, painted]).then(([from, to]) => to - from);
    },
    [mark, transcript],
  );
  return () =>
    page.ask(
      () =>
        (window as unknown as { benchOpened?: Promise<number> }).benchOpened ??
        Promise.reject(new Error('Nothing was opened.')),
      [],
      70_000,
    );
}
