/**
 * Where a tool may look: inside the workspace as it really lies on disk. A path is judged by the real path
 * of its nearest existing parent, so neither `..` nor a link leads out unnoticed. What lies outside is refused, or
 * named as outside where a person may be asked about it; the system's own folders and Konsole's are never reached.
 */
import { type FileHandle, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import ignore from 'ignore';
import { reason } from './reason';

export { reason } from './reason';

/** What may be looked at, and where. */
export interface FolderLimits {
  /** The folder; absent where none was chosen. */
  workspace?: string;
  /** Folders that nobody may look into, wherever they lie. */
  refused: readonly string[];
  /** Patterns, as in .gitignore, of what must not be shown. */
  denyRead: readonly string[];
  /** In a refused folder, and yet readable: the long outputs of this session. */
  outputs?: string;
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
  /** True for a real path in the folder of this session's long outputs. */
  isOutput(real: string): boolean;
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
  const { workspace } = context;
  // Together: every call of a tool begins here, and each look waits for the disk's thread.
  const [root, refused] = await Promise.all([
    realFolder(workspace).catch((error: unknown) => {
      throw new OutsideError(`The folder ${workspace} ${reason(error)}.`);
    }),
    realPlaces(context.refused),
  ]);
  const deny = ignore({ allowRelativePaths: true }).add([...context.denyRead]);
  const folders = [...systemFolders, ...refused];
  const denied = (path: string) => path !== '' && path !== '.' && deny.ignores(path);
  const forbidden = (real: string) => folders.some((folder) => isInside(folder, real));
  const hides = (path: string) => denied(path) || forbidden(join(root, path));
  const forbiddenBelow = folders
    .filter((folder) => isInside(root, folder))
    .map((folder) => relative(root, folder).split(sep).join('/'));
  const outputs = await outputsOf(context, refused);
  const isOutput = (real: string) => outputs !== undefined && isInside(outputs, real);
  return { root, denied, forbidden, hides, isOutput, forbiddenBelow };
}

async function realFolder(path: string): Promise<string> {
  const [real, found] = await Promise.all([realpath(path), stat(path)]);
  if (!found.isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
  return real;
}

/** Where the outputs must really lie: of a link put in their place, only what it is named after is known, not where it leads. */
async function outputsOf(
  { outputs, refused }: FolderLimits,
  real: readonly string[],
): Promise<string | undefined> {
  if (outputs === undefined) return undefined;
  const at = refused.findIndex((folder) => isInside(resolve(folder), resolve(outputs)));
  const home = refused[at];
  const realHome = real[at];
  if (home !== undefined && realHome !== undefined) {
    return join(realHome, relative(resolve(home), resolve(outputs)));
  }
  const [parent = dirname(outputs)] = await realPlaces([dirname(outputs)]);
  return join(parent, basename(outputs));
}

export interface Place {
  /** Real path, to open. */
  real: string;
  /** Relative to the root, with `/`; '' is the root itself. The real path of what lies outside. */
  path: string;
  /** It lies outside the workspace: a person has to allow it. */
  outside: boolean;
}

/** `outside`: what lies outside is a place too. `outputs`: so are this session's long outputs, without asking. */
export interface Reach {
  outside?: boolean;
  outputs?: boolean;
}

/** Throws `OutsideError` for whatever is out of reach, refused or denied. The place need not exist. */
export async function locate(
  workspace: Workspace,
  asked: string,
  reach: Reach = {},
): Promise<Place> {
  if (asked.includes('\0')) throw new OutsideError('A path must not contain a NUL character.');
  const wanted = isAbsolute(asked) ? resolve(asked) : resolve(workspace.root, asked);
  return judge(workspace, await realPlace(wanted), asked, reach);
}

/**
 * Throws `OutsideError` when an open file or folder does not lie where its path was judged to lie: a folder on the way
 * may have become a link in between.
 */
export async function confirm(
  workspace: Workspace,
  file: FileHandle,
  { real }: Place,
  asked: string,
): Promise<void> {
  // Linux tells where an open file lies; elsewhere the way there is looked at once more.
  const lies = await readlink(`/proc/self/fd/${file.fd}`).catch(() => undefined);
  const again = lies ?? (await realpath(real));
  // Another place than the one that was judged has to be inside: nobody was asked about it.
  if (again !== real) judge(workspace, again, asked, {});
  if (lies !== undefined) return;
  const [opened, there] = await Promise.all([file.stat(), stat(again)]);
  if (opened.ino !== there.ino || opened.dev !== there.dev) {
    throw new OutsideError(`"${asked}" was exchanged while it was opened. Try again.`);
  }
}

function judge(workspace: Workspace, real: string, asked: string, reach: Reach): Place {
  if (reach.outputs && workspace.isOutput(real)) return { real, path: real, outside: false };
  const outside = !isInside(workspace.root, real);
  if (outside && !reach.outside) {
    throw new OutsideError(
      `"${asked}" lies outside the folder of this session. Only what is inside ${workspace.root} can be looked at.`,
    );
  }
  if (workspace.forbidden(real)) {
    throw new OutsideError(
      `"${asked}" belongs to the system or to Konsole itself and is not shown.`,
    );
  }
  const path = outside ? real : relative(workspace.root, real).split(sep).join('/');
  if (workspace.denied(outside ? fromTop(real) : path)) {
    throw new OutsideError(`The settings of Konsole forbid looking at "${asked}".`);
  }
  return { real, path, outside };
}

/** As patterns know what lies outside: an absolute path, from its first folder on. */
const fromTop = (real: string) => real.replace(/^([a-z]:)?[\\/]+/i, '').replaceAll(sep, '/');

/** True for what must not even be named among the files of a folder. */
export function isHidden(workspace: Workspace, folder: Place, name: string): boolean {
  const real = join(folder.real, name);
  if (workspace.isOutput(real)) return false;
  return folder.outside
    ? workspace.forbidden(real) || workspace.denied(fromTop(real))
    : workspace.hides(join(folder.path, name).split(sep).join('/'));
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
