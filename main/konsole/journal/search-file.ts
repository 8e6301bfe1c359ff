/**
 * The search index's own database beside the journal: a copy of words, made again from the journal whenever it is
 * missing, damaged, of another format or of another journal. Owns its tables and how far it has read.
 */
import { rmSync } from 'node:fs';
import {
  type Database,
  isDamage,
  numberOf,
  openDatabase,
  type Row,
  type Sqlite,
  sqliteCode,
  transact,
} from '../storage/sqlite';
import type { Epoch } from './messages';

/** SQLITE_ERROR: a table that is not as it should be, for one. */
const sqliteError = 1;

/** Another number makes every index anew. */
const format = 2;

/**
 * words  what is searched; a row is a session's title, or a turn or a piece of a long one
 * docs   which session and turn ('' for the title) a row of `words` is of, and when that was
 * kontask_words  what of kontasks is searched; the rowid holds which one, and which piece of a long one (rowOf)
 * kontask_docs   by the number of its row in the journal: a hash of its texts, so that a change of others costs nothing
 * notes  how far the journal was read, and in which epoch
 */
const tables = `
CREATE VIRTUAL TABLE words USING fts5(
  title, request, answer, tools, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);
CREATE TABLE docs (
  id INTEGER PRIMARY KEY, session TEXT NOT NULL, turn TEXT NOT NULL, at REAL NOT NULL
) STRICT;
CREATE INDEX docs_of_turn ON docs (session, turn);
CREATE VIRTUAL TABLE kontask_words USING fts5(
  title, description, output, tokenize = "unicode61 remove_diacritics 2", prefix = '1 2 3'
);
CREATE TABLE kontask_docs (n INTEGER PRIMARY KEY, hash TEXT NOT NULL) STRICT;
CREATE TABLE notes (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
PRAGMA user_version = ${format};
`;

/** Places in the journal, each a `pos`: what lies beyond has not been taken in. */
export interface ReadSoFar {
  /** Of the newest listing of a session. */
  listed: number;
  /** Of the newest end of a turn. */
  finished: number;
  /** Of the newest event that told a request. */
  told: number;
  /** Of the newest listing of a kontask. */
  kontasks: number;
}

export interface SearchFile {
  db: Database;
  read: ReadSoFar;
}

/** Throws SQLite's errors when no index can be made at all. */
export function openSearchFile(sqlite: Sqlite, file: string, journal: Database): SearchFile {
  const epochs = (
    journal.prepare('SELECT epoch, first_pos FROM epochs ORDER BY n').all() as Row[]
  ).map((row): Epoch => ({ epoch: String(row['epoch']), firstPos: Number(row['first_pos']) }));
  const known = openKnown(sqlite, file, epochs);
  if (known) return known;
  removeSearchFile(file);
  const db = openDatabase(sqlite, file);
  transact(db, () => {
    db.exec(tables);
    const note = db.prepare('INSERT INTO notes (key, value) VALUES (?, ?)');
    note.run('journal', epochs[0]?.epoch ?? '');
    note.run('epoch', epochs.at(-1)?.epoch ?? '');
    note.run('read', JSON.stringify(nothing));
  });
  return { db, read: { ...nothing } };
}

const nothing: ReadSoFar = { listed: 0, finished: 0, told: 0, kontasks: 0 };

export function removeSearchFile(file: string): void {
  for (const part of ['', '-wal', '-shm']) rmSync(file + part, { force: true });
}

/** Undefined when the index that is there is of no use; a lock or a full disk is thrown on. */
function openKnown(sqlite: Sqlite, file: string, epochs: readonly Epoch[]): SearchFile | undefined {
  let db: Database | undefined;
  try {
    db = openDatabase(sqlite, file);
    const read = goOn(db, epochs);
    if (read) return { db, read };
  } catch (error) {
    const code = sqliteCode(error);
    if (code !== undefined && code !== sqliteError && !isDamage(error)) {
      db?.close();
      throw error;
    }
  }
  db?.close();
  return undefined;
}

/** A power cut can take events back, and their places are used again. */
function goOn(db: Database, epochs: readonly Epoch[]): ReadSoFar | undefined {
  if (numberOf(db, 'PRAGMA user_version') !== format) return undefined;
  const notes = new Map(
    (db.prepare('SELECT key, value FROM notes').all() as Row[]).map((row) => [
      String(row['key']),
      String(row['value']),
    ]),
  );
  const index = epochs.findIndex(({ epoch }) => epoch === notes.get('epoch'));
  if (index < 0 || notes.get('journal') !== epochs[0]?.epoch) return undefined;
  const read = JSON.parse(notes.get('read') ?? '') as ReadSoFar;
  const sure = Math.min(...epochs.slice(index + 1).map(({ firstPos }) => firstPos - 1), 2 ** 52);
  const known: ReadSoFar = {
    listed: Math.min(read.listed, sure),
    finished: Math.min(read.finished, sure),
    told: Math.min(read.told, sure),
    // What its words were before is nowhere written down: all are taken in anew.
    kontasks: read.kontasks > sure ? 0 : read.kontasks,
  };
  transact(db, () => {
    if (read.kontasks > sure) db.exec('DELETE FROM kontask_words; DELETE FROM kontask_docs');
    const note = db.prepare('UPDATE notes SET value = ? WHERE key = ?');
    note.run(epochs.at(-1)?.epoch ?? '', 'epoch');
    note.run(JSON.stringify(known), 'read');
  });
  return known;
}
