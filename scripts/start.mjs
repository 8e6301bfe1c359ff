/**
 * `npm start`: makes the clone ready, builds what changed, finds an Electron and opens the app.
 * Where there is no display, the same konsole is served to a browser on this machine instead.
 */
import { electronSwitches, exitOf, hasDisplay, startChild } from './electron-process.mjs';
import { findElectron } from './electron-runtime.mjs';
import { root, setUp } from './setup.mjs';
import { help, withoutServe } from './switches.mjs';
import { ensureSystemPackages } from './system-packages.mjs';

const args = process.argv.slice(2);

async function start() {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(help);
    return 0;
  }
  setUp();
  const { buildIfStale } = await import('./build.mjs');
  await buildIfStale();
  if (args.includes('--serve')) return serve();
  if (!(await hasDisplay())) {
    console.log('There is no display here, so Konsole is served to a browser instead.');
    return serve();
  }
  const problem = ensureSystemPackages({ forTests: false });
  if (problem) console.warn(problem);
  const electron = await findElectron();
  console.log(electron.source);
  const switches = electronSwitches(electron, args, console.warn);
  return exitOf(startChild(electron.binary, [...switches, root, ...args]));
}

async function serve() {
  const { serve: run } = await import('./serve.mjs');
  return run(withoutServe(args));
}

try {
  process.exitCode = await start();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
