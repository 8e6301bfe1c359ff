/**
 * The process of a shell command: made waiting, so that its group is in the journal before anything runs (I3). It waits
 * for a word on a pipe; where the pipe closes instead, because this host has died, it ends without having run anything.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import type { ProcessMark } from '../../../../preload/contract/shapes';
import { reason } from '../../folder/workspace';
import { openPipe } from '../../processes/pipe';
import { endTree, endTreeNow, startOf } from '../../processes/tree';
import { shellEnv } from './shell-env';

export interface ShellExit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface ShellProcess {
  mark: ProcessMark;
  /** Everything that it writes, in order; absent where it writes into a file. */
  output?: Readable;
  /** Lets it run. */
  release(): void;
  /** Resolves when its first process has ended. */
  exit: Promise<ShellExit>;
  /** Ends it with all that it started; begins in the call itself. */
  end(graceMs?: number): Promise<boolean>;
  /** The same at once. */
  drop(): void;
  /** It is over, or may outlive this host from now on. */
  letGo(): void;
}

export interface ShellOrder {
  /** A line for the shell. */
  line: string;
  cwd: string;
  /** Goes on without this host: writes into `output`, and its exit code into `exit`. */
  background?: { output: number; exit: string };
}

/** Told to the model. */
export class NotStarted extends Error {
  override readonly name = 'NotStarted';
}

/** Ends without a word on file 3, and does not leave that file open for what it becomes. */
const gate = 'IFS= read -r go <&3 && [ "$go" = go ] || exit 97; exec 3<&-;';
/** One file of a background command, in KB: a flood ends there, and not when the disk is full. */
const mostFileKb = 1024 * 1024;

/** What runs now and has to be ended with this host. */
const live = new Map<string, ProcessMark>();

/** For a host that is about to end. */
export function endAllNow(): void {
  for (const mark of live.values()) endTreeNow(mark);
  live.clear();
}

export function shellPath(): string {
  return existsSync('/bin/bash') ? '/bin/bash' : '/bin/sh';
}

/** Throws `NotStarted`. */
export async function startShell(order: ShellOrder): Promise<ShellProcess> {
  const shell = shellPath();
  const plain = shell.endsWith('bash') ? ['--noprofile', '--norc'] : [];
  const inner = `${shell} ${plain.join(' ')} -c "$1"`;
  const { background, cwd, line } = order;
  const script = background
    ? `${gate} ulimit -f ${mostFileKb}; ${inner}; code=$?; printf %s "$code" >"$2.part" && mv -f "$2.part" "$2"; exit "$code"`
    : `${gate} exec ${inner}`;
  const mark = randomBytes(12).toString('hex');
  const pipe = background ? undefined : await pipeForOutput();
  const sink = background?.output ?? pipe?.sink ?? 'ignore';
  let child: ChildProcess;
  try {
    child = spawn(shell, [...plain, '-c', script, 'konsole', line, background?.exit ?? ''], {
      cwd,
      detached: true,
      env: shellEnv({
        env: process.env,
        user: userInfo().username,
        shell,
        mark,
        platform: process.platform,
      }),
      stdio: ['ignore', sink, sink, 'pipe'],
    });
  } catch (error) {
    pipe?.output.destroy();
    throw new NotStarted(whyNot(error, cwd));
  } finally {
    if (pipe) closeSync(pipe.sink);
  }
  return running(child, mark, cwd, pipe?.output, background !== undefined);
}

async function running(
  child: ChildProcess,
  name: string,
  cwd: string,
  output: Readable | undefined,
  background: boolean,
): Promise<ShellProcess> {
  const exit = new Promise<ShellExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  const failed = new Promise<never>((_resolve, reject) => child.once('error', reject));
  failed.catch(() => undefined);
  const { pid } = child;
  const start = pid === undefined ? undefined : startOf(pid);
  if (pid === undefined || start === undefined) {
    output?.destroy();
    const gone = exit.then(() => Promise.reject(new Error('it ended at once')));
    throw new NotStarted(whyNot(await Promise.race([failed, gone]).catch((e: unknown) => e), cwd));
  }
  const mark: ProcessMark = { pid, start, mark: name, ...(background ? { background } : {}) };
  live.set(name, mark);
  const word = child.stdio[3] as Writable;
  // It may be gone before it reads the word.
  word.on('error', () => undefined);
  return {
    mark,
    exit,
    ...(output ? { output } : {}),
    release: () => void word.end('go\n'),
    async end(graceMs) {
      const ended = await endTree(mark, graceMs);
      live.delete(name);
      return ended;
    },
    drop() {
      endTreeNow(mark);
      live.delete(name);
      word.destroy();
      output?.destroy();
    },
    letGo() {
      live.delete(name);
      child.unref();
    },
  };
}

async function pipeForOutput() {
  try {
    return await openPipe();
  } catch (error) {
    throw new NotStarted(`There is no place for its output: ${tmpdir()} ${reason(error)}.`);
  }
}

function whyNot(error: unknown, cwd: string): string {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'E2BIG') return 'The command is too long. Write it into a file and run that.';
  if (code === 'EAGAIN') return 'The system has no room for another process now. Try again later.';
  if (code === 'ENOENT' && !existsSync(cwd)) return `The folder ${cwd} ${reason(error)}.`;
  return `The shell could not be started: ${error instanceof Error ? error.message : String(error)}.`;
}
