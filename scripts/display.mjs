/**
 * A display and a message bus of our own for tests: Xvfb on a free display number and a session bus,
 * both ended with the handle. Nothing of the person's desktop is touched.
 */
import { spawn } from 'node:child_process';

/**
 * @returns {Promise<{ display: string, close(): Promise<void> }>} `display` is like ":99"
 */
export async function openDisplay() {
  const screen = ['-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset'];
  // A key that a slow machine lets go of late must not be repeated: words would be misspelt. ms
  screen.push('-ardelay', '60000');
  const server = await startAndRead('Xvfb', ['-displayfd', '3', ...screen]);
  return { display: `:${server.line}`, close: server.close };
}

/** @returns {Promise<{ address: string, close(): Promise<void> }>} of a fresh session bus */
export async function openBus() {
  const bus = await startAndRead('dbus-daemon', ['--session', '--nofork', '--print-address=3']);
  return { address: bus.line, close: bus.close };
}

/** Starts a server that writes one line to descriptor 3 when it is ready. */
function startAndRead(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
    const ended = new Promise((done) => child.once('close', done));
    let errors = '';
    let text = '';
    child.stderr.on('data', (chunk) => {
      errors = (errors + chunk).slice(-2000);
    });
    const fail = (why) => {
      clearTimeout(timer);
      reject(new Error(`${command} did not start: ${why}. ${errors}`));
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail('no answer in 20 s');
    }, 20_000);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) => fail(`exit ${code}`));
    child.stdio[3].on('data', (chunk) => {
      text += chunk;
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve({ line: text.split('\n')[0], close: () => end(child, ended) });
    });
  });
}

async function end(child, ended) {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await ended;
  clearTimeout(timer);
}
