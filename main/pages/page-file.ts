/** Reads a file of the built pages; what a symlink inside their folder points out of it is not read. */
import { readFile, realpath } from 'node:fs/promises';
import { isInside, resolvePagePath } from './page-path';

export type PageFile =
  | { ok: true; body: Uint8Array<ArrayBuffer>; type: string }
  | { ok: false; status: 400 | 403 | 404 };

export type ReadPage = (pathname: string) => Promise<PageFile>;

/** `root` is the folder of the built pages; it may come, go and be built again meanwhile. Never rejects. */
export function createPageFiles(root: string): ReadPage {
  let realRoot: Promise<string> | undefined;
  return async (pathname) => {
    const resolved = resolvePagePath(root, pathname);
    if (!resolved.ok) return resolved;
    try {
      realRoot ??= realpath(root);
      const [folder, file] = await Promise.all([realRoot, realpath(resolved.file)]);
      if (!isInside(folder, file)) return { ok: false, status: 403 };
      return { ok: true, body: new Uint8Array(await readFile(file)), type: resolved.type };
    } catch {
      realRoot = undefined;
      return { ok: false, status: 404 };
    }
  };
}
