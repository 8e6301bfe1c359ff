/** Starts the built app as `npm start` does, reads its log and its DevTools address, and ends it with all it started. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { waitFor } from '../e2e/support/wait';
import type { LogRecord } from '../../preload/contract/shapes';
import { openDevTools } from './devtools';
import type { Context } from './measurement';
import { openPage, type BenchPage } from './page';
import { killIfStill, processesOf } from './processes';
import { within } from './wait';

export interface BenchApp {
  readonly pid: number;
  readonly home: string;
  /** When the process was asked for, epoch ms. */
  readonly spawnedAt: number;
  /** The page whose address contains `part`, ready to be asked. */
  page(part: '/main-window/' | '/quick-window/'): Promise<BenchPage>;
  /** Records of its log so far. */
  records(): Promise<LogRecord[]>;
  /** Safe to repeat; leaves no process behind. */
  close(): Promise<void>;
}

export interface StartOptions {
  home: string;
  /** Without it there is no DevTools port, as on a person's machine. */
  devTools?: boolean;
  env?: Record<string, string>;
  /** The folder with package.json of the app; by default the clone. */
  app?: string;
}

/** Given to the app for the fake provider; it opens nothing. */
const fakeKey = 'sk-ant-bench-0123456789';

export async function startApp(context: Context, options: StartOptions): Promise<BenchApp> {
  const { binary, switches } = context.electron;
  const { home, devTools = true, app: folder = context.root } = options;
  const port = devTools ? ['--remote-debugging-port=0'] : [];
  const spawnedAt = Date.now();
  const child = spawn(binary, [...switches, ...port, folder], {
    cwd: context.root,
    env: { ...context.env, FAKE_KEY: fakeKey, KONSOLE_HOME: home, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  let ended = false;
  const gone = new Promise<void>((resolve) => {
    const end = () => {
      ended = true;
      resolve();
    };
    child.once('exit', end);
    child.once('error', end);
  });
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-100_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const pid = child.pid ?? 0;
  const pages: BenchPage[] = [];
  let closed: Promise<void> | undefined;

  async function end(): Promise<void> {
    for (const page of pages) page.close();
    const all = pid === 0 || ended ? [] : processesOf(pid);
    if (!ended) {
      child.kill('SIGTERM');
      await within(8_000, 'the app to quit', gone).catch(() => child.kill('SIGKILL'));
      await gone;
    }
    for (const one of all) killIfStill(one.pid, binary);
  }

  const app: BenchApp = {
    pid,
    home,
    spawnedAt,
    async page(part) {
      const address = await waitFor(`a page at ${part}`, async () => {
        if (ended) throw new Error(`The app ended: ${text.slice(-2000)}`);
        const at = /DevTools listening on ws:\/\/([\d.]+:\d+)\//.exec(text)?.[1];
        return at === undefined ? undefined : pageAddress(at, part);
      });
      const page = await openPage(await openDevTools(address));
      pages.push(page);
      return page;
    },
    async records() {
      const file = await readFile(join(home, 'logs', 'konsole.log'), 'utf8').catch(() => '');
      return file
        .split('\n')
        .filter((line) => line.endsWith('}'))
        .map((line) => JSON.parse(line) as LogRecord);
    },
    close: () => (closed ??= end()),
  };
  context.after(app.close);
  return app;
}

async function pageAddress(at: string, part: string): Promise<string | undefined> {
  const answer = await fetch(`http://${at}/json/list`).catch(() => undefined);
  if (!answer?.ok) return undefined;
  const targets = (await answer.json()) as { url: string; webSocketDebuggerUrl?: string }[];
  return targets.find(({ url }) => url.includes(part))?.webSocketDebuggerUrl;
}
