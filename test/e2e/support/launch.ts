/**
 * Opens the built app on the real Electron, each time with a data folder of its own and an
 * environment of named variables only, so that no key or setting of this machine gets in.
 */
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { _electron } from 'playwright-core';
import { getCurrentTest } from 'vitest/suite';
import { removeFolder } from './folder';
import { waitFor } from './wait';

/** What the app needs of the machine; everything else stays outside. */
const inherited = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TMPDIR',
  'DISPLAY',
  'XAUTHORITY',
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_RUNTIME_DIR',
  'LD_LIBRARY_PATH',
  'SystemRoot',
];

const repo = join(import.meta.dirname, '..', '..', '..');

export interface LaunchOptions {
  /** A data folder to open again after a restart; by default a fresh one, removed at close. */
  home?: string;
  /** Added to the environment of the app. */
  env?: Record<string, string>;
  /** Switches after the path of the app, such as `--demo`. */
  args?: string[];
  /** The folder with package.json of the app; by default this repo. */
  app?: string;
}

export interface Launched {
  app: ElectronApplication;
  home: string;
  /** Everything the main process wrote so far, stdout and stderr. */
  output(): string;
  mainWindow(): Promise<Page>;
  quickWindow(): Promise<Page>;
  /** The page whose address contains `part`; waits until there is one. */
  windowAt(part: string): Promise<Page>;
  /** Saves a PNG of every open window under test-results/ and returns the files. */
  screenshots(name: string): Promise<string[]>;
  /** Ends the app as a person quitting it; after 10 s by force. Safe to repeat. */
  close(): Promise<void>;
  /** Ends the main process at once, as `kill -9` does. */
  kill(): Promise<void>;
}

/**
 * Opens the app. Hand `close` to onTestFinished: when the test failed, it saves pictures of the windows
 * and prints what the app wrote, before it ends the app.
 */
export async function launchKonsole(options: LaunchOptions = {}): Promise<Launched> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'konsole-e2e-')));
  const isOurs = options.home === undefined;
  const app = await _electron.launch({
    args: [options.app ?? repo, ...(options.args ?? [])],
    cwd: repo,
    env: { ...environment(), KONSOLE_HOME: home, ...options.env },
    timeout: 30_000,
  });
  const child = app.process();
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-200_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);

  const windowAt = (part: string) =>
    waitFor(`a window at ${part}`, () =>
      Promise.resolve(app.windows().find((page) => page.url().includes(part))),
    );
  const screenshots = async (name: string) => {
    const folder = join(repo, 'test-results');
    await mkdir(folder, { recursive: true });
    const files: string[] = [];
    for (const [index, page] of app.windows().entries()) {
      const file = join(folder, `${name.replace(/[^\w-]+/g, '-')}-${index}.png`);
      // A hidden or killed window gives no picture; the others still do.
      await page.screenshot({ path: file, timeout: 3000 }).then(
        () => files.push(file),
        () => undefined,
      );
    }
    return files;
  };
  const task = getCurrentTest();
  const close = async () => {
    if (task?.result?.state === 'fail') {
      const files = child.exitCode === null ? await screenshots(task.name) : [];
      console.log(`Pictures: ${files.join(', ') || 'none'}\nOutput:\n${text.slice(-4000)}`);
    }
    if (child.exitCode === null && child.signalCode === null) {
      const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await Promise.race([app.close().catch(() => undefined), gone]);
      await gone;
      clearTimeout(timer);
    }
    if (isOurs) await removeFolder(home);
  };
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };

  return {
    app,
    home,
    output: () => text,
    mainWindow: () => windowAt('/main-window/'),
    quickWindow: () => windowAt('/quick-window/'),
    windowAt,
    screenshots,
    close,
    kill,
  };
}

function environment(): Record<string, string> {
  const entries = inherited.map((name) => [name, process.env[name]] as const);
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
