/**
 * The one door to SQLite: `node:sqlite` where this Node has it, else `@photostructure/sqlite` with the same API.
 * Owns opening, pragmas, transactions and what SQLite's errors mean to a person.
 */
import { closeSync, openSync } from 'node:fs';
import { KonsoleError } from '../../../preload/contract/errors';

export type SqlValue = null | number | string;
/** Columns of a row; the caller knows what it selected. */
export type Row = Record<string, SqlValue>;

export interface Statement {
  run(...values: SqlValue[]): unknown;
  get(...values: SqlValue[]): unknown;
  all(...values: SqlValue[]): unknown[];
}

export interface Database {
  exec(sql: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

export interface Sqlite {
  DatabaseSync: new (file: string, options?: { readOnly?: boolean }) => Database;
}

/** Both have the same API, so whoever calls need not know which one it got. */
export async function loadSqlite(): Promise<Sqlite> {
  // 20.16 and later have getBuiltinModule; it answers undefined where node:sqlite is missing or flagged off.
  const builtin: unknown = process.getBuiltinModule?.('node:sqlite' as 'node:fs');
  if (builtin) return builtin as Sqlite;
  const standIn: unknown = await import('@photostructure/sqlite');
  return standIn as Sqlite;
}

/** Ms that a statement waits for another connection's lock before it fails as busy. */
const busyMs = 2_000;

/** Opens for writing (created with mode 0600 when missing) in WAL mode. Throws SQLite's own errors. */
export function openDatabase(sqlite: Sqlite, file: string): Database {
  // SQLite would create it world-readable; its -wal and -shm take over the mode of the database.
  closeSync(openSync(file, 'a', 0o600));
  const db = new sqlite.DatabaseSync(file);
  try {
    db.exec(`PRAGMA busy_timeout = ${busyMs}`);
    db.exec('PRAGMA journal_mode = WAL');
    db.exec('PRAGMA synchronous = NORMAL');
    db.exec('PRAGMA foreign_keys = ON');
    db.exec('PRAGMA journal_size_limit = 33554432');
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** Opens a database that is there, for reading only. Throws SQLite's own errors. */
export function openForReading(sqlite: Sqlite, file: string): Database {
  const db = new sqlite.DatabaseSync(file, { readOnly: true });
  db.exec(`PRAGMA busy_timeout = ${busyMs}`);
  // Tables of the connection's own are no files.
  db.exec('PRAGMA temp_store = MEMORY');
  return db;
}

/** Runs `work` in one transaction; whatever it throws undoes all of it and is thrown on. */
export function transact<Result>(db: Database, work: () => Result): Result {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    try {
      db.exec('ROLLBACK');
    } catch {
      // SQLite has rolled back by itself (a full disk, an I/O error); the first error is the one to tell.
    }
    throw error;
  }
}

/** Runs `work` in one transaction that sees one moment, on a connection that only reads. */
export function readMoment<Result>(db: Database, work: () => Result): Result {
  db.exec('BEGIN');
  try {
    return work();
  } finally {
    db.exec('COMMIT');
  }
}

/** A number from the first column of the first row; 0 when there is none. */
export function numberOf(db: Database, sql: string, ...values: SqlValue[]): number {
  const row = db.prepare(sql).get(...values) as Row | undefined;
  const value = row ? Object.values(row)[0] : undefined;
  return typeof value === 'number' ? value : 0;
}

/** SQLite's own words for the codes that mean something here: `all()` of the stand-in gives no number. */
const codeOfMessage: ReadonlyMap<string, number> = new Map([
  ['database is locked', 5],
  ['database table is locked', 6],
  ['attempt to write a readonly database', 8],
  ['disk I/O error', 10],
  ['database disk image is malformed', 11],
  ['database or disk is full', 13],
  ['unable to open database file', 14],
  ['file is not a database', 26],
]);

/** SQLite's primary result code of an error, or undefined for an error that is not SQLite's. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  return codeOfMessage.get(error.message);
}

/** True for what only setting the file aside can mend: SQLITE_CORRUPT and SQLITE_NOTADB. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === 11 || code === 26;
}

/** What a person should know and do about a failure of the database at `file`. */
export function storageError(error: unknown, file: string): KonsoleError {
  if (error instanceof KonsoleError) return error;
  const detail = error instanceof Error ? error.message : String(error);
  const system = error instanceof Error && 'code' in error ? error.code : undefined;
  const code = sqliteCode(error);
  if (code === 13 || system === 'ENOSPC') {
    return new KonsoleError(
      'internal',
      `The disk is full, so the last step could not be saved. Free some space on the disk of ${file}, then try again.`,
    );
  }
  if (code === 5 || code === 6) {
    return new KonsoleError(
      'busy',
      `Another program holds ${file} locked. Close it (a backup or a database viewer, perhaps), then try again.`,
    );
  }
  if (code === 11 || code === 26) {
    return new KonsoleError(
      'internal',
      `The database ${file} is damaged. Quit Konsole and start it again: it sets the damaged file aside and keeps what it can read.`,
    );
  }
  if (code === 8 || system === 'EACCES' || system === 'EPERM' || system === 'EROFS') {
    return new KonsoleError(
      'internal',
      `${file} cannot be written. Make it and its folder writable, or choose another folder with KONSOLE_HOME.`,
    );
  }
  if (code === 14 || system === 'EISDIR' || system === 'ENOENT' || system === 'ENOTDIR') {
    return new KonsoleError(
      'internal',
      `${file} cannot be opened (${detail}). Check that its folder exists and that nothing else has that name.`,
    );
  }
  if (code === 10) {
    return new KonsoleError(
      'internal',
      `The disk failed while ${file} was used (${detail}). Check the disk, then start Konsole again.`,
    );
  }
  return new KonsoleError('internal', `Saving to ${file} failed: ${detail}. Start Konsole again.`);
}
