/** Starts Electron on this repo, or the server without one, and lives exactly as long as it does. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { constants } from 'node:os';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** Whether a window can be shown at all: asks the X server named by DISPLAY, not the name alone. */
export async function hasDisplay(env = process.env) {
  if (process.platform !== 'linux') return true;
  if (env.WAYLAND_DISPLAY) return true;
  const local = /^(?:unix)?:(\d+)(?:\.\d+)?$/.exec(env.DISPLAY ?? '');
  if (!local) return Boolean(env.DISPLAY);
  return new Promise((resolve) => {
    const socket = connect(`/tmp/.X11-unix/X${local[1]}`);
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false)).once('connect', () => socket.destroy());
  });
}

/**
 * The switches that Electron itself needs here, before the path of the app.
 * @param {{ dist: string }} electron
 * @param {string[]} args what a person added, which goes before ours
 * @param {(line: string) => void} say hears of a sandbox that had to stay off
 */
export function electronSwitches(electron, args, say) {
  // Without a system bus or a GPU, Chromium writes pages of errors that mean nothing to a person.
  const quiet = !args.some((one) => /^--(log-level|enable-logging)/.test(one));
  const switches = quiet ? ['--log-level=3'] : [];
  if (process.platform !== 'linux') return switches;
  if (process.getuid?.() === 0) {
    switches.push('--no-sandbox'); // Chromium refuses its sandbox to root
  } else if (!sandboxWorks(electron.dist)) {
    switches.push('--no-sandbox');
    say(
      'This system allows no sandbox to an unpacked Electron, so it runs without one. To have it: ' +
        `sudo chown root ${join(electron.dist, 'chrome-sandbox')} && ` +
        `sudo chmod 4755 ${join(electron.dist, 'chrome-sandbox')}`,
    );
  }
  if (!process.env.DISPLAY && process.env.WAYLAND_DISPLAY) {
    switches.push('--ozone-platform-hint=auto');
  }
  return switches;
}

function sandboxWorks(dist) {
  const helper = join(dist, 'chrome-sandbox');
  if (existsSync(helper)) {
    const { uid, mode } = statSync(helper);
    if (uid === 0 && (mode & 0o4111) === 0o4111) return true;
  }
  return spawnSync('unshare', ['--user', '--map-root-user', 'true']).status === 0;
}

/** Starts a child that shares our terminal. It is ended when we are told to end. */
export function startChild(command, args, { env = process.env, stdio = 'inherit' } = {}) {
  const child = spawn(command, args, { cwd: root, env, stdio });
  const handOn = (signal) => {
    // In a terminal, Ctrl+C has reached the child already: a second one would force it.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, handOn);
  const orphaned = watchParent(() => child.kill('SIGTERM'));
  child.once('exit', () => {
    for (const signal of signals) process.off(signal, handOn);
    clearInterval(orphaned);
  });
  return child;
}

/** npm hands a signal to its shell alone, which dies of it without a word to us: so look for it. */
export function watchParent(gone) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, 1000);
  return timer.unref();
}

/** Resolves with the exit code that stands for how the child ended. */
export function exitOf(child) {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      resolve(code ?? 128 + (constants.signals[signal] ?? 0));
    });
  });
}
