/** A page of the running app as the bench uses it: ask it, click and type in it, read its clock and its main thread's time. */
import type { CommandName } from '../../preload/contract/command-names';
import type { CommandParams, CommandResult } from '../../preload/contract/commands';
import type { WindowWithBridge } from '../../preload/contract/bridge-api';
import { waitFor } from '../e2e/support/wait';
import type { DevTools } from './devtools';
import { type BenchWindow, installBench, type PageBench } from './page-side';
import { clockOffset, type Exchange } from './statistics';
import { pause } from './wait';

export interface ThreadTime {
  /** CPU time of the page's main thread so far, ms: everything, and its parts. */
  all: number;
  script: number;
  style: number;
  layout: number;
}

type PageCall =
  | 'watchMarks'
  | 'takeMarks'
  | 'countFrames'
  | 'takeFrames'
  | 'watchAnswers'
  | 'takeAnswers';

export interface BenchPage {
  readonly devTools: DevTools;
  /** Runs a function in the page. It is sent as text: it sees its arguments, the page, and nothing else. */
  ask<Args extends unknown[], Result>(
    run: (...args: Args) => Result | Promise<Result>,
    args: Args,
    withinMs?: number,
  ): Promise<Result>;
  /** What was put into the page (page-side.ts). */
  bench<Name extends PageCall>(
    name: Name,
    ...args: Parameters<PageBench[Name]>
  ): Promise<ReturnType<PageBench[Name]>>;
  /** A command of the contract through the page's own bridge; throws with the answer's code and words. */
  command<Name extends CommandName>(
    name: Name,
    params: CommandParams<Name>,
  ): Promise<CommandResult<Name>>;
  /** Add it to a time of the page to have a time of this process (performance.now). */
  clock(): Promise<number>;
  mainThread(): Promise<ThreadTime>;
  /** Presses and releases the left button; resolves when the page has been told. */
  click(x: number, y: number): Promise<void>;
  /** Types one plain character into whatever has the focus. */
  type(character: string): Promise<void>;
  collectGarbage(): Promise<void>;
  close(): void;
}

interface Evaluated {
  result: { value?: unknown };
  exceptionDetails?: { text: string; exception?: { description?: string } };
}

export async function openPage(devTools: DevTools): Promise<BenchPage> {
  async function evaluate(expression: string, withinMs: number): Promise<unknown> {
    const { result, exceptionDetails } = await devTools.send<Evaluated>(
      'Runtime.evaluate',
      { expression, awaitPromise: true, returnByValue: true },
      withinMs,
    );
    if (exceptionDetails) {
      const { exception, text } = exceptionDetails;
      throw new Error(`In the page: ${exception?.description ?? text}`);
    }
    return result.value;
  }

  const mouse = (type: string, x: number, y: number) =>
    devTools.send('Input.dispatchMouseEvent', { type, x, y, button: 'left', clickCount: 1 });
  let timed = false;

  const page: BenchPage = {
    devTools,
    async ask<Args extends unknown[], Result>(
      run: (...args: Args) => Result | Promise<Result>,
      args: Args,
      withinMs = 20_000,
    ) {
      const list = args.map((one) => JSON.stringify(one)).join(', ');
      return (await evaluate(`(${String(run)})(${list})`, withinMs)) as Result;
    },
    async bench(name, ...args) {
      const list = args.map((one) => JSON.stringify(one)).join(', ');
      const value = await evaluate(`window.bench.${name}(${list})`, 20_000);
      return value as ReturnType<PageBench[typeof name]>;
    },
    async command(name, params) {
      const call = `window.konsole.commands[${JSON.stringify(name)}](${JSON.stringify(params)})`;
      type Commands = NonNullable<WindowWithBridge['konsole']>['commands'];
      const answer = (await evaluate(call, 60_000)) as Awaited<ReturnType<Commands[typeof name]>>;
      if (!answer.ok) throw new CommandFailed(name, answer.code, answer.message);
      return answer.result;
    },
    async clock() {
      const exchanges: Exchange[] = [];
      for (let n = 0; n < 15; n += 1) {
        const asked = performance.now();
        const theirs = await page.ask(() => performance.now(), []);
        exchanges.push({ asked, answered: performance.now(), theirs });
      }
      return clockOffset(exchanges);
    },
    async mainThread() {
      // CPU time and not time on the clock: what else runs on this machine is not counted.
      if (!timed) await devTools.send('Performance.enable', { timeDomain: 'threadTicks' });
      timed = true;
      const { metrics } = await devTools.send<{ metrics: { name: string; value: number }[] }>(
        'Performance.getMetrics',
      );
      const of = (name: string) =>
        (metrics.find((metric) => metric.name === name)?.value ?? 0) * 1000;
      return {
        all: of('TaskDuration'),
        script: of('ScriptDuration'),
        style: of('RecalcStyleDuration'),
        layout: of('LayoutDuration'),
      };
    },
    async click(x, y) {
      await mouse('mouseMoved', x, y);
      await mouse('mousePressed', x, y);
      await mouse('mouseReleased', x, y);
    },
    async type(character) {
      const code = character === ' ' ? 'Space' : `Key${character.toUpperCase()}`;
      const key = {
        key: character,
        code,
        windowsVirtualKeyCode: character.toUpperCase().charCodeAt(0),
      };
      await devTools.send('Input.dispatchKeyEvent', { type: 'keyDown', text: character, ...key });
      await devTools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key });
    },
    async collectGarbage() {
      // Twice: what a first one frees may hold on to more, for a finalizer runs in between.
      for (let n = 0; n < 2; n += 1) {
        await devTools.send('HeapProfiler.collectGarbage', {}, 60_000);
        await pause(100);
      }
    },
    close: devTools.close,
  };
  // A window that was only just made has no document yet, or an empty one that it is about to lose.
  await waitFor('the page to have a document', async () => {
    try {
      const there = await page.ask(
        () => location.protocol === 'app:' && document.getElementById('root') !== null,
        [],
      );
      if (there) await page.ask(installBench, []);
      return there;
    } catch (error) {
      if (/execution context|navigated/i.test(String(error))) return false;
      throw error;
    }
  });
  return page;
}

/** Keeps the code apart: `unsupported` is no failure of a measurement. */
export class CommandFailed extends Error {
  constructor(
    command: string,
    readonly code: string,
    message: string,
  ) {
    super(`${command}: ${message} (${code})`);
  }
}

export type { BenchWindow };
