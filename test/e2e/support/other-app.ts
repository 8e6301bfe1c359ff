/** A second app on the display, not ours: it has a window with the focus, or holds a global shortcut. */
import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from './folder';
import { waitFor } from './wait';

const app = join(import.meta.dirname, '..', 'fixtures', 'other-app');

export interface OtherApp {
  close(): Promise<void>;
}

/** `takes`: an accelerator that it registers instead of showing its window. Rejects when it did not get it. */
export async function openOtherApp(takes?: string): Promise<OtherApp> {
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH ?? '';
  const folder = await mkdtemp(join(tmpdir(), 'konsole-other-'));
  const args = [`--user-data-dir=${folder}`, ...(takes === undefined ? [] : [`--take=${takes}`])];
  const child = spawn(join(dist, 'electron'), ['--no-sandbox', app, ...args], {
    env: { PATH: process.env.PATH, HOME: folder, DISPLAY: process.env.DISPLAY },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const close = async () => {
    child.kill('SIGKILL');
    await gone;
    await removeFolder(folder);
  };
  try {
    await waitFor('the other app', () => Promise.resolve(said !== ''));
    if (!said.includes('ready')) throw new Error(`The other app did not get ${takes}.`);
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}
