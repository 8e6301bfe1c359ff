/**
 * Answers a search: which sessions have every word, which place of each is best, and an excerpt of it. What the
 * journal no longer has is never shown, whatever the index still knows.
 */
import { setImmediate as afterOthers } from 'node:timers/promises';
import type { SearchHit, Session } from '../../../preload/contract/shapes';
import { type Database, numberOf, type Row } from '../storage/sqlite';
import { excerptOf } from './excerpt';
import { occurrences } from './find';
import { indexed, markBegin, markEnd, termsOf, unmarked } from './search-words';

/** What a word in a title, a request, an answer and a tool weighs. */
const weights = '10.0, 4.0, 2.0, 1.0';
/** A place of now counts so much more than one of long ago, and half of that after so many ms. */
const recency = 0.6;
const halfLifeMs = 30 * 24 * 60 * 60 * 1000;
/** Rows looked through at once where no word matches, and how long that may take, ms. */
const scanRows = 200;
const scanMs = 500;

interface Found {
  row: number;
  session: string;
  turn: string;
  at: number;
  score: number;
}

interface Place {
  text: string;
  marks: [number, number][];
}

export interface Searching {
  search(text: string, limit: number): Promise<SearchHit[]>;
}

export function createSearching(
  journal: Database,
  db: Database,
  dropGone: (session: string, turn: string) => void,
): Searching {
  const sessionsWith = db.prepare(
    `SELECT DISTINCT d.session AS session FROM words w JOIN docs d ON d.id = w.rowid
     WHERE words MATCH ?`,
  );
  const ranked = db.prepare(
    `SELECT d.id AS row, d.session AS session, d.turn AS turn, d.at AS at,
       bm25(words, ${weights}) AS rank
     FROM words w JOIN docs d ON d.id = w.rowid WHERE words MATCH ?`,
  );
  const mark = (column: number) => `highlight(words, ${column}, '${markBegin}', '${markEnd}')`;
  // With the sign before it, SQLite goes through what matches once, not once for each row.
  const marked = db.prepare(
    `SELECT rowid AS row, ${mark(0)} AS c0, ${mark(1)} AS c1, ${mark(2)} AS c2, ${mark(3)} AS c3
     FROM words WHERE words MATCH ? AND +rowid IN (SELECT value FROM json_each(?))`,
  );
  const like = ['title', 'request', 'answer', 'tools']
    .map((column) => `w.${column} LIKE ?1 ESCAPE '\\'`)
    .join(' OR ');
  const scanned = db.prepare(
    `SELECT d.id AS row, d.session AS session, d.turn AS turn, d.at AS at, w.title AS c0,
       w.request AS c1, w.answer AS c2, w.tools AS c3
     FROM docs d JOIN words w ON w.rowid = d.id
     WHERE d.id <= ?2 AND d.id > ?2 - ${scanRows} AND (${like}) ORDER BY d.id DESC`,
  );
  const sessionBody = journal.prepare('SELECT body FROM sessions WHERE id = ?');
  const turnExists = journal.prepare(
    `SELECT 1 FROM turns WHERE channel = (SELECT id FROM channels WHERE name = 'session/' || ?)
     AND id = ?`,
  );

  /** The session of what was found, if both are still there. */
  function sessionOf({ session, turn }: Found): Session | undefined {
    const row = sessionBody.get(session) as Row | undefined;
    if (!row) return undefined;
    if (turn !== '' && !turnExists.get(session, turn)) {
      dropGone(session, turn);
      return undefined;
    }
    return JSON.parse(String(row['body'])) as Session;
  }

  function best(terms: readonly string[]): Found[] {
    const withEach = (terms.length > 1 ? terms : []).map(
      (term) => new Set((sessionsWith.all(term) as Row[]).map((row) => String(row['session']))),
    );
    const rows = (ranked.all(terms.join(' OR ')) as Row[])
      .map(toFound)
      .filter(({ session }) => withEach.every((each) => each.has(session)));
    const newest = rows.reduce((latest, { at }) => Math.max(latest, at), 0);
    for (const found of rows) {
      found.score *= 1 + recency * 0.5 ** ((newest - found.at) / halfLifeMs);
    }
    return rows.sort((left, right) => right.score - left.score || right.row - left.row);
  }

  /** The best place in each of these rows, by row. */
  function placesIn(terms: readonly string[], rows: readonly number[]): Map<number, Place> {
    const places = new Map<number, Place>();
    for (const row of marked.all(terms.join(' OR '), JSON.stringify(rows)) as Row[]) {
      const place = mostMarked([0, 1, 2, 3].map((n) => unmarked(String(row[`c${n}`]))));
      if (place) places.set(Number(row['row']), place);
    }
    return places;
  }

  function byWords(terms: readonly string[], limit: number): SearchHit[] {
    const chosen = new Map<string, { found: Found; session: Session }>();
    for (const found of best(terms)) {
      if (chosen.size >= limit) break;
      if (chosen.has(found.session)) continue;
      const session = sessionOf(found);
      if (session) chosen.set(found.session, { found, session });
    }
    const all = [...chosen.values()];
    const places = placesIn(
      terms,
      all.map(({ found }) => found.row),
    );
    return all.flatMap(({ found, session }) => {
      const place = places.get(found.row);
      return place ? [hitOf(found, session, place)] : [];
    });
  }

  /** Where no word begins like it: parts of words and signs, newest first, as far back as there is time. */
  async function scan(text: string, limit: number): Promise<SearchHit[]> {
    const pattern = `%${indexed(text).replace(/[\\%_]/g, '\\$&')}%`;
    const began = performance.now();
    const hits = new Map<string, SearchHit>();
    let from = numberOf(db, 'SELECT max(id) FROM docs');
    while (from > 0 && hits.size < limit && performance.now() - began < scanMs) {
      for (const row of scanned.all(pattern, from) as Row[]) {
        const found = toFound(row);
        if (hits.has(found.session) || hits.size >= limit) continue;
        const place = await placeIn(row, text);
        const session = place && sessionOf(found);
        if (session) hits.set(found.session, hitOf(found, session, place));
      }
      from -= scanRows;
      await afterOthers();
    }
    return [...hits.values()];
  }

  return {
    async search(text, limit) {
      const terms = termsOf(text);
      const hits = terms.length > 0 ? byWords(terms, limit) : [];
      return hits.length > 0 ? hits : scan(text.trim(), limit);
    },
  };
}

