/** The global shortcut: a real key press on the X server, to the question focused and painted. */
import { waitFor } from '../../e2e/support/wait';
import { pressKey } from '../../e2e/support/xdotool';
import type { WindowWithBridge } from '../../../preload/contract/bridge-api';
import { startApp } from '../app';
import { benchHome } from '../home';
import { openMain } from '../main-window';
import type { Context, Figures, Measurement } from '../measurement';
import type { BenchPage, BenchWindow } from '../page';
import { percentile, repeatable } from '../statistics';
import { pause } from '../wait';

const presses = 200;
/** Not counted: the first showing of a window makes what later ones have. */
const warmUp = 3;

/** Resolves when the question has the focus, the page was told that it is shown, and a frame of that is painted. */
const watchQuestion = (page: BenchPage) =>
  page.ask(() => {
    const here = window as unknown as BenchWindow & { benchShown?: Promise<number> };
    const { konsole } = window as Window & WindowWithBridge;
    here.benchShown = new Promise((resolve, reject) => {
      let told = false;
      const finish = (end: () => void) => {
        stop?.();
        clearTimeout(timer);
        removeEventListener('focus', look);
        document.removeEventListener('visibilitychange', look);
        end();
      };
      const look = () => {
        const asks = document.activeElement?.getAttribute('aria-label') === 'Ask';
        if (!told || !asks || !document.hasFocus() || document.visibilityState !== 'visible')
          return;
        finish(() => void here.bench.painted().then(resolve));
      };
      const timer = setTimeout(
        () => finish(() => reject(new Error('The question was not shown within 10 s.'))),
        10_000,
      );
      const stop = konsole?.onNotice((notice) => {
        if (notice.type !== 'quick-shown') return;
        told = true;
        // After the page's own listener, which puts the caret into the question.
        queueMicrotask(look);
      });
      addEventListener('focus', look);
      document.addEventListener('visibilitychange', look);
    });
  }, []);

const shownAt = (page: BenchPage) =>
  page.ask(
    () =>
      (window as unknown as { benchShown?: Promise<number> }).benchShown ??
      Promise.reject(new Error('Nobody watches the question.')),
    [],
    15_000,
  );

const hidden = (page: BenchPage) =>
  waitFor('the quick window to hide', () =>
    page.ask(() => document.visibilityState === 'hidden', []),
  );

/** A key that is pressed now is in the question, which has the focus: a press that was shown and not typable is none. */
async function arrives(page: BenchPage, n: number): Promise<void> {
  const sign = String.fromCharCode(97 + (n % 26));
  await page.ask(() => {
    const box = document.activeElement;
    if (!(box instanceof HTMLTextAreaElement) || box.getAttribute('aria-label') !== 'Ask') {
      throw new Error('The focus is not in the question.');
    }
    box.select();
  }, []);
  await pressKey(sign);
  await waitFor(`the letter ${sign} to arrive in the question`, () =>
    page.ask(
      (wanted) => (document.activeElement as HTMLTextAreaElement | null)?.value === wanted,
      [sign],
    ),
  );
}

/** When the app was called for the shortcut since `since`, epoch ms. */
async function callsSince(main: BenchPage, since: number): Promise<number[]> {
  const { records } = await main.command('log.query', {
    area: 'desktop',
    text: 'hotkey was pressed',
    since,
    limit: 1000,
  });
  return records.map(({ at }) => at);
}

async function run(context: Context): Promise<Figures> {
  const app = await startApp(context, { home: await benchHome(context) });
  const main = await openMain(app);
  const quick = await app.page('/quick-window/');
  await waitFor('the hotkey to be registered', async () => {
    const info = await main.ask(async () => {
      const { konsole } = window as Window & WindowWithBridge;
      const answer = await konsole?.desktop['desktop.info']({});
      return answer?.ok === true && answer.result.hotkey.state === 'registered';
    }, []);
    return info;
  });
  const random = repeatable(7);
  const byCall: number[] = [];
  const byKey: number[] = [];
  for (let n = 0; n < warmUp + presses; n += 1) {
    await pause(150 + random() * 200);
    await watchQuestion(quick);
    const toEpoch = Date.now() - performance.now();
    const pressed = performance.now();
    const [shown] = await Promise.all([shownAt(quick), pressKey('ctrl+shift+space')]);
    const painted = shown + (await quick.clock());
    const calls = await callsSince(main, Math.floor(pressed + toEpoch));
    const called = calls.at(-1);
    if (called === undefined) throw new Error('The app did not log the press of its hotkey.');
    if (n >= warmUp) {
      byKey.push(painted - pressed);
      byCall.push(painted + toEpoch - called);
    }
    await arrives(quick, n);
    await pressKey('Escape');
    await hidden(quick);
  }
  const figure = (values: readonly number[], share: number) => ({
    value: percentile(values, share),
    samples: presses,
  });
  return {
    p50: figure(byCall, 0.5),
    p95: figure(byCall, 0.95),
    'key-p50': figure(byKey, 0.5),
    'key-p95': figure(byKey, 0.95),
  };
}

export const shortcut: Measurement = {
  name: 'shortcut',
  words: 'from the global shortcut to a focused and painted question',
  run,
};
