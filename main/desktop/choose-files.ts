/** The system's dialog for files to give along: each is read, bounded, and given to the konsole. */
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { type BrowserWindow, dialog } from 'electron';
import type { DesktopResult } from '../../preload/contract/desktop';
import { KonsoleError, toAnswer } from '../../preload/contract/errors';
import { limits } from '../../preload/contract/limits';
import type { BlobInfo } from '../../preload/contract/shapes';

type Put = (name: string, bytes: Uint8Array) => Promise<BlobInfo>;

/** Their paths; none when the person cancelled. */
export async function chooseFiles(window: BrowserWindow): Promise<readonly string[]> {
  const chosen = await dialog.showOpenDialog(window, {
    title: 'Choose files for the question',
    properties: ['openFile', 'multiSelections'],
  });
  return chosen.canceled ? [] : chosen.filePaths;
}

/** Never rejects: a file that cannot be taken is a problem in words, and the others are taken. */
export async function giveFiles(
  paths: readonly string[],
  put: Put,
): Promise<DesktopResult<'desktop.choose-files'>> {
  const blobs: BlobInfo[] = [];
  const problems: string[] = [];
  for (const file of paths.slice(0, limits.messageBlobs)) {
    const name = path.basename(file);
    try {
      blobs.push(await put(name, await readBounded(file)));
    } catch (error) {
      problems.push(`${name}: ${wordsOf(error)}`);
    }
  }
  const over = paths.length - limits.messageBlobs;
  if (over > 0)
    problems.push(`A question takes ${limits.messageBlobs} files; ${over} were left out.`);
  return { blobs, problems };
}

/** At most one byte more than may be taken, so that the konsole refuses it in its own words. */
async function readBounded(file: string): Promise<Uint8Array> {
  // To open a pipe would wait for whoever writes into it.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) {
      throw new KonsoleError('invalid', 'this is no regular file, and cannot go along.');
    }
    const buffer = Buffer.alloc(Math.min(stats.size, limits.blobBytes + 1));
    let filled = 0;
    while (filled < buffer.length) {
      const { bytesRead } = await handle.read(buffer, filled, buffer.length - filled, filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return buffer.subarray(0, filled);
  } finally {
    await handle.close();
  }
}

function wordsOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EACCES' || code === 'EPERM') return 'this file may not be read.';
  if (code === 'ENOENT') return 'this file is not there any more.';
  if (typeof code === 'string' && /^E[A-Z]+$/.test(code)) return `it could not be read (${code}).`;
  const answer = toAnswer(error);
  return answer.ok ? '' : answer.message;
}
