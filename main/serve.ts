/**
 * Composition root without a desktop, in plain Node: the same konsole, the same doors. Prints one JSON line
 * when it is ready; everything for people goes to stderr. SIGTERM and SIGINT close it within a second.
 */
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { KonsoleError } from '../preload/contract/errors';
import { type Args, parseArgs, switches } from './args';
import { forkHost } from './fork-host';
import { homeFolder } from './home-folder';
import { type Konsole, openKonsole } from './konsole/konsole';
import { type Home, openHome } from './konsole/storage/home';
import type { Clock } from './konsole/surroundings';
import { newPairAddress } from './pair-address';
import { personHere } from './person';
import { createRunKeys } from './run-keys';
import { isLoopback, openGateway } from './transport/gateway';
import { createHub, processTime } from './transport/hub';
import { answers, socketPath } from './transport/socket-path';
import { ownerToken } from './transport/token';

/** Wrong switches, as most programs say it. */
const usageError = 2;

async function main(): Promise<void> {
  const args = parseArgs(process.argv.slice(2));
  if (args.help) {
    const lines = switches.map(([name, text]) => `  ${name.padEnd(22)}${text}`);
    process.stdout.write(`${['Usage: npm run serve -- [switches]', '', ...lines].join('\n')}\n`);
    return;
  }
  const problem = problemOf(args);
  if (problem !== undefined) {
    say(`${problem} --help lists the switches.`);
    process.exitCode = usageError;
    return;
  }
  const folder = homeFolder({
    home: args.home,
    env: process.env,
    platform: process.platform,
    userFolder: homedir(),
  });
  const home = await openHome(folder).catch(async (error: unknown) => {
    await sayNotReady(error, folder);
    return undefined;
  });
  if (home) await serve(args, home);
}

function problemOf(args: Args): string | undefined {
  const [problem] = args.problems;
  if (problem !== undefined) return problem;
  const unknown = args.unknown.filter((argument) => argument !== '');
  if (unknown.length > 0) return `Unknown: ${unknown.join(' ').slice(0, 200)}.`;
  if (args.host !== undefined && !isLoopback(args.host) && !args.exposeToNetwork) {
    return `Everybody on the network could reach a door on ${args.host}. If that is meant, add --expose-to-network.`;
  }
  if (args.host !== undefined && args.port === undefined) return '--host needs a --port.';
  const { workspace } = args;
  if (workspace !== undefined && !statSync(workspace, { throwIfNoEntry: false })?.isDirectory()) {
    return `The workspace ${workspace} is no folder. Choose one that exists.`;
  }
  return undefined;
}

async function serve(args: Args, home: Home): Promise<void> {
  const closers: (() => void | Promise<void>)[] = [() => home.release()];
  let closing: Promise<void> | undefined;
  const close = (code: number): void => {
    closing ??= closeAll(closers).then(() => process.exit(code));
  };
  // Before anything is opened: a signal that comes early ends what is there by then.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => close(0));
  process.on('uncaughtException', (error) => {
    say(`Konsole failed and closes: ${error.stack ?? error.message}`);
    close(1);
  });
  // Who read the ready line may have closed the pipe; that ends nothing.
  process.stdout.on('error', () => undefined);

  try {
    const konsole = await openEngine(args, home.path);
    if (closing) return konsole.close();
    closers.unshift(() => konsole.close());
    for (const { message } of konsole.notices) say(message);
    const hub = createHub({ feed: konsole.feed, log: konsole.log, ...processTime });
    closers.unshift(() => hub.close());
    const token = ownerToken(home.path);
    const gateway = await openGateway({
      konsole,
      hub,
      home: home.path,
      token,
      pages: join(__dirname, '..', 'renderer'),
      ...(args.port === undefined ? {} : { tcp: tcpOf(args, args.port) }),
    });
    if (closing) return gateway.close();
    closers.unshift(() => gateway.close());
    const { url, socket } = gateway;
    const page = gateway.pairAddress();
    process.stdout.write(
      `${JSON.stringify({ ready: true, url, socket, token, home: home.path, page })}\n`,
    );
  } catch (error) {
    await sayNotReady(error);
    close(1);
  }
}

function openEngine(args: Args, home: string): Promise<Konsole> {
  const person = personHere();
  return openKonsole({
    home,
    ...(person === undefined ? {} : { person }),
    journalWorker: join(__dirname, 'journal-worker.cjs'),
    importWorker: join(__dirname, 'import-worker.cjs'),
    startHost: forkHost(join(__dirname, 'host.cjs'), process.env),
    keys: createRunKeys(),
    clock: steadyClock(),
    newId: () => randomBytes(10).toString('hex'),
    env: process.env,
    ...(args.workspace === undefined ? {} : { workspace: resolve(args.workspace) }),
    defaultWorkspace: process.cwd(),
    forceDemo: args.demo,
  });
}

function tcpOf(args: Args, port: number) {
  const { host, allowHosts, exposeToNetwork: exposed } = args;
  return { port, allowHosts, exposed, ...(host === undefined ? {} : { host }) };
}

/** Doors and engine at once, each of them is over within a second; then the folder is let go. */
async function closeAll(closers: (() => void | Promise<void>)[]): Promise<void> {
  const release = closers.pop();
  const closed = await Promise.allSettled(closers.map(async (close) => close()));
  for (const one of closed) {
    if (one.status === 'rejected') say(`Closing failed: ${String(one.reason)}`);
  }
  await release?.();
}

/** Epoch ms that never runs backwards, whatever is done to the system's clock. */
function steadyClock(): Clock {
  let last = 0;
  return {
    now() {
      last = Math.max(last, Date.now());
      return last;
    },
  };
}

/** For a script one JSON line, as when it is ready; for a person the same in words. */
async function sayNotReady(error: unknown, folder?: string): Promise<void> {
  const known = error instanceof KonsoleError;
  const message = known ? error.message : `Konsole cannot start: ${String(error)}`;
  const socket = folder === undefined ? undefined : await liveSocket(folder);
  const code = known ? error.code : 'internal';
  const page = socket && folder ? await newPairAddress(socket, resolve(folder)) : undefined;
  process.stdout.write(`${JSON.stringify({ ready: false, code, message, socket, page })}\n`);
  say(socket === undefined ? message : `${message}\nIts socket is ${socket}`);
  process.exitCode = 1;
}

async function liveSocket(folder: string): Promise<string | undefined> {
  try {
    const { platform, env } = process;
    const uid = process.getuid?.();
    const { path } = socketPath(resolve(folder), { platform, env, temporary: tmpdir(), uid });
    return (await answers(path)) ? path : undefined;
  } catch {
    // The socket is an offer on top; why the start failed has been found already.
    return undefined;
  }
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

void main();
