/** Reads what can be read of a damaged journal and writes it anew: rows that cannot be read are passed over. */
import type { EventType } from '../../../preload/contract/events';
import { type Database, openForReading, type Row, type Sqlite } from '../storage/sqlite';
import type { Ledger } from './ledger';
import { carrySpending } from './spending';

const chunkRows = 500;
/** No journal is longer than this; where doubling steps over unreadable rows end. */
const lastPos = 2 ** 40;

export interface Salvaged {
  events: number;
  sessions: number;
}

/** `fresh` is the database that `ledger` writes. */
export function salvage(
  sqlite: Sqlite,
  damaged: string,
  fresh: Database,
  ledger: Ledger,
): Salvaged {
  let db: Database;
  try {
    db = openForReading(sqlite, damaged);
  } catch {
    return { events: 0, sessions: 0 };
  }
  let events = 0;
  const sessions = new Set<string>();
  try {
    for (const rows of readable(db)) {
      const sound = rows.flatMap(eventRow);
      // One append each: one that is refused takes no other with it.
      const round = sound.map((row, id) => ({
        t: 'append' as const,
        id,
        lane: 'main' as const,
        full: false,
        rows: [row],
      }));
      for (const result of round.length > 0 ? ledger.commit(round) : []) {
        if (result.t !== 'committed') continue;
        events += result.appends.length;
        for (const { id } of result.appends) {
          const channel = sound[id]?.channel;
          if (channel?.startsWith('session/')) sessions.add(channel);
        }
      }
    }
    carrySpending(db, fresh);
  } finally {
    db.close();
  }
  return { events, sessions: sessions.size };
}

/** In `pos` order. A chunk that fails is read row by row, and a row that fails is stepped over, ever further. */
function* readable(db: Database): Generator<Row[]> {
  const sql = `SELECT e.pos AS pos, c.name AS name, e.body AS body FROM events e
    JOIN channels c ON c.id = e.channel WHERE e.pos > ? AND c.name IS NOT NULL ORDER BY e.pos LIMIT ?`;
  let after = 0;
  let size = chunkRows;
  let step = 1;
  while (after < lastPos) {
    try {
      const rows = db.prepare(sql).all(after, size) as Row[];
      const last = rows.at(-1);
      if (!last) return;
      after = Number(last['pos']);
      size = chunkRows;
      step = 1;
      yield rows;
    } catch {
      if (size > 1) {
        size = 1;
      } else {
        after += step;
        step *= 2;
      }
    }
  }
}

function eventRow(row: Row): { channel: string; type: EventType; body: string }[] {
  try {
    const body = String(row['body']);
    const event: unknown = JSON.parse(body);
    if (typeof event !== 'object' || event === null || !('type' in event)) return [];
    return [{ channel: String(row['name']), type: event.type as EventType, body }];
  } catch {
    // The text itself is damaged; its neighbours may be whole.
    return [];
  }
}
