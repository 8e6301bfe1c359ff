/**
 * The data folder: made with mode 0700, checked, and held by one process at a time. The lock is SQLite's own
 * lock on a tiny file: the system lets go of it when the process ends, however it ends.
 */
import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { KonsoleError } from '../../../preload/contract/errors';
import { type Database, loadSqlite, type Sqlite, sqliteCode } from './sqlite';

export interface Home {
  /** Absolute. */
  readonly path: string;
  /** Lets another process have the folder; safe to repeat. */
  release(): void;
}

/** Who holds the folder, told to the next one who wants it. */
interface Holder {
  pid: number;
  startedAt: number;
}

/**
 * Rejects with a `KonsoleError`: `conflict` when another process holds the folder (its pid is named),
 * `internal` when the folder cannot be made or written.
 */
export async function openHome(folder: string): Promise<Home> {
  const path = resolve(folder);
  makeFolder(path);
  const lock = takeLock(await loadSqlite(), path);
  const note = join(path, 'lock.json');
  try {
    const holder: Holder = { pid: process.pid, startedAt: Date.now() };
    writeFileSync(note, JSON.stringify(holder), { mode: 0o600 });
  } catch (error) {
    lock.close();
    throw folderError(error, path);
  }
  return { path, release: once(() => release(lock, note)) };
}

/** Nothing else may open lock.db: on POSIX, closing any handle on a file drops the process's locks on it. */
function takeLock(sqlite: Sqlite, path: string): Database {
  let lock: Database | undefined;
  try {
    lock = new sqlite.DatabaseSync(join(path, 'lock.db'));
    lock.exec('PRAGMA busy_timeout = 0');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock?.close();
    if (sqliteCode(error) === 5) throw heldBy(path);
    const detail = error instanceof Error ? error.message : String(error);
    throw unusable(path, `its lock.db cannot be used (${detail}); remove that file`);
  }
}

function release(lock: Database, note: string): void {
  rmSync(note, { force: true });
  lock.close();
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    run();
  };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    if (!statSync(path).isDirectory()) throw unusable(path, 'it is a file, not a folder');
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw error instanceof KonsoleError ? error : folderError(error, path);
  }
}

function heldBy(path: string): KonsoleError {
  const pid = holderOf(path)?.pid;
  const who = pid === undefined ? 'Another Konsole' : `Another Konsole (process ${pid})`;
  return new KonsoleError(
    'conflict',
    `${who} already uses ${path}. Go on in that one, or end it first, or choose another folder with KONSOLE_HOME.`,
  );
}

function holderOf(path: string): Holder | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(join(path, 'lock.json'), 'utf8'));
    if (typeof value !== 'object' || value === null || !('pid' in value)) return undefined;
    return typeof value.pid === 'number' ? (value as Holder) : undefined;
  } catch {
    // Only a name for the message; the lock itself has already decided.
    return undefined;
  }
}

function folderError(error: unknown, path: string): KonsoleError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC') return unusable(path, 'the disk is full; free some space');
  if (code === 'EEXIST' || code === 'ENOTDIR') {
    return unusable(path, 'a file is in the way; move it, or remove it');
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return unusable(path, 'it cannot be written; change its permissions');
  }
  return unusable(path, error instanceof Error ? error.message : String(error));
}

function unusable(path: string, why: string): KonsoleError {
  return new KonsoleError(
    'internal',
    `Konsole cannot keep its data in ${path}: ${why}, or choose another folder with KONSOLE_HOME.`,
  );
}
