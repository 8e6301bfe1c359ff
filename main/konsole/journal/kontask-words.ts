/** In which kontasks some words stand, by the numbers of their rows in the journal. */
import { setImmediate as afterOthers } from 'node:timers/promises';
import type { Database, Row } from '../storage/sqlite';
import { indexed, termsOf } from './search-words';

/** More pieces than the longest output has. */
const mostPieces = 4_096;

/** The first and the last row of the index that are of this kontask. */
export const rowOf = (n: number): number => n * mostPieces;
export const lastRowOf = (n: number): number => rowOf(n) + mostPieces - 1;

const none = '[]';
const jsonOf = (row: unknown): string => (row as { ns: string }).ns;

/** Rows looked through at once where no word matches, and how long that may take, ms. */
const scanRows = 1_000;
const scanMs = 250;
/** Of so few that were found, each is looked at again for a text that says more. */
const fewFound = 200;

export interface KontaskWords {
  /**
   * Those that have every word, the last of which may be the beginning of one; where none has, parts of words. A JSON
   * array of numbers, some of them twice: a word may stand in thousands, which SQLite hands on to SQLite.
   */
  find(text: string): Promise<string>;
  /** The index is another one than it was. */
  forget(): void;
}

/** What was looked for in all rows, and what was found: a longer text is in none of the others. */
interface Scanned {
  text: string;
  found: ReadonlySet<number>;
}

export function createKontaskWords(db: Database): KontaskWords {
  const like = ['title', 'description', 'output']
    .map((column) => `${column} LIKE ?1 ESCAPE '\\'`)
    .join(' OR ');
  const scanned = db.prepare(
    `SELECT count(*) AS rows, min(row) AS oldest,
       json_group_array(row / ${mostPieces}) FILTER (WHERE hit) AS ns
     FROM (SELECT rowid AS row, (${like}) AS hit FROM kontask_words WHERE rowid < ?2
           ORDER BY rowid DESC LIMIT ${scanRows})`,
  );
  const standsIn = db.prepare(
    `SELECT 1 FROM kontask_words WHERE rowid BETWEEN ?2 AND ?3 AND (${like}) LIMIT 1`,
  );
  let last: Scanned | undefined;
  let changes = 0;

  function byWords(terms: readonly string[]): string {
    const each = `SELECT rowid / ${mostPieces} AS n FROM kontask_words WHERE kontask_words MATCH ?`;
    const all = terms.map(() => each).join(' INTERSECT ');
    return jsonOf(db.prepare(`SELECT json_group_array(n) AS ns FROM (${all})`).get(...terms));
  }

  async function scan(words: string): Promise<ReadonlySet<number>> {
    const text = indexed(words);
    const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
    if (last && text.includes(last.text) && last.found.size <= fewFound) {
      const stands = (n: number) => standsIn.get(pattern, rowOf(n), lastRowOf(n)) !== undefined;
      return new Set([...last.found].filter(stands));
    }
    return scanAll(text, pattern);
  }

  /** The newest first, as far back as there is time. */
  async function scanAll(text: string, pattern: string): Promise<ReadonlySet<number>> {
    const began = performance.now();
    const found = new Set<number>();
    let before = Number.MAX_SAFE_INTEGER;
    const then = changes;
    while (performance.now() - began < scanMs) {
      const row = scanned.get(pattern, before) as Row;
      for (const n of JSON.parse(jsonOf(row)) as number[]) found.add(n);
      if (Number(row['rows']) < scanRows) {
        if (changes === then) last = { text, found };
        break;
      }
      before = Number(row['oldest']);
      await afterOthers();
    }
    return found;
  }

  return {
    async find(text) {
      const terms = termsOf(text);
      const found = terms.length > 0 ? byWords(terms) : none;
      return found === none ? JSON.stringify([...(await scan(text.trim()))]) : found;
    },
    forget() {
      changes += 1;
      last = undefined;
    },
  };
}