const toFound = (row: Row): Found => ({
  row: Number(row['row']),
  session: String(row['session']),
  turn: String(row['turn']),
  at: Number(row['at']),
  // SQLite's rank is the better the smaller it is.
  score: -Number(row['rank'] ?? 0),
});

/** The column that says most about it; the earlier of two. */
function mostMarked(places: readonly Place[]): Place | undefined {
  const best = places.reduce<Place | undefined>(
    (most, place) => (place.marks.length > (most?.marks.length ?? 0) ? place : most),
    undefined,
  );
  return best;
}

async function placeIn(row: Row, text: string): Promise<Place | undefined> {
  for (const n of [0, 1, 2, 3]) {
    const whole = unmarked(String(row[`c${n}`])).text;
    for await (const at of occurrences(whole, text, { pause: () => undefined })) {
      return { text: whole, marks: [[at, at + text.length]] };
    }
  }
  return undefined;
}

function hitOf(found: Found, session: Session, { text, marks }: Place): SearchHit {
  const hit: SearchHit = {
    session: session.id,
    title: session.title,
    kind: session.kind,
    at: found.turn === '' ? session.updatedAt : found.at,
    ...excerptOf(text, marks),
  };
  if (found.turn !== '') hit.turn = found.turn;
  if (session.archived) hit.archived = true;
  return hit;
}
