/** Lists of kontasks, page by page, narrowed by what stands in the columns; no long text is read for it. */
import { KonsoleError } from '../../../preload/contract/errors';
import type { KontaskFacets, KontaskStatus } from '../../../preload/contract/shapes';
import { type Database, numberOf, type Row, type SqlValue } from '../storage/sqlite';
import type { KontaskAnswers } from './kontask-messages';
import { columnText } from './kontask-tables';
import type { KontaskQuery } from './kontask-types';

/** Values of one field that are offered to filter by. */
const mostValues = 200;

const columns = {
  scope: 'scope',
  type: 'type',
  createdBy: 'created_by',
  targetUser: 'target_user',
} as const;

type Counts = KontaskAnswers['kontask-list']['counts'];
type Condition = [sql: string, ...values: SqlValue[]];

export interface KontaskLists {
  /** `found`: where there are words, the numbers of the kontasks in which they stand, as JSON. */
  page(query: KontaskQuery, found?: string): KontaskAnswers['kontask-list'];
  facets(): KontaskFacets;
  /** The session of a turn, where it is still there. */
  sessionOf(turn: string): string | undefined;
}

export function createKontaskLists(db: Database): KontaskLists {
  const sessionOfTurn = db.prepare(
    `SELECT substr(c.name, 9) AS id FROM turns t JOIN channels c ON c.id = t.channel
     WHERE t.id = ? AND c.name IS NOT NULL LIMIT 1`,
  );
  const place = db.prepare('SELECT updated, listed FROM kontasks WHERE id = ?');

  function sessionOf(turn: string): string | undefined {
    const row = sessionOfTurn.get(turn) as Row | undefined;
    return row && String(row['id']);
  }

  function continueAfter(before: string): Condition {
    const sql = '(k.updated, k.listed) < (?, ?)';
    const key = /^(-?\d+(?:\.\d+)?):(\d+)$/.exec(before);
    if (key) return [sql, Number(key[1]), Number(key[2])];
    const row = place.get(before) as Row | undefined;
    if (row) return [sql, Number(row['updated']), Number(row['listed'])];
    throw new KonsoleError(
      'not-found',
      'The kontask that this list went on from is gone: ask for the list from its start.',
    );
  }

  /** Held in a table of this connection's own, which is made once for all that is asked about them. */
  function amongFound(found: string): Condition {
    db.exec(
      'CREATE TEMP TABLE IF NOT EXISTS found (n INTEGER PRIMARY KEY); DELETE FROM temp.found',
    );
    db.prepare('INSERT OR IGNORE INTO temp.found SELECT value FROM json_each(?)').run(found);
    return ['k.n IN temp.found'];
  }

  function countsOf(narrowed: readonly Condition[]): Counts {
    const { where, values } = joined(narrowed);
    const rows = db
      .prepare(
        `SELECT k.status AS status, count(*) AS n FROM kontasks k ${indexFor(narrowed)} ${where} GROUP BY k.status`,
      )
      .all(...values) as Row[];
    return Object.fromEntries(rows.map((row) => [String(row['status']), Number(row['n'])]));
  }

  function facet(sql: string): { value: string; count: number }[] {
    const rows = db
      .prepare(`SELECT value, count(*) AS n FROM (${sql}) WHERE value IS NOT NULL
        GROUP BY value ORDER BY n DESC, value LIMIT ${mostValues}`)
      .all() as Row[];
    return rows.map((row) => ({
      value: JSON.parse(String(row['value'])) as string,
      count: Number(row['n']),
    }));
  }
  const ofColumn = (column: string) => facet(`SELECT ${column} AS value FROM kontasks`);

  return {
    sessionOf,
    page(query, found) {
      const narrowed = conditions(query);
      if (found !== undefined) narrowed.push(amongFound(found));
      const counts = countsOf(narrowed);
      const { status } = query;
      const about = {
        total: totalOf(counts, status),
        all: numberOf(db, 'SELECT count(*) FROM kontasks'),
        counts,
      };
      if (query.each !== true) return { ...rowsOf(query, narrowed, status ?? []), ...about };
      const wanted = status && status.length > 0 ? new Set(status) : statusesOf(counts);
      const kontasks: KontaskAnswers['kontask-list']['kontasks'] = [];
      const nexts: Partial<Record<KontaskStatus, string>> = {};
      for (const one of wanted) {
        if ((counts[one] ?? 0) === 0) continue;
        const rows = rowsOf(query, narrowed, [one]);
        kontasks.push(...rows.kontasks);
        if (rows.next !== undefined) nexts[one] = rows.next;
      }
      return { kontasks, ...about, nexts };
    },
    facets: () => ({
      scope: ofColumn(columns.scope),
      tags: facet('SELECT tag AS value FROM kontask_tags'),
      type: ofColumn(columns.type),
      createdBy: ofColumn(columns.createdBy),
      targetUser: ofColumn(columns.targetUser),
    }),
  };

  /** `status`: of these alone, or of any where none is named. */
  function rowsOf(
    query: KontaskQuery,
    narrowed: readonly Condition[],
    status: readonly KontaskStatus[],
  ): Pick<KontaskAnswers['kontask-list'], 'kontasks' | 'next'> {
    const { where, values } = joined([
      ...narrowed,
      ...(status.length > 0 ? [oneOf('k.status', status)] : []),
      ...(query.before === undefined ? [] : [continueAfter(query.before)]),
    ]);
    const rows = db
      .prepare(
        // Narrowed and sorted in one index alone; summaries are read of those that are shown.
        `SELECT p.updated AS updated, p.listed AS listed, b.summary AS summary
         FROM (SELECT k.n, k.updated, k.listed FROM kontasks k INDEXED BY kontasks_by_change ${where}
               ORDER BY k.updated DESC, k.listed DESC LIMIT ?) p
         JOIN kontask_bodies b ON b.n = p.n ORDER BY p.updated DESC, p.listed DESC`,
      )
      .all(...values, query.limit + 1) as Row[];
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      kontasks: page.map((row) => listedOf(String(row['summary']))),
      ...(rows.length > query.limit && last
        ? { next: `${last['updated']}:${last['listed']}` }
        : {}),
    };
  }

  function listedOf(summary: string): { summary: string; session?: string } {
    const { requestId } = JSON.parse(summary) as { requestId?: string };
    const session = requestId === undefined ? undefined : sessionOf(requestId);
    return session === undefined ? { summary } : { summary, session };
  }
}

