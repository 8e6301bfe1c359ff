/**
 * A command inside the desktop's executable. Electron runs no event loop before it has found a display, so its main
 * thread stands still while the command runs in a thread of its own, with plain files for a terminal: no display, no
 * window and no Chromium is needed. Ctrl+C breaks off the standing still, and is told to the thread.
 */
import { createReadStream, fstatSync, writeSync } from 'node:fs';
import { Socket } from 'node:net';
import { isatty, ReadStream } from 'node:tty';
import { runInNewContext } from 'node:vm';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { hasInput, writeTrouble } from './process-terminal';
import type { Terminal } from './terminal';

/** What both threads see. [0]: 1 once the command has ended; [1]: its exit code. */
interface Shared {
  cliEnd: Int32Array;
}

const interrupted = 'interrupted';
/** A reader of ours that takes nothing now is asked again after this, ms. */
const fullMs = 5;

/** Runs `file`, a bundle that ends with `endThread`. Returns the exit code once it did; blocks until then. */
export function runInThread(file: string, argv: readonly string[]): number {
  const cliEnd = new Int32Array(new SharedArrayBuffer(8));
  const shared: Shared = { cliEnd };
  const worker = new Worker(file, { argv: [...argv], workerData: shared });
  const wait = () => Atomics.wait(cliEnd, 0, 0);
  for (;;) {
    try {
      runInNewContext('wait()', { wait }, { breakOnSigint: true });
      return Atomics.load(cliEnd, 1);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw error;
      worker.postMessage(interrupted);
    }
  }
}

/** In the thread: whether it was started by `runInThread`. */
export const isThread = (): boolean => sharedHere() !== undefined;

/** In the thread: lets the main thread go on. */
export function endThread(code: number): void {
  const shared = sharedHere();
  if (!shared) return;
  Atomics.store(shared.cliEnd, 1, code);
  Atomics.store(shared.cliEnd, 0, 1);
  Atomics.notify(shared.cliEnd, 0);
}

function sharedHere(): Shared | undefined {
  const data: unknown = workerData;
  const isOurs = typeof data === 'object' && data !== null && 'cliEnd' in data;
  return isOurs ? (data as Shared) : undefined;
}

/** The thread's own stdout and stderr would go through the main thread, which stands still. */
export function threadTerminal(): Terminal {
  let onClosed = (_why: string | undefined) => {};
  const closed = new Promise<string | undefined>((resolve) => (onClosed = resolve));
  return {
    out: (text) => {
      const failed = write(1, text);
      if (failed) onClosed(writeTrouble(failed));
    },
    err: (text) => void write(2, text),
    outIsTerminal: isatty(1),
    errIsTerminal: isatty(2),
    hasInput: hasInput(),
    inIsTerminal: isatty(0),
    input,
    closed,
    onInterrupt(listener) {
      parentPort?.on('message', (message) => {
        if (message === interrupted) listener();
      });
    },
  };
}

/** By the kind of file, as `process.stdin` does: a plain read of a terminal or a pipe would keep the process from ending. */
function input(): AsyncIterable<Uint8Array> {
  if (isatty(0)) return new ReadStream(0);
  const isFile = fstatSync(0).isFile();
  return isFile ? createReadStream('', { fd: 0, autoClose: false }) : new Socket({ fd: 0 });
}

/** Gives what kept it from being written. */
function write(file: number, text: string): NodeJS.ErrnoException | undefined {
  let rest = Buffer.from(text);
  while (rest.byteLength > 0) {
    try {
      rest = rest.subarray(writeSync(file, rest));
    } catch (error) {
      const failed = error as NodeJS.ErrnoException;
      if (failed.code !== 'EAGAIN') return failed;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, fullMs);
    }
  }
  return undefined;
}
