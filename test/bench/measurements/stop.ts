/** From a press on Stop to the turn shown as stopped, while an answer streams and while a command runs. */
import { startApp } from '../app';
import { benchHome } from '../home';
import { newSession, openMain } from '../main-window';
import type { Context, Figures, Measurement } from '../measurement';
import type { BenchPage, BenchWindow } from '../page';
import { toolCalls } from '../../fakes/anthropic-scenarios';
import { waitFor } from '../../e2e/support/wait';
import { liveAnswer } from '../provider';
import { figureAt } from '../statistics';
import { prose } from '../prose';
import { pause } from '../wait';

const stops = 20;

/** Resolves, in the page, with how long it took from the press to the painting that shows the end. */
const stopAndWatch = (page: BenchPage) =>
  page.ask(async () => {
    const { bench } = window as unknown as BenchWindow;
    const running = () => document.querySelector('article[data-status=running]') !== null;
    const button = [...document.querySelectorAll('button')].find(
      (one) => one.textContent?.trim() === 'Stop',
    );
    if (!button || !running()) throw new Error('No turn runs that could be stopped.');
    const from = performance.now();
    button.click();
    return (await bench.paintedOnce(() => !running(), 10_000)) - from;
  }, []);

const runs = (page: BenchPage, selector: string) =>
  waitFor('the turn to run', () =>
    page.ask((what) => document.querySelector(what) !== null, [selector]),
  );

async function run(context: Context): Promise<Figures> {
  const permissions = { mode: 'ask', allow: ['bash(sleep *)'], deny: [] };
  const app = await startApp(context, { home: await benchHome(context, [], { permissions }) });
  const page = await openMain(app);
  const streaming: number[] = [];
  const command: number[] = [];
  for (let n = 0; n < stops; n += 1) {
    const session = await newSession(page);
    const answer = await liveAnswer(context, page, session);
    await answer.write(prose('mixed', 2_000));
    await runs(page, 'article[data-status=running]');
    await pause(100);
    streaming.push(await stopAndWatch(page));
  }
  for (let n = 0; n < stops; n += 1) {
    const session = await newSession(page);
    const token = `bench-stop-${n}.`;
    context.fake.when(token, toolCalls([{ name: 'bash', input: { command: 'sleep 60' } }]));
    await page.command('turn.send', { session, text: token });
    await runs(page, 'article[data-status=running] [aria-label=running]');
    await pause(100);
    command.push(await stopAndWatch(page));
  }
  return {
    'answer-p50': figureAt(streaming, 0.5),
    'answer-p95': figureAt(streaming, 0.95),
    'command-p50': figureAt(command, 0.5),
    'command-p95': figureAt(command, 0.95),
  };
}

export const stop: Measurement = {
  name: 'stop',
  words: 'from a press on Stop to the turn shown as stopped',
  run,
};
