/** Takes kontasks into the search index, piece by piece: what is new or changed, and out of it what is gone. */
import { createHash } from 'node:crypto';
import type { Kontask } from '../../../preload/contract/shapes';
import { type Database, numberOf, type Row, transact } from '../storage/sqlite';
import { wordsOfOutput } from './html-words';
import type { Indexing } from './indexing';
import { lastRowOf, rowOf } from './kontask-words';
import type { SearchFile } from './search-file';
import { indexed, pieceChars, stretches } from './search-words';

/** In one transaction: so many kontasks, or so much text of them. */
const kontasksAtOnce = 50;
const groupChars = 128 * 1024;
const goneAtOnce = 200;

interface Piece {
  title: string;
  description: string;
  output: string;
}

export function createKontaskIndexing(
  journal: Database,
  { db, read }: SearchFile,
): Pick<Indexing, 'step'> {
  const listings = journal.prepare(
    `SELECT k.n AS n, k.listed AS listed, b.body AS body, o.output AS output FROM kontasks k
     JOIN kontask_bodies b ON b.n = k.n LEFT JOIN kontask_outputs o ON o.n = k.n
     WHERE k.listed > ? ORDER BY k.listed LIMIT ?`,
  );
  const hashOf = db.prepare('SELECT hash FROM kontask_docs WHERE n = ?');
  const addDoc = db.prepare('INSERT OR REPLACE INTO kontask_docs (n, hash) VALUES (?, ?)');
  const addWords = db.prepare(
    'INSERT INTO kontask_words (rowid, title, description, output) VALUES (?, ?, ?, ?)',
  );
  const dropWords = db.prepare('DELETE FROM kontask_words WHERE rowid BETWEEN ? AND ?');
  const dropDoc = db.prepare('DELETE FROM kontask_docs WHERE n = ?');
  const docs = db.prepare('SELECT n FROM kontask_docs');
  const there = journal.prepare('SELECT 1 FROM kontasks WHERE n = ?');
  const note = db.prepare(`UPDATE notes SET value = ? WHERE key = 'read'`);

  function put(n: number, texts: Piece): void {
    const hash = createHash('sha256').update(JSON.stringify(texts)).digest('hex');
    const known = hashOf.get(n) as Row | undefined;
    if (known?.['hash'] === hash) return;
    if (known) dropWords.run(rowOf(n), lastRowOf(n));
    addDoc.run(n, hash);
    for (const [index, { title, description, output }] of piecesOf(texts).entries()) {
      addWords.run(rowOf(n) + index, indexed(title), indexed(description), indexed(output));
    }
  }

  function takeListings(): boolean {
    const rows: Row[] = [];
    let chars = 0;
    // A long output is not read to be thrown away: few are, until it is known how long they are.
    for (let size = 1; rows.length < kontasksAtOnce && chars < groupChars; size *= 2) {
      const after = rows.at(-1)?.['listed'];
      const some = listings.all(typeof after === 'number' ? after : read.kontasks, size) as Row[];
      rows.push(...some);
      chars += some.reduce((sum, row) => sum + charsOf(row), 0);
      if (some.length < size) break;
    }
    const last = rows.at(-1);
    if (!last) return false;
    transact(db, () => {
      for (const row of rows) put(Number(row['n']), textsOf(row));
      read.kontasks = Number(last['listed']);
      note.run(JSON.stringify(read));
    });
    return true;
  }

  function takeAway(): boolean {
    const count = 'SELECT count(*) FROM';
    if (numberOf(db, `${count} kontask_docs`) <= numberOf(journal, `${count} kontasks`))
      return false;
    const gone = (docs.all() as Row[]).map((row) => Number(row['n'])).filter((n) => !there.get(n));
    transact(db, () => {
      for (const n of gone.slice(0, goneAtOnce)) {
        dropWords.run(rowOf(n), lastRowOf(n));
        dropDoc.run(n);
      }
    });
    return gone.length > 0;
  }

  return { step: async () => takeListings() || takeAway() };
}

const charsOf = ({ body, output }: Row): number =>
  String(body).length + String(output ?? '').length;

function textsOf(row: Row): Piece {
  const { title, description = '' } = JSON.parse(String(row['body'])) as Kontask;
  const { output } = row;
  const shown = typeof output === 'string' ? wordsOfOutput(JSON.parse(output) as string) : '';
  return { title, description, output: shown };
}

/** One piece where all fits into it; else one for each stretch of its output. */
function piecesOf(texts: Piece): Piece[] {
  const { title, description, output } = texts;
  if (description.length + output.length <= pieceChars) return [texts];
  const rest = stretches(output).map((text) => ({ title: '', description: '', output: text }));
  return [{ title, description, output: '' }, ...rest];
}
