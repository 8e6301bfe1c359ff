/** Versioned migrations: brings a database up to this program's format, and refuses one of a later program. */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { KonsoleError } from '../../../preload/contract/errors';
import { type Database, numberOf, openForReading, type Sqlite, transact } from './sqlite';

/** `migrations[n]` takes a database from format n to n + 1. Never edit one that was released. */
export type Migrations = readonly string[];

/** Each step is one transaction together with its `user_version`. Throws when the format is of the future. */
export function migrate(db: Database, migrations: Migrations, file: string): void {
  refuseFuture(numberOf(db, 'PRAGMA user_version'), migrations, file);
  for (;;) {
    const done = transact(db, () => {
      const version = numberOf(db, 'PRAGMA user_version');
      const step = migrations[version];
      if (step === undefined) return true;
      db.exec(step);
      db.exec(`PRAGMA user_version = ${version + 1}`);
      return false;
    });
    if (done) return;
  }
}

/**
 * Refuses a database of a later format before anything has touched it: opening for writing would already
 * change the file. A file that cannot be understood passes, opening it tells what is wrong.
 */
export function refuseFutureFile(sqlite: Sqlite, file: string, migrations: Migrations): void {
  if (!existsSync(file) || !statSync(file).isFile()) return;
  refuseFuture(versionInHeader(file), migrations, file);
  if (!existsSync(`${file}-wal`)) return;
  // The header in the file may be older than the one in the write-ahead log.
  let version = 0;
  try {
    const db = openForReading(sqlite, file);
    try {
      version = numberOf(db, 'PRAGMA user_version');
    } finally {
      db.close();
    }
  } catch {
    return;
  }
  refuseFuture(version, migrations, file);
}

function refuseFuture(version: number, migrations: Migrations, file: string): void {
  if (version <= migrations.length) return;
  throw new KonsoleError(
    'unsupported',
    `${file} was written by a newer Konsole (format ${version}; this one knows ${migrations.length}). It was left untouched: update Konsole, or choose another folder with KONSOLE_HOME.`,
  );
}

/** `user_version` is at offset 60 of the header, big-endian (sqlite.org/fileformat.html, 1.3). */
function versionInHeader(file: string): number {
  const header = Buffer.alloc(100);
  const handle = openSync(file, 'r');
  try {
    if (readSync(handle, header, 0, 100, 0) < 100) return 0;
  } finally {
    closeSync(handle);
  }
  return header.toString('latin1', 0, 15) === 'SQLite format 3' ? header.readUInt32BE(60) : 0;
}
