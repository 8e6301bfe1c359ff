/**
 * `npm run serve`: the konsole without a desktop, in plain Node. Its first line on stdout is JSON
 * with the address, for scripts; at a terminal a plain line for a person follows on stderr.
 */
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { exitOf, startChild } from './electron-process.mjs';
import { root, setUp } from './setup.mjs';

/** Runs until the server ends. @returns {Promise<number>} its exit code */
export async function serve(args) {
  const withPort = args.some((one) => /^--port(=|$)/.test(one)) ? args : ['--port', '0', ...args];
  const file = join(root, 'dist', 'main', 'serve.cjs');
  const child = startChild(process.execPath, [file, ...withPort], {
    stdio: ['inherit', 'pipe', 'inherit'],
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    console.log(line);
    const address = addressIn(line);
    if (address) console.error(`Konsole is served at ${address} – Ctrl+C ends it.`);
  });
  return exitOf(child);
}

/** What a person opens: the pairing link where the server names one, else the plain address. */
function addressIn(line) {
  try {
    const { ready, pair, url } = JSON.parse(line);
    return ready ? (pair ?? url) : undefined;
  } catch {
    return undefined; // a line for people, already shown
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    setUp();
    const { buildIfStale } = await import('./build.mjs');
    await buildIfStale({ quiet: true });
    process.exitCode = await serve(process.argv.slice(2));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
