/**
 * A pipe as shells make it, for what a command writes. What Node itself gives to a child is a socket, which cannot be
 * opened again by its name: to a script `echo sorry >/dev/stderr` would be an error.
 */
import { execFile } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { promisify } from 'node:util';

export interface Pipe {
  output: Readable;
  /** For the child, to be closed here once the child has it: the output ends when nobody holds it any more. */
  sink: number;
}

/** Rejects where there is no room for it in the folder for temporary files; nothing is left there. */
export async function openPipe(): Promise<Pipe> {
  const folder = await mkdtemp(join(tmpdir(), 'konsole-pipe-'));
  try {
    const path = join(folder, 'output');
    await promisify(execFile)('mkfifo', ['-m', '600', path]);
    // In this order neither waits for the other.
    const source = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const sink = openSync(path, constants.O_WRONLY);
    return { output: new Socket({ fd: source, readable: true, writable: false }), sink };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