const statusesOf = (counts: Counts) => Object.keys(counts) as KontaskStatus[];

function totalOf(counts: Counts, status: readonly KontaskStatus[] | undefined): number {
  const wanted = status && status.length > 0 ? [...new Set(status)] : undefined;
  const each = wanted ? wanted.map((one) => counts[one] ?? 0) : Object.values(counts);
  return each.reduce((sum, n) => sum + n, 0);
}

/** All but the words, the status and the place. An empty list of values narrows nothing. */
function conditions(query: KontaskQuery): Condition[] {
  const all: Condition[] = [];
  for (const name of ['scope', 'type', 'createdBy', 'targetUser'] as const) {
    const wanted = query[name];
    if (!wanted || wanted.length === 0) continue;
    all.push(
      oneOf(
        `k.${columns[name]}`,
        wanted.map((one) => columnText(one) ?? ''),
      ),
    );
  }
  for (const tag of query.tags ?? []) {
    all.push(['k.n IN (SELECT n FROM kontask_tags WHERE tag = ?)', JSON.stringify(tag)]);
  }
  return all;
}

const oneOf = (column: string, values: readonly string[]): Condition => [
  `${column} IN (SELECT value FROM json_each(?))`,
  JSON.stringify(values),
];

/** All that a filter names stands in one index, which is read from end to end faster than rows are looked up. */
const indexFor = (narrowed: readonly Condition[]): string => {
  const byNumber = narrowed.every(([sql]) => sql.startsWith('k.n '));
  return `INDEXED BY ${byNumber ? 'kontasks_by_status' : 'kontasks_by_change'}`;
};

function joined(all: readonly Condition[]): { where: string; values: SqlValue[] } {
  return {
    where: all.length > 0 ? `WHERE ${all.map(([sql]) => sql).join(' AND ')}` : '',
    values: all.flatMap(([, ...values]) => values),
  };
}
