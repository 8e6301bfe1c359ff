/** Real key presses and window facts of the X server, as a person's keyboard gives them. */
import { spawn } from 'node:child_process';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { waitFor } from './wait';

const run = promisify(execFile);

/** Presses a key or chord, in xdotool's words: `ctrl+shift+space`, `Escape`, `Return`. */
export async function pressKey(chord: string): Promise<void> {
  await run('xdotool', ['key', '--clearmodifiers', chord], { timeout: 10_000 });
}

/** Presses keys and holds them until they are let go. */
export async function holdKeys(keys: readonly string[]): Promise<{ letGo(): Promise<void> }> {
  const say = async (what: 'keydown' | 'keyup', names: readonly string[]) => {
    const words = names.flatMap((name) => [what, name]);
    await run('xdotool', words, { timeout: 10_000 });
  };
  await say('keydown', keys);
  return { letGo: () => say('keyup', keys.toReversed()) };
}

/** Types text into whatever has the focus. */
export async function typeText(text: string): Promise<void> {
  await run('xdotool', ['type', '--clearmodifiers', '--delay', '8', text], { timeout: 30_000 });
}

/** The title of the window that has the focus, or undefined when none has. */
export async function focusedTitle(): Promise<string | undefined> {
  return run('xdotool', ['getwindowfocus', 'getwindowname'], { timeout: 10_000 }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
}

/**
 * The X server has given the keyboard to the window of this title: what is typed now goes there. Electron says so of a
 * window of its own, and to its page, as soon as it has asked for it.
 */
export const keyboardIn = (title: string) =>
  waitFor(`"${title}" to have the keyboard`, async () => (await focusedTitle()) === title);

/** One of the window manager's desktops, the first of which is 0. */
export async function switchDesktop(to: number): Promise<void> {
  await run('xdotool', ['set_desktop', String(to)], { timeout: 10_000 });
  await waitFor(`desktop ${to}`, async () => (await currentDesktop()) === to);
}

export const currentDesktop = (): Promise<number> =>
  run('xdotool', ['get_desktop'], { timeout: 10_000 }).then(({ stdout }) => Number(stdout));

/** Whether a window of just this title is on the screen now: a window manager takes those of other desktops off it. */
export const isOnScreen = (title: string): Promise<boolean> =>
  run('xdotool', ['search', '--onlyvisible', '--name', `^${title}$`], { timeout: 10_000 }).then(
    ({ stdout }) => stdout.trim() !== '',
    // What finds nothing ends with 1.
    () => false,
  );

/** Runs the window manager openbox on the display until `close`. */
export async function openWindowManager(): Promise<{ close(): Promise<void> }> {
  const child = spawn('openbox', [], { stdio: 'ignore' });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  await waitFor('openbox', () =>
    run('xdotool', ['get_num_desktops'], { timeout: 10_000 }).then(
      () => true,
      () => false,
    ),
  );
  return {
    close: async () => {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
