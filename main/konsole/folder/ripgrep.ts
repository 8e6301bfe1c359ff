/** Finds the ripgrep program that came with Konsole, also where the app is packed into one file. */
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Throws when the package for this platform is missing. */
export function ripgrepPath(): string {
  // Bundled as CommonJS there is `__filename`; the fallback serves a plain module run from the repository.
  const here = typeof __filename === 'string' ? __filename : join(process.cwd(), 'package.json');
  const binary = process.platform === 'win32' ? 'rg.exe' : 'rg';
  const name = `@vscode/ripgrep-${process.platform}-${process.arch}/bin/${binary}`;
  // The program's package is a dependency of this one, wherever the package manager put it.
  const owner = createRequire(here).resolve('@vscode/ripgrep');
  return outsideArchive(createRequire(owner).resolve(name));
}

/** A program inside `app.asar` cannot be run; electron-builder puts it beside it. */
export function outsideArchive(path: string): string {
  return path.replace(/\bapp\.asar(?=[\\/])/, 'app.asar.unpacked');
}
