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
    const words = wordsFor(line);
    if (words) console.error(words);
  });
  return exitOf(child);
}

/** For a person: the address that pairs a browser, of this server or of the one that was there before. */
function wordsFor(line) {
  try {
    const { ready, page, url } = JSON.parse(line);
    if (!ready) return page && `Open ${page} in a browser to use the one that runs.`;
    if (!page) return url && `Konsole is served at ${url} – Ctrl+C ends it.`;
    return `Open ${page} in a browser: it pairs that browser, once, within ten minutes. Ctrl+C ends Konsole.`;
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
