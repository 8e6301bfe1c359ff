/** In which kontasks some words stand, by the numbers of their rows in the journal. */
import { setImmediate as afterOthers } from 'node:timers/promises';
import type { Database, Row } from '../storage/sqlite';
import { indexed, termsOf } from './search-words';

/** More pieces than the longest output has. */
const mostPieces = 4_096;

/** The first and the last row of the index that are of this kontask. */
export const rowOf = (n: number): number => n * mostPieces;
const kontaskOf = (row: unknown): number => Math.floor(Number(row) / mostPieces);
export const lastRowOf = (n: number): number => rowOf(n) + mostPieces - 1;

/** Rows looked through at once where no word matches, and how long that may take, ms. */
const scanRows = 500;
const scanMs = 250;

export interface KontaskWords {
  /** Those that have every word, the last of which may be the beginning of one; where none has, parts of words. */
  find(text: string): Promise<number[]>;
}

export function createKontaskWords(db: Database): KontaskWords {
  const matching = db.prepare(`SELECT rowid AS row FROM kontask_words WHERE kontask_words MATCH ?`);
  const like = ['title', 'description', 'output']
    .map((column) => `${column} LIKE ?1 ESCAPE '\\'`)
    .join(' OR ');
  const scanned = db.prepare(
    `SELECT rowid AS row, (${like}) AS hit FROM kontask_words WHERE rowid < ?2
     ORDER BY rowid DESC LIMIT ${scanRows}`,
  );

  function byWords(terms: readonly string[]): number[] {
    const [first, ...others] = terms.map(
      (term) => new Set((matching.all(term) as Row[]).map((row) => kontaskOf(row['row']))),
    );
    return [...(first ?? [])].filter((n) => others.every((each) => each.has(n)));
  }

  /** The newest first, as far back as there is time. */
  async function scan(text: string): Promise<number[]> {
    const pattern = `%${indexed(text).replace(/[\\%_]/g, '\\$&')}%`;
    const began = performance.now();
    const found = new Set<number>();
    let before = Number.MAX_SAFE_INTEGER;
    while (performance.now() - began < scanMs) {
      const rows = scanned.all(pattern, before) as Row[];
      for (const { row, hit } of rows) {
        if (hit === 1) found.add(kontaskOf(row));
      }
      const last = rows.at(-1);
      if (!last || rows.length < scanRows) break;
      before = Number(last['row']);
      await afterOthers();
    }
    return [...found];
  }

  return {
    async find(text) {
      const terms = termsOf(text);
      const found = terms.length > 0 ? byWords(terms) : [];
      return found.length > 0 ? found : scan(text.trim());
    },
  };
}
