/** From a key press to the character on the screen while an answer streams in beside it. */
import { startApp } from '../app';
import { benchHome } from '../home';
import { caretInComposer, newSession, openMain } from '../main-window';
import type { Context, Figures, Measurement } from '../measurement';
import type { BenchPage, BenchWindow } from '../page';
import { type LiveAnswer, liveAnswer } from '../provider';
import { prose } from '../prose';
import { percentile, repeatable } from '../statistics';
import { pause } from '../wait';

const keys = 120;
const alphabet = 'the quick brown fox jumps over the lazy dog ';

/** Writes an answer of mixed markdown at the pace of a fast model until it is told to stop. */
export function streamOn(answer: LiveAnswer, text: string): () => Promise<void> {
  let on = true;
  let failure: unknown;
  const writing = (async () => {
    for (let at = 0; on; at = (at + 40) % text.length) {
      await answer.write(text.slice(at, at + 40));
      await pause(20);
    }
  })().catch((error: unknown) => {
    failure = error;
  });
  return async () => {
    on = false;
    await writing;
    if (failure !== undefined) throw failure;
  };
}

/** Resolves with the time of the page at which the next character of the composer is painted. */
const nextCharacter = (page: BenchPage) =>
  page.ask(() => {
    const here = window as unknown as BenchWindow & { benchTyped?: Promise<number> };
    here.benchTyped = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('No character within 10 s.')), 10_000);
      const typed = () => {
        clearTimeout(timer);
        void here.bench.painted().then(resolve);
      };
      document.addEventListener('input', typed, { capture: true, once: true });
    });
  }, []);

const typedAt = (page: BenchPage) =>
  page.ask(
    () =>
      (window as unknown as { benchTyped?: Promise<number> }).benchTyped ??
      Promise.reject(new Error('Nobody watches the composer.')),
    [],
    15_000,
  );

async function run(context: Context): Promise<Figures> {
  const app = await startApp(context, { home: await benchHome(context) });
  const page = await openMain(app);
  const session = await newSession(page);
  const answer = await liveAnswer(context, page, session);
  await answer.write(prose('mixed', 20_000));
  const stop = streamOn(answer, prose('mixed', 30_000, 2));
  await page.ask(() => document.querySelector<HTMLElement>('[aria-label=Message]')?.focus(), []);
  if (!(await caretInComposer(page))) throw new Error('The composer could not be given the caret.');
  const random = repeatable(5);
  const took: number[] = [];
  const clock = await page.clock();
  for (let n = 0; n < keys; n += 1) {
    await nextCharacter(page);
    await pause(30 + random() * 40);
    const pressed = performance.now();
    const [painted] = await Promise.all([
      typedAt(page),
      page.type(alphabet[n % alphabet.length] ?? ' '),
    ]);
    took.push(painted + clock - pressed);
  }
  await stop();
  await answer.end();
  const figure = (share: number) => ({ value: percentile(took, share), samples: took.length });
  return { p50: figure(0.5), p95: figure(0.95) };
}

export const typing: Measurement = {
  name: 'typing',
  words: 'from a key press to the character on the screen while an answer streams',
  run,
};
