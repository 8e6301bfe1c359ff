/**
 * All files below a folder, by ripgrep in a process of its own: what .gitignore names, `.git` and `node_modules` are left
 * out, hidden files are not; neither is anything shown that the limits forbid. Bounded in time and number.
 */
import { spawn } from 'node:child_process';
import { KonsoleError } from '../../../preload/contract/errors';
import { minimalEnv } from './minimal-env';
import { ripgrepPath } from './ripgrep';
import { systemPatterns, type Workspace } from './workspace';

export interface Listing {
  /** Relative to the folder, with `/`. */
  paths: string[];
  /** The same in lower case, by index. */
  lower: string[];
}

export const mostFiles = 200_000;
const timeoutMs = 10_000;
/** What is done in one go, ms; then others have the thread. */
const sliceMs = 6;

const args = [
  '--files',
  '--null',
  '--hidden',
  '--no-config',
  '--no-messages',
  '--path-separator=/',
  // The folder's own .gitignore files count, and nothing outside of it.
  '--no-require-git',
  '--no-ignore-parent',
  '--no-ignore-global',
  '--no-ignore-exclude',
  '--no-ignore-dot',
  '--glob=!.git',
  '--glob=!node_modules',
];

/** What comes within the time is listed; rejects with a `KonsoleError` when nothing can be, or with the signal's reason. */
export async function listFiles(workspace: Workspace, signal: AbortSignal): Promise<Listing> {
  const late = AbortSignal.timeout(timeoutMs);
  const system = systemPatterns(workspace.root).map((folder) => `--glob=!/${folder}`);
  const child = spawn(ripgrep(), [...args, ...system], {
    cwd: workspace.root,
    env: minimalEnv(process.env),
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const stop = () => child.kill('SIGKILL');
  const ended = new Promise<Error | undefined>((resolve) => {
    child.once('error', resolve);
    child.once('close', () => resolve(undefined));
  });
  const either = AbortSignal.any([signal, late]);
  either.addEventListener('abort', stop, { once: true });
  const listing: Listing = { paths: [], lower: [] };
  const pace = createPace();
  const isHidden = hiding(workspace);
  try {
    let rest = '';
    child.stdout.setEncoding('utf8');
    for await (const text of child.stdout) {
      const names = (rest + String(text)).split('\0');
      rest = names.pop() ?? '';
      for (const name of names) {
        // A name that is no text cannot be written into a message.
        if (name.includes('\ufffd') || isHidden(name)) continue;
        listing.paths.push(name);
        listing.lower.push(name.toLowerCase());
        if (listing.paths.length >= mostFiles) return listing;
        const others = pace.pause();
        if (others) await others;
      }
    }
    signal.throwIfAborted();
    const failure = await ended;
    if (failure) throw cannotList(failure);
    return listing;
  } catch (error) {
    signal.throwIfAborted();
    // A program that does not start is told by its own error, not by the pipe that it never had.
    const failure = child.pid === undefined ? await ended : undefined;
    throw failure ? cannotList(failure) : error;
  } finally {
    either.removeEventListener('abort', stop);
    stop();
  }
}

/** The whole way through the settings' denials only where there are some. */
function hiding({ denied, forbiddenBelow }: Workspace): (path: string) => boolean {
  const isForbidden = (path: string) =>
    forbiddenBelow.some((folder) => folder === '' || path.startsWith(`${folder}/`));
  return (path) => (forbiddenBelow.length > 0 && isForbidden(path)) || denied(path);
}

function ripgrep(): string {
  try {
    return ripgrepPath();
  } catch (error) {
    throw cannotList(error);
  }
}

function cannotList(error: unknown): KonsoleError {
  const code = (error as { code?: unknown } | null)?.code;
  return new KonsoleError(
    'internal',
    `The files of the folder cannot be listed (${typeof code === 'string' ? code : 'unknown reason'}): the search program that comes with Konsole does not start. Install Konsole again.`,
  );
}

export interface Pace {
  /** Resolves at once, or after others had the thread. */
  pause(): Promise<void> | undefined;
}

export function createPace(): Pace {
  let from = performance.now();
  return {
    pause() {
      if (performance.now() - from < sliceMs) return undefined;
      return new Promise((resolve) => {
        setImmediate(() => {
          from = performance.now();
          resolve();
        });
      });
    },
  };
}
