/**
 * `npm run dev`: builds on every change. A change in main or preload restarts the app; a change in
 * the renderer reloads its windows, which main.ts does by itself when KONSOLE_DEV is 1.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { electronSwitches, exitOf, hasDisplay, startChild } from './electron-process.mjs';
import { findElectron } from './electron-runtime.mjs';
import { root, setUp } from './setup.mjs';

setUp();
if (!(await hasDisplay())) {
  console.error(
    'There is no display here. Start one (xvfb-run npm run dev), or use npm run serve.',
  );
  process.exit(1);
}
const { build, entries } = await import('./build.mjs');
const electron = await findElectron();
console.log(electron.source);
await rm(join(root, 'dist'), { recursive: true, force: true });

const args = process.argv.slice(2);
const command = [...electronSwitches(electron, args, console.warn), root, ...args];
const waiting = new Set(Object.keys(entries));
let pendingPreloads = Object.keys(entries.preload).length;
let child;
let restarting = false;

async function restart() {
  if (restarting) return;
  restarting = true;
  if (child) {
    const gone = exitOf(child);
    child.kill('SIGTERM');
    await gone;
  }
  restarting = false;
  child = startChild(electron.binary, command, { env: { ...process.env, KONSOLE_DEV: '1' } });
  const mine = child;
  const code = await exitOf(mine);
  if (!restarting && child === mine) process.exit(code); // the person closed the app
}

await build({
  watch: (part) => {
    console.log(`built ${part}`);
    if (waiting.size > 0) {
      if (part === 'preload' && --pendingPreloads > 0) return;
      waiting.delete(part);
      if (waiting.size === 0) void restart();
    } else if (part !== 'renderer' && part !== 'output') {
      void restart();
    }
  },
});
