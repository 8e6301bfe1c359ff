/**
 * The Debian packages that Electron and the tests of a real desktop need. Asks dpkg what is missing,
 * installs it when run as root, and otherwise prints the one command that would.
 * On other systems it does nothing: their desktops bring these parts along.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** One need a line; where Debian renamed a package, any of its names will do, newest first. */
const run = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libnotify4'],
];
const test = [
  ['xvfb'],
  ['xauth'],
  ['dbus-x11'],
  ['xdotool'],
  ['openbox'],
  ['bubblewrap'],
  // Clients from outside, for test/conformance.
  ['curl'],
  ['python3-websockets'],
  ['chromium'],
];

/**
 * @param {{ forTests: boolean, say?: (line: string) => void }} options
 * @returns {string | undefined} what a person must do, or undefined when all is there
 */
export function ensureSystemPackages({ forTests, say = console.log }) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return undefined;
  const missing = lacking(forTests ? [...run, ...test] : run);
  if (missing.length === 0) return undefined;
  if (process.getuid?.() !== 0) {
    const names = missing.map((names) => choose(names)).join(' ');
    return `Some system packages are missing. Install them with: sudo apt-get install -y ${names}`;
  }
  say('Installing missing system packages …');
  let result = install(missing);
  if (result !== 0) {
    apt(['update', '-qq']); // a new machine has no package list yet, or an old one
    result = install(missing);
  }
  const still = lacking(missing);
  if (still.length === 0) return undefined;
  const names = still.map((names) => choose(names)).join(' ');
  return `apt-get could not install: ${names} (exit ${result}). Try: apt-get install -y ${names}`;
}

function lacking(needs) {
  const names = needs.flat();
  const query = ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names];
  const { stdout } = spawnSync('dpkg-query', query, { encoding: 'utf8' });
  const installed = new Set(
    stdout.split('\n').flatMap((line) => {
      const [name, status] = line.split(' ');
      return status === 'installed' ? [name] : [];
    }),
  );
  return needs.filter((names) => !names.some((name) => installed.has(name)));
}

function install(needs) {
  return apt(['install', '-y', '-qq', '--no-install-recommends', ...needs.map(choose)]);
}

/** The first of the names that this Debian can install; the last, old one when it knows none. */
function choose(names) {
  if (names.length === 1) return names[0];
  const known = names.find((name) => {
    const { stdout } = spawnSync('apt-cache', ['policy', name], { encoding: 'utf8' });
    return /Candidate: (?!\(none\))/.test(stdout ?? '');
  });
  return known ?? names.at(-1);
}

function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const result = spawnSync('apt-get', args, {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 600_000,
  });
  return result.status ?? 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const problem = ensureSystemPackages({ forTests: true });
  console.log(problem ?? 'All system packages are there.');
  process.exitCode = problem ? 1 : 0;
}
