/** The terminal of a Node process of our own. */
import { fstatSync } from 'node:fs';
import type { Terminal } from './terminal';

export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  const closed = new Promise<string | undefined>((resolve) => {
    stdout.on('error', (error) => resolve(writeTrouble(error)));
  });
  stderr.on('error', () => undefined);
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    outIsTerminal: stdout.isTTY === true,
    errIsTerminal: stderr.isTTY === true,
    hasInput: hasInput(),
    inIsTerminal: process.stdin.isTTY === true,
    input: () => process.stdin,
    closed,
    onInterrupt: (listener) => void process.on('SIGINT', listener),
  };
}

/** Why output was not written, in words; undefined where whoever read it has gone. */
export function writeTrouble(error: NodeJS.ErrnoException): string | undefined {
  const { code = '' } = error;
  if (['EPIPE', 'ECONNRESET', 'ERR_STREAM_DESTROYED'].includes(code)) return undefined;
  return code === 'ENOSPC' ? 'the disk is full' : error.message;
}

/** Resolves once all that was written has left the process. */
export function flushed(): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write('', () => process.stderr.write('', () => resolve()));
  });
}

/** Standard input is a pipe, a socket or a file; of a device, /dev/null above all, nothing is expected. */
export function hasInput(): boolean {
  try {
    const found = fstatSync(0);
    return found.isFIFO() || found.isFile() || found.isSocket();
  } catch {
    return false;
  }
}
