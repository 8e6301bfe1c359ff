/**
 * Where a tool may look: inside the workspace as it really lies on disk. A path is judged by the real path
 * of its nearest existing parent, so neither `..` nor a link leads out.
 */
import { type FileHandle, readlink, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import ignore from 'ignore';

/** What may be looked at, and where. */
export interface FolderLimits {
  /** The folder; absent where none was chosen. */
  workspace?: string;
  /** Folders that nobody may look into, wherever they lie. */
  refused: readonly string[];
  /** Patterns, as in .gitignore, of what must not be shown. */
  denyRead: readonly string[];
}

export interface Workspace {
  /** Real path of the folder. */
  root: string;
  /** True for a path (relative to the root, with `/`) that a denial of the settings names. */
  denied(path: string): boolean;
  /** True for a real path of the system or of Konsole itself. */
  forbidden(real: string): boolean;
  /** Either of the two, for a path relative to the root: lists and searches leave it out. */
  hides(path: string): boolean;
  /** The folders below the root that are forbidden, relative to it. */
  forbiddenBelow: readonly string[];
}

/** Told to the model: what is wrong and what it may do. */
export class OutsideError extends Error {
  override readonly name = 'OutsideError';
}

/** Never served, whatever the workspace is: they show this process and others, not files. */
export const systemFolders = ['/proc', '/sys', '/dev'];

/** Throws `OutsideError` when there is no such folder any more. */
export async function openWorkspace(context: FolderLimits): Promise<Workspace> {
  if (context.workspace === undefined) {
    throw new OutsideError(
      'No folder is chosen for this session, so there are no files to look at.',
    );
  }
  let root: string;
  try {
    root = await realpath(context.workspace);
    if (!(await stat(root)).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
  } catch (error) {
    throw new OutsideError(`The folder ${context.workspace} ${reason(error)}.`);
  }
  const deny = ignore({ allowRelativePaths: true }).add([...context.denyRead]);
  const folders = [...systemFolders, ...(await realPlaces(context.refused))];
  const denied = (path: string) => path !== '' && path !== '.' && deny.ignores(path);
  const forbidden = (real: string) => folders.some((folder) => isInside(folder, real));
  const hides = (path: string) => denied(path) || forbidden(join(root, path));
  const forbiddenBelow = folders
    .filter((folder) => isInside(root, folder))
    .map((folder) => relative(root, folder).split(sep).join('/'));
  return { root, denied, forbidden, hides, forbiddenBelow };
}

/** Why something cannot be opened, as the end of a sentence. */
export function reason(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  switch (code) {
    case 'ENOENT':
      return 'does not exist (any more)';
    case 'ENOTDIR':
      return 'is not a folder';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by this user';
    case 'ELOOP':
      return 'is a link that leads to itself';
    case 'ENAMETOOLONG':
      return 'has too long a name';
    default:
      return `cannot be opened (${typeof code === 'string' ? code : String(error)})`;
  }
}

export interface Place {
  /** Real path, to open. */
  real: string;
  /** Relative to the root, with `/`; '' is the root itself. */
  path: string;
}

/** Throws `OutsideError` for whatever lies outside, is refused or denied. The place need not exist. */
export async function locate(workspace: Workspace, asked: string): Promise<Place> {
  if (asked.includes('\0')) throw new OutsideError('A path must not contain a NUL character.');
  const wanted = isAbsolute(asked) ? resolve(asked) : resolve(workspace.root, asked);
  return judge(workspace, await realPlace(wanted), asked);
}

/**
 * Throws `OutsideError` when an open file does not lie where its path was judged to lie: a folder on the way may
 * have become a link in between.
 */
export async function confirm(
  workspace: Workspace,
  file: FileHandle,
  { real }: Place,
  asked: string,
): Promise<void> {
  // Linux tells where an open file lies; elsewhere the way there is looked at once more.
  const lies = await readlink(`/proc/self/fd/${file.fd}`).catch(() => undefined);
  if (lies !== undefined) return void judge(workspace, lies, asked);
  const again = await realpath(real);
  judge(workspace, again, asked);
  const [opened, there] = await Promise.all([file.stat(), stat(again)]);
  if (opened.ino !== there.ino || opened.dev !== there.dev) {
    throw new OutsideError(`"${asked}" was exchanged while it was opened. Try again.`);
  }
}

function judge(workspace: Workspace, real: string, asked: string): Place {
  if (!isInside(workspace.root, real)) {
    throw new OutsideError(
      `"${asked}" lies outside the folder of this session. Only what is inside ${workspace.root} can be looked at.`,
    );
  }
  if (workspace.forbidden(real)) {
    throw new OutsideError(
      `"${asked}" belongs to the system or to Konsole itself and is not shown.`,
    );
  }
  const path = relative(workspace.root, real).split(sep).join('/');
  if (workspace.denied(path)) {
    throw new OutsideError(`The settings of Konsole forbid looking at "${asked}".`);
  }
  return { real, path };
}

/** Real path of the nearest parent that exists, with what does not exist put behind it. */
async function realPlace(path: string): Promise<string> {
  let existing = path;
  const missing: string[] = [];
  for (;;) {
    try {
      return join(await realpath(existing), ...missing);
    } catch (error) {
      const code = (error as { code?: unknown }).code;
      const parent = dirname(existing);
      if (parent === existing || (code !== 'ENOENT' && code !== 'ENOTDIR')) {
        throw new OutsideError(`"${path}" ${reason(error)}.`);
      }
      missing.unshift(existing.slice(parent.length).replace(/^[\\/]+/, ''));
      existing = parent;
    }
  }
}

async function realPlaces(folders: readonly string[]): Promise<string[]> {
  return Promise.all(
    folders.map((folder) => realPlace(resolve(folder)).catch(() => resolve(folder))),
  );
}

/** Patterns that keep a walk out of the system's folders, where the workspace is the root of the disk. */
export function systemPatterns(root: string): string[] {
  return systemFolders
    .filter((folder) => isInside(root, folder))
    .map((folder) => relative(root, folder).split(sep).join('/'));
}

export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}
