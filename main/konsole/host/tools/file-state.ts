/** A file as it is now, before it is written to: what is there, its stamp, and its content where that is not too much. */
import { constants } from 'node:fs';
import { type FileHandle, lstat, open } from 'node:fs/promises';
import { codeOf } from '../../folder/reason';
import { confirm, OutsideError, type Place, type Workspace } from '../../folder/workspace';
import { bySystem, hashedBytes, stampOf } from './stamp';

export type FileState =
  | { kind: 'missing' }
  | {
      kind: 'file';
      stamp: string;
      size: number;
      /** Permission bits and owner, to be kept. */
      mode: number;
      uid: number;
      gid: number;
      /** Absent where the file is too large to be held. */
      content?: Buffer;
    };

/** Neither follows a link that came a moment ago, nor waits for the other end of a pipe. */
export const readFlags =
  constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Throws `OutsideError` in words where there is something that is no file; else the system's errors. */
export async function stateOf(
  workspace: Workspace,
  place: Place,
  asked: string,
): Promise<FileState> {
  let file: FileHandle;
  try {
    const found = await lstat(place.real);
    // Judged real, and a link all the same: where it leads there is nothing.
    if (found.isSymbolicLink()) throw new OutsideError(`"${asked}" is a link that leads nowhere.`);
    if (found.isDirectory()) throw new OutsideError(`"${asked}" is a folder, not a file.`);
    if (!found.isFile()) throw new OutsideError(`"${asked}" is no regular file.`);
    file = await open(place.real, readFlags);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { kind: 'missing' };
    throw error;
  }
  try {
    await confirm(workspace, file, place, asked);
    const stats = await file.stat({ bigint: true });
    if (!stats.isFile()) throw new OutsideError(`"${asked}" is no regular file.`);
    const facts = {
      kind: 'file' as const,
      size: Number(stats.size),
      mode: Number(stats.mode & 0o7777n),
      uid: Number(stats.uid),
      gid: Number(stats.gid),
    };
    if (stats.size > BigInt(hashedBytes)) return { ...facts, stamp: bySystem(stats) };
    const content = await file.readFile();
    return { ...facts, stamp: stampOf(content), content };
  } finally {
    await file.close();
  }
}

/** True where both are the same content, or both nothing. */
export const isSame = (a: FileState, b: FileState): boolean =>
  a.kind === 'file' ? b.kind === 'file' && a.stamp === b.stamp : b.kind === 'missing';

/** Data has a zero byte near its beginning, and text has none. */
export const isBinary = (bytes: Uint8Array): boolean => bytes.subarray(0, 8192).includes(0);

export function sizeText(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024).toLocaleString('en')} KB`;
  return `${(bytes / 1024 / 1024).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
}
