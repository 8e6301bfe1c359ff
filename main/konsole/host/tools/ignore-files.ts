/** Which files of a folder its .gitignore files leave out: those of the root and of every folder below. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ignore, { type Ignore } from 'ignore';

export interface IgnoreFiles {
  /** `path` is relative to the root, with `/`. */
  ignores(path: string): Promise<boolean>;
}

/** Larger ones are let be: they are no ignore files. */
const maxIgnoreBytes = 256 * 1024;

export function readIgnoreFiles(root: string): IgnoreFiles {
  const rules = new Map<string, Promise<Ignore | undefined>>();

  function rulesOf(folder: string): Promise<Ignore | undefined> {
    const known = rules.get(folder);
    if (known) return known;
    const read = readFile(join(root, folder, '.gitignore'), 'utf8').then(
      (text) => (text.length > maxIgnoreBytes ? undefined : ignore().add(text)),
      () => undefined,
    );
    rules.set(folder, read);
    return read;
  }

  return {
    async ignores(path) {
      let ignored = false;
      // From the root down: a deeper file may take back what a higher one says.
      const parts = path.split('/');
      for (let depth = 0; depth < parts.length; depth++) {
        const found = await rulesOf(parts.slice(0, depth).join('/'));
        const verdict = found?.test(parts.slice(depth).join('/'));
        if (verdict?.ignored) ignored = true;
        else if (verdict?.unignored) ignored = false;
      }
      return ignored;
    },
  };
}

/**
 * Names of folders that the root's .gitignore leaves out everywhere (`node_modules/`, `dist`): a walk need
 * not enter them. Only plain names; the rest is judged file by file.
 */
export async function ignoredFolders(root: string): Promise<string[]> {
  const text = await readFile(join(root, '.gitignore'), 'utf8').catch(() => '');
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (lines.some((line) => line.startsWith('!'))) return [];
  return lines
    .filter((line) => /^\/?[\w.@-]+\/?$/.test(line))
    .map((line) => (line.startsWith('/') ? line.slice(1) : `**/${line}`).replace(/\/$/, ''))
    .map(
      (line) => `${dirname(line) === '.' ? '' : `${dirname(line)}/`}${line.split('/').at(-1)}/**`,
    );
}
