/**
 * Opening the journal's database: refuses one of the future, sets a damaged one aside and saves what can be
 * read of it, and begins a new epoch when it was not closed cleanly.
 */
import { existsSync, renameSync } from 'node:fs';
import { basename } from 'node:path';
import { limits } from '../../../preload/contract/limits';
import { migrate, refuseFutureFile } from '../storage/migrate';
import type { Database, Row, Sqlite } from '../storage/sqlite';
import { isDamage, numberOf, openDatabase, transact } from '../storage/sqlite';
import { createLedger, type Ledger } from './ledger';
import type { Epoch, Opened, WriterData } from './messages';
import { salvage } from './salvage';
import { migrations } from './schema';

export interface OpenJournal {
  db: Database;
  ledger: Ledger;
  opened: Opened;
}

/** Thrown inside this file for a database that opens but is not sound. */
class Damaged extends Error {}

/** Throws SQLite's errors and `KonsoleError`; what it throws has left the file as it was. */
export function openJournalFile(sqlite: Sqlite, data: WriterData): OpenJournal {
  const { file } = data;
  refuseFutureFile(sqlite, file, migrations);
  try {
    const db = openSound(sqlite, file);
    const ledger = createLedger(db, file);
    return { db, ledger, opened: begin(db, ledger, data, []) };
  } catch (error) {
    if (!(error instanceof Damaged) && !isDamage(error)) throw error;
  }
  const aside = setAside(file, data.now);
  const db = openSound(sqlite, file);
  const ledger = createLedger(db, file);
  const saved = salvage(sqlite, aside, db, ledger);
  const rest = `The damaged file was kept, nothing of it was deleted: ${aside}.`;
  const message =
    saved.events > 0
      ? `The database was damaged. ${saved.events} events of ${saved.sessions} sessions could be read from it and are here. ${rest} If something is missing, restore a backup of that file.`
      : `The database was damaged and nothing could be read from it, so Konsole began with an empty one. ${rest} Restore a backup of it if you have one.`;
  const notice = { id: `journal-damaged-${basename(aside)}`, message };
  const opened = begin(db, ledger, data, [notice]);
  return { db, ledger, opened: { ...opened, report: { ...opened.report, recovered: true } } };
}

function openSound(sqlite: Sqlite, file: string): Database {
  const db = openDatabase(sqlite, file);
  try {
    migrate(db, migrations, file);
    if (!wasClean(db)) {
      const answer = db.prepare('PRAGMA quick_check(1)').get() as Row | undefined;
      if (answer?.['quick_check'] !== 'ok') throw new Damaged();
    }
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** A database without its own notes is damaged, whatever SQLite thinks of it. */
function wasClean(db: Database): boolean {
  const rows = readMeta(db);
  const clean = rows.get('clean');
  if (clean === undefined || !/^\d+$/.test(rows.get('head') ?? '')) throw new Damaged();
  return clean === '1';
}

function readMeta(db: Database): Map<string, string> {
  try {
    const rows = db.prepare('SELECT key, value FROM meta').all() as Row[];
    return new Map(rows.map((row) => [String(row['key']), String(row['value'])]));
  } catch (error) {
    throw isDamage(error) ? error : new Damaged();
  }
}

function begin(
  db: Database,
  ledger: Ledger,
  data: WriterData,
  notices: Opened['report']['notices'],
): Opened {
  // The mark must outlive a power cut, else an unclean end would look like a clean one.
  db.exec('PRAGMA synchronous = FULL');
  const known = numberOf(db, 'SELECT count(*) FROM epochs');
  const recovered = known > 0 && readMeta(db).get('clean') !== '1';
  transact(db, () => {
    db.exec(`UPDATE meta SET value = '0' WHERE key = 'clean'`);
    if (known === 0 || recovered) {
      db.prepare('INSERT INTO epochs (epoch, first_pos, at) VALUES (?, ?, ?)').run(
        data.epoch,
        ledger.head() + 1,
        data.now,
      );
    }
    db.prepare('DELETE FROM commands WHERE at < ?').run(data.now - limits.commandKeepMs);
  });
  db.exec('PRAGMA synchronous = NORMAL');
  if (data.maxPages !== undefined) db.exec(`PRAGMA max_page_count = ${data.maxPages}`);
  const epochs = (db.prepare('SELECT epoch, first_pos FROM epochs ORDER BY n').all() as Row[]).map(
    (row): Epoch => ({ epoch: String(row['epoch']), firstPos: Number(row['first_pos']) }),
  );
  return { t: 'opened', epochs, head: ledger.head(), report: { notices, recovered } };
}

/** Moves the database and its companions; returns the new name of the database. */
function setAside(file: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-');
  let aside = `${file}.damaged-${stamp}`;
  for (let n = 2; existsSync(aside); n += 1) aside = `${file}.damaged-${stamp}-${n}`;
  for (const part of ['-wal', '-shm', '']) {
    if (existsSync(file + part)) renameSync(file + part, aside + part);
  }
  return aside;
}

/** Marks the end as clean, unless it is not to be, and folds the write-ahead log into the database. */
export function closeJournalFile(db: Database, clean: boolean): void {
  try {
    db.exec('PRAGMA synchronous = FULL');
    if (clean) db.exec(`UPDATE meta SET value = '1' WHERE key = 'clean'`);
    foldLog(db);
  } finally {
    db.close();
  }
}

function foldLog(db: Database): void {
  try {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // A full disk, for one. The log holds everything that was committed and the next opening reads it.
  }
}
