/**
 * Takes what the journal has gained into the search index, piece by piece: titles when they change, requests when
 * they are told, whole turns when they end. Thinking, replaced tries and sealed data are not indexed.
 */
import type { Session, Turn } from '../../../preload/contract/shapes';
import { type Database, numberOf, type Row, transact } from '../storage/sqlite';
import type { Folding } from './folding';
import { toTurnRow } from './pages';
import type { SearchFile } from './search-file';
import { indexed, pieceChars, stretches } from './search-words';

/** Of a turn at most so much is indexed, UTF-16 units; and of each tool's input and output. */
const requestChars = 256 * 1024;
const answerChars = 1024 * 1024;
const toolsChars = 256 * 1024;
const inputChars = 1_000;
const outputChars = 2_000;
const listingsAtOnce = 100;
/** In one transaction: so many turns, or so much text of them. */
const turnsAtOnce = 20;
const groupChars = 64 * 1024;

export interface Indexing {
  /** One piece, one transaction; false when all is taken in. */
  step(): Promise<boolean>;
  /** A row whose turn is gone. */
  drop(session: string, turn: string): void;
}

interface Piece {
  title: string;
  request: string;
  answer: string;
  tools: string;
}

/** A turn's row is of a session that exists, or of one that can still be brought back. */
const turnSql = (place: 'finished' | 'told', more: string) => `
  SELECT t.channel AS channel, t.id AS id, t.told AS told, t.started AS started, t.finished AS finished,
    c.name AS name, d.session AS deleted
  FROM turns t JOIN channels c ON c.id = t.channel LEFT JOIN deleted d ON d.channel = c.id
  WHERE t.${place} > ? ${more} AND (c.name IS NOT NULL OR d.session IS NOT NULL)
  ORDER BY t.${place} LIMIT ${turnsAtOnce}`;

