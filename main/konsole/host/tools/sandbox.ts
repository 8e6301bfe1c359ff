/**
 * The sandbox for shell commands: writes only in the folder and in the places for temporary files, no look at what is
 * refused (the data folder of Konsole), no new local sockets on Linux, so that no service outside can be asked to do more.
 * The network stays as it is. Made of bubblewrap on Linux and seatbelt on macOS, by `@anthropic-ai/sandbox-runtime`.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { cutText, oneLine } from '../../../../preload/contract/text';
import { minimalEnv } from '../../folder/minimal-env';
import { outsideArchive, ripgrepPath } from '../../folder/ripgrep';
import { shellPath } from './shell-process';

export type Available = { ok: true } | { ok: false; why: string };

export interface SandboxFacts {
  platform: NodeJS.Platform;
  arch: string;
  /** As in the environment. */
  path: string;
}

export interface Boxed {
  /** The line that runs another in the sandbox. */
  line: string;
  /** To be called once it is over. */
  over(): void;
}

export interface BoxOrder {
  command: string;
  /** The folder in which it may write; real path. */
  cwd: string;
  /** Nothing in these can be seen. */
  refused: readonly string[];
}

let known: Promise<Available> | undefined;

/** Whether commands can be put in a sandbox here; tried once with a real one. Never rejects. */
export function sandboxAvailable(): Promise<Available> {
  const { platform, arch } = process;
  known ??= findSandbox({ platform, arch, path: process.env.PATH ?? '' });
  return known;
}

/** The same, for any system. Never rejects. */
export async function findSandbox(facts: SandboxFacts): Promise<Available> {
  const why = missing(facts);
  if (why !== undefined) return { ok: false, why };
  let empty: string | undefined;
  try {
    // An empty folder: one with much in it takes long to be looked through.
    empty = await realpath(await mkdtemp(join(tmpdir(), 'konsole-sandbox-')));
    const box = await boxed({ command: 'exit 0', cwd: empty, refused: [] });
    try {
      const words = await tryLine(box.line);
      if (words !== undefined) {
        return { ok: false, why: `this system does not let one be made (${words})` };
      }
    } finally {
      box.over();
    }
    return { ok: true };
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return { ok: false, why: `it could not be made (${cutText(oneLine(words), 200)})` };
  } finally {
    if (empty !== undefined) await rm(empty, { recursive: true, force: true });
  }
}

/** Undefined when it ends well; else its last words. Its input is none at all: a shell on a socket reads start files. */
function tryLine(line: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(shellPath(), ['-c', line], {
      env: minimalEnv(process.env),
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 10_000,
      killSignal: 'SIGKILL',
    });
    let words = '';
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      words = `${words}${text}`.slice(-2_000);
    });
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code) => {
      resolve(code === 0 ? undefined : cutText(oneLine(words), 200) || `exit ${code}`);
    });
  });
}

function missing({ platform, arch, path }: SandboxFacts): string | undefined {
  if (platform === 'darwin') {
    return existsSync('/usr/bin/sandbox-exec') ? undefined : 'sandbox-exec is missing';
  }
  if (platform !== 'linux') return 'there is none for this system';
  if (arch !== 'x64' && arch !== 'arm64') return `there is none for this processor (${arch})`;
  const isThere = path
    .split(delimiter)
    .some((folder) => folder && existsSync(join(folder, 'bwrap')));
  return isThere ? undefined : 'bubblewrap is not installed (the package is called bubblewrap)';
}

/** Rejects where it cannot be made: then nothing may run. */
export async function boxed({ command, cwd, refused }: BoxOrder): Promise<Boxed> {
  const places = [cwd, tmpdir(), '/tmp', '/dev/null', '/dev/stdout', '/dev/stderr', '/dev/tty'];
  const shared = {
    command,
    needsNetworkRestriction: false,
    readConfig: { denyOnly: refused.filter((folder) => existsSync(folder)) },
    writeConfig: { allowOnly: [...new Set(places)], denyWithinAllow: [] },
    gitSafeDirectories: [cwd],
    binShell: shellPath(),
  };
  if (process.platform === 'darwin') {
    const mac = await import('@anthropic-ai/sandbox-runtime/dist/sandbox/macos-sandbox-utils.js');
    // Its protected files (shell start files, git hooks, agents' settings) are those of the folder it is called in.
    const line = inFolder(cwd, () =>
      mac.wrapCommandWithSandboxMacOS({ ...shared, allowAllUnixSockets: false }),
    );
    return { line: await line, over: () => undefined };
  }
  const linux = await import('@anthropic-ai/sandbox-runtime/dist/sandbox/linux-sandbox-utils.js');
  const line = await inFolder(cwd, () =>
    linux.wrapCommandWithSandboxLinux({
      ...shared,
      ripgrepConfig: { command: ripgrepPath() },
      seccompConfig: { applyPath: applySeccompPath() },
    }),
  );
  return { line, over: () => linux.cleanupBwrapMountPoints() };
}

async function inFolder<Value>(folder: string, make: () => Value | Promise<Value>): Promise<Value> {
  const before = process.cwd();
  process.chdir(folder);
  try {
    return await make();
  } finally {
    process.chdir(before);
  }
}

/** The small program that keeps a command from opening local sockets. The build puts it beside the bundle. */
function applySeccompPath(): string {
  if (typeof __filename === 'string') {
    const beside = outsideArchive(join(__dirname, `apply-seccomp-${process.arch}`));
    if (existsSync(beside)) return beside;
  }
  const here = typeof __filename === 'string' ? __filename : join(process.cwd(), 'package.json');
  const name = `@anthropic-ai/sandbox-runtime/vendor/seccomp/${process.arch}/apply-seccomp`;
  const found = createRequire(here).resolve(name);
  if (!existsSync(found)) throw new Error(`${name} is missing`);
  return found;
}
