/**
 * `npm run bench`: how fast the built app is, on a real Electron under a display of its own, compared with the
 * committed baseline and with what must be reached. `npm run bench -- WORD…` runs some of it, `--save` makes the
 * result the baseline. Needs Linux: it reads /proc and presses keys through the X server.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from './bundle.mjs';
import { openBus, openDisplay } from './display.mjs';
import { electronSwitches, watchParent } from './electron-process.mjs';
import { findElectron } from './electron-runtime.mjs';
import { root, setUp } from './setup.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const args = process.argv.slice(2);
/** All that the app gets of this environment, as in the end-to-end tests: no key and no setting of this machine. */
const inherited = ['PATH', 'HOME', 'USER', 'LANG', 'LC_ALL', 'TMPDIR', 'XDG_RUNTIME_DIR'];
const closing = [];

async function bench() {
  if (process.platform !== 'linux') {
    console.error('The bench reads /proc and uses an X server: it runs on Linux only.');
    return 1;
  }
  setUp();
  const folder = await mkdtemp(join(tmpdir(), 'konsole-bench-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const file = await bundle('bench', 'test/bench/run.ts', folder);
  // Ripgrep is found beside its package.
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  const { runBench, usage } = await import(pathToFileURL(file).href);
  if (args.includes('--help') || args.includes('-h')) {
    console.log(usage());
    return 0;
  }
  const { buildIfStale } = await import('./build.mjs');
  await buildIfStale({ quiet: true });
  const problem = ensureSystemPackages({ forTests: true });
  if (problem) {
    console.error(problem);
    return 1;
  }
  const electron = await findElectron();
  console.log(electron.source);
  const switches = electronSwitches(electron, [], console.warn);
  const [display, bus] = await Promise.all([openDisplay(), openBus()]);
  closing.push(bus.close, display.close);
  // xdotool and the window manager find the display here.
  process.env.DISPLAY = display.display;
  closing.push(openWindowManager());
  const named = inherited.map((name) => [name, process.env[name]]).filter(([, value]) => value);
  const env = {
    ...Object.fromEntries(named),
    DISPLAY: display.display,
    DBUS_SESSION_BUS_ADDRESS: bus.address,
  };
  const atEnd = (end) => closing.push(end);
  return runBench({
    root,
    electron: { ...electron, switches },
    env,
    bundle: once(folder),
    args,
    atEnd,
  });
}

/** Bundles each entry the first time that it is asked for. */
function once(folder) {
  const made = new Map();
  return (entry) => {
    const known = made.get(entry) ?? bundle(basename(entry, '.ts'), entry, folder);
    made.set(entry, known);
    return known;
  };
}

/** Windows get the focus as on a person's desktop. Returns how to end it. */
function openWindowManager() {
  const child = spawn('openbox', [], { stdio: 'ignore' });
  const gone = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  return async () => {
    child.kill('SIGTERM');
    await gone;
  };
}

async function closeAll() {
  for (const close of closing.splice(0).reverse()) await close();
}

let ending = false;
async function interrupted(code) {
  if (ending) return;
  ending = true;
  await closeAll();
  process.exit(code);
}
process.once('SIGINT', () => void interrupted(130));
process.once('SIGTERM', () => void interrupted(143));
const orphaned = watchParent(() => void interrupted(143));

try {
  process.exitCode = await bench();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  clearInterval(orphaned);
  await closeAll();
}