export function createIndexing(
  journal: Database,
  { db, read }: SearchFile,
  folding: Folding,
): Indexing {
  const listings = journal.prepare(
    `SELECT listed, body FROM sessions WHERE listed > ? ORDER BY listed LIMIT ${listingsAtOnce}`,
  );
  const ended = journal.prepare(turnSql('finished', ''));
  const told = journal.prepare(turnSql('told', 'AND t.finished IS NULL'));
  const addDoc = db.prepare('INSERT INTO docs (session, turn, at) VALUES (?, ?, ?) RETURNING id');
  const addWords = db.prepare(
    'INSERT INTO words (rowid, title, request, answer, tools) VALUES (?, ?, ?, ?, ?)',
  );
  const dropWords = db.prepare(
    'DELETE FROM words WHERE rowid IN (SELECT id FROM docs WHERE session = ? AND turn = ?)',
  );
  const dropDocs = db.prepare('DELETE FROM docs WHERE session = ? AND turn = ?');
  const titleOf = db.prepare(
    `SELECT w.title AS title FROM docs d JOIN words w ON w.rowid = d.id
     WHERE d.session = ? AND d.turn = ''`,
  );
  const note = db.prepare(`UPDATE notes SET value = ? WHERE key = 'read'`);

  function put(session: string, turn: string, at: number, pieces: readonly Piece[]): void {
    drop(session, turn);
    for (const { title, request, answer, tools } of pieces) {
      const id = Number((addDoc.get(session, turn, at) as Row)['id']);
      addWords.run(id, indexed(title), indexed(request), indexed(answer), indexed(tools));
    }
  }

  function drop(session: string, turn: string): void {
    dropWords.run(session, turn);
    dropDocs.run(session, turn);
  }

  function takeListings(): boolean {
    const rows = listings.all(read.listed) as Row[];
    if (rows.length === 0) return false;
    transact(db, () => {
      for (const row of rows) {
        const { id, title, updatedAt } = JSON.parse(String(row['body'])) as Session;
        const known = titleOf.get(id) as Row | undefined;
        if (known?.['title'] !== indexed(title)) put(id, '', updatedAt, [{ ...empty, title }]);
        read.listed = Number(row['listed']);
      }
      note.run(JSON.stringify(read));
    });
    return true;
  }

  /** Some turns in one transaction; large ones by themselves. False when there is none. */
  async function takeTurns(place: 'finished' | 'told'): Promise<boolean> {
    const taken: { session: string; turn: string; at: number; pieces: Piece[]; pos: number }[] = [];
    let chars = 0;
    const rows = (place === 'finished' ? ended : told).all(read[place]) as Row[];
    for (const row of rows) {
      const session = String(row['deleted'] ?? String(row['name']).slice('session/'.length));
      const { at, pieces } = await wordsOf(row, place);
      taken.push({ session, turn: String(row['id']), at, pieces, pos: Number(row[place]) });
      chars += pieces.reduce((sum, piece) => sum + piece.request.length + piece.answer.length, 0);
      if (chars > groupChars) break;
    }
    if (taken.length === 0) return false;
    transact(db, () => {
      for (const { session, turn, at, pieces, pos } of taken) {
        put(session, turn, at, pieces);
        read[place] = pos;
      }
      note.run(JSON.stringify(read));
    });
    return true;
  }

  async function wordsOf(row: Row, place: 'finished' | 'told') {
    const channel = Number(row['channel']);
    if (place === 'told') {
      const { text, at } = folding.request(channel, String(row['id']), Number(row['told']));
      return { at, pieces: piecesOf({ request: text.slice(0, requestChars) }) };
    }
    const turn = await folding.turn(channel, toTurnRow(row, 0));
    return { at: turn?.startedAt ?? 0, pieces: turn ? piecesOf(textsOf(turn)) : [] };
  }

  /** Sessions that were deleted for good: each that is known has one row of its title. */
  function takeAway(): boolean {
    const known = numberOf(db, `SELECT count(*) FROM docs WHERE turn = ''`);
    const there = numberOf(
      journal,
      'SELECT (SELECT count(*) FROM sessions) + (SELECT count(*) FROM deleted)',
    );
    if (known <= there) return false;
    const exists = journal.prepare(
      'SELECT 1 FROM sessions WHERE id = ?1 UNION ALL SELECT 1 FROM deleted WHERE session = ?1',
    );
    const sessions = db.prepare('SELECT DISTINCT session FROM docs').all() as Row[];
    const gone = sessions.map((row) => String(row['session'])).find((id) => !exists.get(id));
    if (gone === undefined) return false;
    transact(db, () => {
      db.prepare('DELETE FROM words WHERE rowid IN (SELECT id FROM docs WHERE session = ?)').run(
        gone,
      );
      db.prepare('DELETE FROM docs WHERE session = ?').run(gone);
    });
    return true;
  }

  return {
    async step() {
      if (takeListings() || takeAway()) return true;
      if (await takeTurns('finished')) return true;
      const newest = numberOf(journal, 'SELECT max(told) FROM turns');
      if (await takeTurns('told')) return true;
      // Those before it have ended, and are not looked through again.
      read.told = Math.max(read.told, newest);
      return false;
    },
    drop: (session, turn) => transact(db, () => drop(session, turn)),
  };
}

const empty: Piece = { title: '', request: '', answer: '', tools: '' };

/** What of a turn is searched: the request and what was said on the way, the answer, and the gist of each tool. */
function textsOf(turn: Turn): Partial<Piece> {
  const request = [turn.text, ...(turn.steered ?? []).map((said) => said.text)].join('\n');
  const answer: string[] = [];
  const tools: string[] = [];
  for (const { kind, status, text, name, summary } of turn.blocks) {
    if (status === 'abandoned') continue;
    if (kind === 'text') answer.push(text);
    else if (kind === 'tool') tools.push(name ?? '', summary ?? '', text.slice(0, inputChars));
    else if (kind === 'output') tools.push(text.slice(0, outputChars));
  }
  return {
    request: request.slice(0, requestChars),
    answer: answer.join('\n').slice(0, answerChars),
    tools: tools.join('\n').slice(0, toolsChars),
  };
}

/** One piece where all fits into it; else one for each stretch of each text. */
function piecesOf(texts: Partial<Piece>): Piece[] {
  const whole = { ...empty, ...texts };
  const chars = whole.request.length + whole.answer.length + whole.tools.length;
  if (chars <= pieceChars) return [whole];
  return (['request', 'answer', 'tools'] as const).flatMap((column) =>
    stretches(whole[column]).map((text) => ({ ...empty, [column]: text })),
  );
}
