/** Questions about sessions and turns that are answered from the derived tables, page by page. */
import { sessionChannel } from '../../../preload/contract/channel';
import { KonsoleError } from '../../../preload/contract/errors';
import type { IndexSnapshot, Session, Turn } from '../../../preload/contract/shapes';
import { type Database, type Row, readMoment, type SqlValue } from '../storage/sqlite';
import type { Folding, TurnRow } from './folding';
import type { Answers } from './messages';
import { createNumbering } from './numbering';
import { createPace } from './pace';
import { searchable } from './projections';
import type { SessionQuery, Span } from './types';

/** The index snapshot holds at most this many sessions; older ones come with session.list. */
const indexSessions = 200;
/** A page of turns ends early rather than grow past this; it holds at least one turn. UTF-16 units of JSON. */
const pageChars = 8 * 1024 * 1024;

export interface Pages {
  index(): IndexSnapshot;
  session(id: string): string | undefined;
  sessions(query: SessionQuery): Answers['sessions'];
  unfinished(): string[];
  span(session: string, turn: string | undefined): Span | undefined;
  turns(session: string, before: string | undefined, limit: number): Promise<Answers['turns']>;
}

const bodies = (rows: unknown[]) => (rows as Row[]).map((row) => String(row['body']));

export function createPages(
  db: Database,
  folding: Folding,
  asking: () => Pick<IndexSnapshot, 'asking' | 'needDecision'>,
): Pages {
  const listed = db.prepare(
    `SELECT body FROM sessions WHERE archived = 0 ORDER BY updated DESC, listed DESC
     LIMIT ${indexSessions}`,
  );
  const indexPlace = db.prepare(
    `SELECT c.seq AS seq, (SELECT max(pos) FROM events WHERE channel = c.id) AS pos
     FROM channels c WHERE c.name = 'index'`,
  );
  const one = db.prepare('SELECT body FROM sessions WHERE id = ?');
  const place = db.prepare('SELECT updated, listed FROM sessions WHERE id = ?');
  const open = db.prepare(
    // The texts are looked at as texts: a title that quotes one of them costs a look and changes nothing.
    `SELECT body FROM sessions WHERE status IN ('running', 'waiting')
     OR instr(body, '"jobs":') > 0 OR instr(body, '"mode":"all"') > 0
     ORDER BY updated DESC, listed DESC`,
  );
  const channelRow = db.prepare('SELECT id FROM channels WHERE name = ?');
  const startOf = db.prepare('SELECT started FROM turns WHERE channel = ? AND id = ?');
  const spanOf = db.prepare('SELECT id, started, finished FROM turns WHERE channel = ? AND id = ?');
  const lastSpan = db.prepare(
    `SELECT id, started, finished FROM turns WHERE channel = ? AND started IS NOT NULL
     ORDER BY started DESC LIMIT 1`,
  );
  const numbering = createNumbering(db);
  const turnRows = db.prepare(
    `SELECT id, told, started, finished FROM turns
     WHERE channel = ? AND started IS NOT NULL AND started < ? ORDER BY started DESC LIMIT ?`,
  );

  /** The list goes on after this place: `<updated>.<listed>` as given in `next`, or a session's id. */
  function continueAfter(before: string): [number, number] {
    const key = /^(\d+(?:\.\d+)?):(\d+)$/.exec(before);
    if (key) return [Number(key[1]), Number(key[2])];
    const row = place.get(before) as Row | undefined;
    if (row) return [Number(row['updated']), Number(row['listed'])];
    throw new KonsoleError(
      'not-found',
      'The session that this list went on from is gone: ask for the list from its start.',
    );
  }

  function sessions(query: SessionQuery): Answers['sessions'] {
    const where = ['s.archived = ?'];
    const values: SqlValue[] = [query.archived ? 1 : 0];
    if (query.kind) {
      where.push('s.kind = ?');
      values.push(query.kind);
    }
    if (query.before !== undefined) {
      const [updated, at] = continueAfter(query.before);
      where.push('(s.updated, s.listed) < (?, ?)');
      values.push(updated, at);
    }
    const text = searchable(query.query?.trim() ?? '');
    if (text) {
      where.push(
        `(instr(s.search, ?) > 0 OR EXISTS (
           SELECT 1 FROM channels c JOIN turns t ON t.channel = c.id
           WHERE c.name = 'session/' || s.id AND instr(t.search, ?) > 0))`,
      );
      values.push(text, text);
    }
    const rows = db
      .prepare(
        `SELECT s.body AS body, s.updated AS updated, s.listed AS listed FROM sessions s
         WHERE ${where.join(' AND ')} ORDER BY s.updated DESC, s.listed DESC LIMIT ?`,
      )
      .all(...values, query.limit + 1) as Row[];
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    if (rows.length <= query.limit || !last) return { sessions: bodies(page) };
    return { sessions: bodies(page), next: `${last['updated']}:${last['listed']}` };
  }

  function channelOf(session: string): number {
    const id = (channelRow.get(sessionChannel(session)) as Row | undefined)?.['id'];
    if (typeof id === 'number') return id;
    throw new KonsoleError('not-found', 'This session does not exist (any more).');
  }

  function span(session: string, turn: string | undefined): Span | undefined {
    const channel = channelOf(session);
    const found = turn === undefined ? lastSpan.get(channel) : spanOf.get(channel, turn);
    const row = found as Row | undefined;
    if (!row) return undefined;
    const { id, started, finished } = row;
    return {
      turn: String(id),
      ...(typeof started === 'number' ? { started } : {}),
      ...(typeof finished === 'number' ? { finished } : {}),
    };
  }

  async function turns(
    session: string,
    before: string | undefined,
    limit: number,
  ): Promise<Answers['turns']> {
    const id = channelOf(session);
    let end = Number.MAX_SAFE_INTEGER;
    if (before !== undefined) {
      const started = (startOf.get(id, before) as Row | undefined)?.['started'];
      if (typeof started !== 'number') {
        throw new KonsoleError(
          'not-found',
          'This turn is not in the session: ask without "before".',
        );
      }
      end = started;
    }
    const found = turnRows.all(id, end, limit + 1) as Row[];
    const latest = found[0] ? numbering.of(id, String(found[0]['id'])) : 0;
    const rows = found.map((row, index) => toTurnRow(row, latest - index));
    const page: string[] = [];
    let chars = 0;
    let oldest: TurnRow | undefined;
    for (const row of rows.slice(0, limit)) {
      if (page.length > 0 && chars > pageChars) break;
      const turn = await folding.turn(id, row);
      if (!turn) continue;
      const text = await turnText(turn);
      chars += text.length;
      page.unshift(text);
      oldest = row;
    }
    const more = oldest !== undefined && rows.at(-1)?.id !== oldest.id;
    return more && oldest ? { turns: page, next: oldest.id } : { turns: page };
  }

  return {
    /** The table is the present, so its seq and pos are too: both are read in one transaction. */
    index: () =>
      readMoment(db, () => {
        const row = indexPlace.get() as Row | undefined;
        const sessions = bodies(listed.all()).map((body) => JSON.parse(body) as Session);
        return {
          sessions,
          ...asking(),
          seq: Number(row?.['seq'] ?? 0),
          pos: Number(row?.['pos'] ?? 0),
        };
      }),
    session: (id) => bodies([one.get(id)].filter(Boolean))[0],
    sessions,
    unfinished: () => bodies(open.all()),
    span,
    turns,
  };
}

/** A turn as JSON, block by block: a long one lets others through. */
async function turnText({ blocks, ...rest }: Turn): Promise<string> {
  const pace = createPace();
  const parts: string[] = [];
  for (const block of blocks) {
    parts.push(JSON.stringify(block));
    await pace.pause();
  }
  return `${JSON.stringify(rest).slice(0, -1)},"blocks":[${parts.join(',')}]}`;
}

export const toTurnRow = (row: Row, number: number): TurnRow => ({
  id: String(row['id']),
  told: typeof row['told'] === 'number' ? row['told'] : undefined,
  started: Number(row['started']),
  finished: typeof row['finished'] === 'number' ? row['finished'] : undefined,
  number,
});
