/**
 * Puts a whole new content in a file's place: written beside it, then renamed, so that a reader or a crash meets the old
 * or the new content and never half of one. On Linux the folder is held open from its check to the rename, so no link
 * that is put in its way leads the write out. Elsewhere the folder's way is checked right before and after the new
 * content is written beside the file; between the last look at it and the rename a moment remains, as there does
 * everywhere between the last look at the old content and the rename. Of missing folders that are made on the way, an
 * empty one may come to lie elsewhere if a link is put in their way at that very moment; then nothing is written.
 */
import { randomBytes } from 'node:crypto';
import {
  access,
  constants,
  type FileHandle,
  link,
  mkdir,
  open,
  rename,
  rm,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { codeOf } from '../../folder/reason';
import { confirm, locate, OutsideError, type Place, type Workspace } from '../../folder/workspace';
import { type FileState, isSame, stateOf } from './file-state';
import { failed, type ToolContext, type ToolResult } from './tool';

export interface Put {
  workspace: Workspace;
  place: Place;
  asked: string;
  /** As it was when the change was prepared, and perhaps allowed by a person: it must be so still. */
  before: FileState;
  content: Buffer;
}

/** Undefined when it is done; else why it was not. Throws what the system says, and the signal's reason. */
export async function putFile(
  { workspace, place, asked, before, content }: Put,
  signal: AbortSignal,
): Promise<ToolResult | undefined> {
  const folder = dirname(place.real);
  if (before.kind === 'missing') await mkdir(folder, { recursive: true });
  // What was made or exchanged since must not lead elsewhere.
  const again = await locate(workspace, asked, { outside: place.outside });
  if (again.real !== place.real) return changed(asked);
  const held = await hold(workspace, folder, place, asked);
  try {
    const beside = join(held.path, `.konsole-${randomBytes(8).toString('hex')}.tmp`);
    try {
      await writeBeside(beside, before, content);
      signal.throwIfAborted();
      if (!isSame(before, await stateOf(workspace, place, asked))) return changed(asked);
      await held.check();
      const target = join(held.path, basename(place.real));
      if (before.kind === 'file') await rename(beside, target);
      else if (!(await putNew(beside, target))) return changed(asked);
    } finally {
      await rm(beside, { force: true });
    }
  } finally {
    await held.close();
  }
  return undefined;
}

export function changed(asked: string): ToolResult {
  return failed(
    `"${asked}" changed in the meantime, so nothing was written. Read it again, then make the change again.`,
    'changed',
  );
}

/** Why what this turn read of the file is not what is there now; undefined where it is, or nothing was read. */
export function changedSince(
  before: FileState,
  place: Place,
  asked: string,
  { seen }: ToolContext,
): ToolResult | undefined {
  const known = seen.get(place.real);
  if (known === undefined || before.kind === 'missing' || before.stamp === known) return undefined;
  return failed(`"${asked}" changed since it was read. Read it again first.`, 'changed');
}

/** Throws what the system would say to a write, before a person is asked about it. */
export async function mayWrite(place: Place, state: FileState): Promise<void> {
  if (state.kind === 'file') await access(place.real, constants.W_OK);
  for (let folder = dirname(place.real); ; folder = dirname(folder)) {
    try {
      return await access(folder, constants.W_OK | constants.X_OK);
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || folder === dirname(folder)) throw error;
    }
  }
}

interface Held {
  /** By which the folder is reached. */
  path: string;
  check(): Promise<void>;
  close(): Promise<void>;
}

async function hold(
  workspace: Workspace,
  folder: string,
  place: Place,
  asked: string,
): Promise<Held> {
  const where: Place = { ...place, real: folder };
  if (process.platform === 'win32') {
    const check = async () => {
      const { real } = await locate(workspace, folder, { outside: place.outside });
      if (real !== folder) throw new OutsideError(`"${asked}" was exchanged. Try again.`);
    };
    await check();
    return { path: folder, check, close: () => Promise.resolve() };
  }
  const flags = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
  const handle: FileHandle = await open(folder, flags);
  const check = () => confirm(workspace, handle, where, asked);
  try {
    await check();
    const pinned = `/proc/self/fd/${handle.fd}`;
    const path = await access(pinned).then(
      () => pinned,
      () => folder,
    );
    return { path, check, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function writeBeside(path: string, before: FileState, content: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o666);
  try {
    await file.writeFile(content);
    if (before.kind === 'file') {
      const { mode, uid, gid } = before;
      const now = await file.stat();
      // Another's file stays another's, where this user may do that.
      if (now.uid !== uid || now.gid !== gid) await file.chown(uid, gid).catch(() => undefined);
      await file.chmod(mode);
    }
    // On disk before it takes the old one's name: a power cut leaves one of the two.
    await file.sync();
  } finally {
    await file.close();
  }
}

/** False where there is something by now: it is not overwritten. */
async function putNew(beside: string, target: string): Promise<boolean> {
  try {
    await link(beside, target);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return false;
    // A disk without links, such as a memory stick: nothing was there a moment ago.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP' && code !== 'ENOSYS')
      throw error;
    await rename(beside, target);
    return true;
  }
}
