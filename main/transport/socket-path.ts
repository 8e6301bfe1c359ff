/** Where the gateway's local socket lies: in the home, in a private runtime folder, or a named pipe. */
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { KonsoleError } from '../../preload/contract/errors';

export interface SocketPlace {
  platform: string;
  env: Readonly<Record<string, string | undefined>>;
  /** The system's folder for temporary files. */
  temporary: string;
  /** Of this user; undefined on Windows. */
  uid: number | undefined;
}

/** The system's limit is 104 to 108 bytes, the terminating NUL included. */
const longestPath = 100;

/** `folder` is set where the socket lies outside the home: it must be made and be ours alone. */
export function socketPath(home: string, place: SocketPlace): { path: string; folder?: string } {
  const name = createHash('sha256').update(home).digest('hex').slice(0, 16);
  if (place.platform === 'win32') return { path: `\\\\.\\pipe\\vibe-konsole-${name}` };
  const inHome = join(home, 'konsole.sock');
  if (Buffer.byteLength(inHome) <= longestPath) return { path: inHome };
  const runtime = place.env.XDG_RUNTIME_DIR;
  const folder = runtime
    ? join(runtime, 'vibe-konsole')
    : join(place.temporary, `vibe-konsole-${place.uid ?? 0}`);
  const path = join(folder, `${name}.sock`);
  if (Buffer.byteLength(path) <= longestPath) return { path, folder };
  throw new KonsoleError(
    'invalid',
    `No socket fits: ${inHome} is too long, and so is ${folder}. Choose a shorter folder with KONSOLE_HOME.`,
  );
}

/** Makes the runtime folder with mode 0700; refuses one that somebody else made. */
export function makeRuntimeFolder(folder: string, uid: number | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || (uid !== undefined && found.uid !== uid)) {
    throw new KonsoleError(
      'denied',
      `${folder} belongs to somebody else. Remove it, or choose a shorter folder with KONSOLE_HOME.`,
    );
  }
  chmodSync(folder, 0o700);
}

/** Removes the socket that a dead process left. Rejects when somebody answers on it, or it is no socket. */
export async function removeStaleSocket(path: string): Promise<void> {
  if (path.startsWith('\\\\')) return;
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return;
  if (!found.isSocket()) {
    throw new KonsoleError('conflict', `${path} is in the way and no socket. Move it away.`);
  }
  if (await answers(path)) {
    throw new KonsoleError('conflict', `Another Konsole already answers on ${path}.`);
  }
  rmSync(path, { force: true });
}

/** Probes a socket; a silent one counts as alive, so that nothing in use is removed. */
export function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    const end = (alive: boolean) => {
      probe.destroy();
      resolve(alive);
    };
    probe.setTimeout(1000, () => end(true));
    probe.on('connect', () => end(true));
    probe.on('error', (error: NodeJS.ErrnoException) =>
      end(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT'),
    );
  });
}
