/**
 * Composition root of the commands of the terminal, `vibe-konsole ask` and its like: a client of a konsole that runs,
 * in a Node process of its own or in a thread of the desktop's executable.
 */
import { randomBytes } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { version } from '../package.json';
import { runCli } from './cli/cli';
import type { Door } from './cli/client';
import { exit, Trouble } from './cli/exit';
import { flushed, processTerminal } from './cli/process-terminal';
import type { CliDeps, Terminal } from './cli/terminal';
import { endThread, isThread, threadTerminal } from './cli/thread';
import { homeFolder } from './home-folder';
import { socketPath } from './transport/socket-path';

function findDoor(home: string | undefined): Door {
  const { platform, env } = process;
  const folder = homeFolder({ home, env, platform, userFolder: homedir() });
  const uid = process.getuid?.();
  const { path: socket, folder: runtime } = socketPath(folder, {
    platform,
    env,
    temporary: tmpdir(),
    uid,
  });
  if (runtime !== undefined) refuseForeign(runtime, uid);
  const tokenFile = join(folder, 'gateway-token');
  return { socket, token: readToken(tokenFile, folder), tokenFile };
}

/** The token is told to whoever listens there: in a folder of somebody else, that may be anybody. */
function refuseForeign(folder: string, uid: number | undefined): void {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (!found || (found.isDirectory() && (uid === undefined || found.uid === uid))) return;
  throw new Trouble(
    exit.unreachable,
    `${folder} belongs to somebody else. Remove it, or choose a shorter folder with KONSOLE_HOME.`,
  );
}

function readToken(file: string, folder: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const why =
      code === 'ENOENT'
        ? `Konsole was never started with the data folder ${folder}. Start it with npm start, or npm run serve; --home DIR names another folder.`
        : `${file} cannot be read (${code}): only who started Konsole may.`;
    throw new Trouble(exit.unreachable, why);
  }
  if (/^[\w-]{43}$/.test(text)) return text;
  throw new Trouble(
    exit.unreachable,
    `${file} is damaged. Start Konsole again, and it is made anew.`,
  );
}

const depsOf = (terminal: Terminal): CliDeps => ({
  terminal,
  env: process.env,
  version,
  folder: process.cwd(),
  findDoor,
  now: Date.now,
  random: Math.random,
  newId: () => randomBytes(10).toString('hex'),
  schedule(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
});

async function main(): Promise<void> {
  const argv = process.argv.slice(2);
  if (isThread()) {
    process.on('uncaughtException', (error) => {
      const terminal = threadTerminal();
      terminal.err(`vibe-konsole failed: ${error.stack ?? error.message}\n`);
      endThread(exit.failed);
    });
    endThread(await runCli(argv, depsOf(threadTerminal())));
    return;
  }
  const code = await runCli(argv, depsOf(processTerminal()));
  await flushed();
  // What still reads, or waits for standard input, is left where it is.
  process.exit(code);
}

void main();
