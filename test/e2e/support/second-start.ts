/** Starts the app as a shell does, without Playwright and its switches. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const repo = join(import.meta.dirname, '..', '..', '..');

export interface Started {
  pid: number;
  output(): string;
  /** Its code, once it has ended and all that it wrote was read. */
  exited: Promise<number | null>;
  kill(signal: NodeJS.Signals): void;
}

export function startPlainly(
  home: string,
  args: string[] = [],
  more: { env?: Record<string, string>; cwd?: string } = {},
): Started {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '';
  const { PATH, HOME, DISPLAY, DBUS_SESSION_BUS_ADDRESS } = process.env;
  const named = Object.entries({ PATH, HOME, DISPLAY, DBUS_SESSION_BUS_ADDRESS });
  const known = Object.fromEntries(named.filter((entry) => entry[1])) as Record<string, string>;
  const child = spawn(join(dist, 'electron'), ['--no-sandbox', repo, ...args], {
    cwd: more.cwd ?? repo,
    env: { ...known, KONSOLE_HOME: home, ...more.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const keep = (chunk: Buffer) => {
    text = (text + chunk.toString()).slice(-100_000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { pid: child.pid ?? 0, output: () => text, exited, kill: (signal) => child.kill(signal) };
}
