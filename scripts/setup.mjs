/**
 * Makes a fresh clone ready: checks the Node version and installs the npm packages when they are
 * missing or are not those of package-lock.json. Plain Node, so that it can run before anything else.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Ends the process with a clear message when the clone cannot be made ready. */
export function setUp() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 18)) {
    console.error(
      `Konsole needs Node 20.18 or newer; this is ${process.version}. Install a newer one.`,
    );
    process.exit(1);
  }
  if (packagesAreCurrent()) return;
  // npm would empty what the link leads to.
  const link = lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false });
  if (link?.isSymbolicLink()) {
    console.error(
      'node_modules is a link to a folder that has other packages than package-lock.json wants. Remove the link, then try again.',
    );
    process.exit(1);
  }
  // On stderr: the first line on stdout is for scripts, in some of those who set up.
  console.error('Installing npm packages …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', process.stderr, 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(
      'npm ci failed (see above). Check that npm reaches its registry, then try again.',
    );
    process.exit(1);
  }
}

/** Compares what is installed with the lockfile by content: a fresh checkout changes all times. */
function packagesAreCurrent() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(installedFile);
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const found = installed[path];
    if (found) return found.version === entry.version;
    return entry.optional === true || entry.devOptional === true || entry.peer === true;
  });
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) setUp();
