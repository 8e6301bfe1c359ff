/** The tables that are derived from events, kept in the transaction of the event itself: sessions and turns. */
import type { EventBody } from '../../../preload/contract/events';
import type { Session } from '../../../preload/contract/shapes';
import type { Database } from '../storage/sqlite';

/** As events.ts has it; that file carries zod, which a worker would load at every start. */
export const sessionChannel = (session: string): string => `session/${session}`;

/** Only this much of a message is searched. */
const searchedChars = 4_000;

/** Text as it is searched: case folded, no NUL (SQLite ends a search there). */
export function searchable(text: string): string {
  return text.slice(0, searchedChars).replaceAll('\0', ' ').toLowerCase();
}

const projected: ReadonlySet<EventBody['type']> = new Set([
  'session.listed',
  'session.deleted',
  'turn.queued',
  'queue.changed',
  'turn.started',
  'turn.finished',
]);

export interface Projections {
  /** `channel` is the row id of the event's channel. */
  apply(type: EventBody['type'], body: string, channel: number, pos: number): void;
}

export function createProjections(
  db: Database,
  channelDeleted: (name: string) => void,
): Projections {
  const list = db.prepare(
    `INSERT INTO sessions (id, kind, status, archived, updated, listed, search, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, status = excluded.status,
       archived = excluded.archived, updated = excluded.updated, listed = excluded.listed,
       search = excluded.search, body = excluded.body`,
  );
  const unlist = db.prepare('DELETE FROM sessions WHERE id = ?');
  const dropTurns = db.prepare(
    'DELETE FROM turns WHERE channel = (SELECT id FROM channels WHERE name = ?)',
  );
  const dropSnapshots = db.prepare(
    'DELETE FROM snapshots WHERE channel = (SELECT id FROM channels WHERE name = ?)',
  );
  // Its events are many, perhaps; without a name nobody finds them, and they are swept away in slices.
  const forget = db.prepare('UPDATE channels SET name = NULL WHERE name = ?');
  const queue = db.prepare(
    `INSERT INTO turns (channel, id, told, search) VALUES (?, ?, ?, ?)
     ON CONFLICT (channel, id) DO NOTHING`,
  );
  const requeue = db.prepare(
    `INSERT INTO turns (channel, id, told, search) VALUES (?, ?, ?, ?)
     ON CONFLICT (channel, id) DO UPDATE SET told = excluded.told, search = excluded.search
     WHERE started IS NULL`,
  );
  const unqueue = db.prepare(
    `DELETE FROM turns WHERE channel = ? AND started IS NULL
     AND id NOT IN (SELECT value FROM json_each(?))`,
  );
  const start = db.prepare(
    `INSERT INTO turns (channel, id, started, search) VALUES (?, ?, ?, '')
     ON CONFLICT (channel, id) DO UPDATE SET started = coalesce(started, excluded.started)`,
  );
  const finish = db.prepare(
    `UPDATE turns SET finished = coalesce(finished, ?)
     WHERE channel = ? AND id = ? AND started IS NOT NULL`,
  );

  function listSession(session: Session, pos: number): void {
    list.run(
      session.id,
      session.kind,
      session.status,
      session.archived ? 1 : 0,
      session.updatedAt,
      pos,
      searchable(session.title),
      JSON.stringify(session),
    );
  }

  function deleteSession(session: string): void {
    const name = sessionChannel(session);
    unlist.run(session);
    dropTurns.run(name);
    dropSnapshots.run(name);
    forget.run(name);
    channelDeleted(name);
  }

  return {
    apply(type, text, channel, pos) {
      if (!projected.has(type)) return;
      const body = JSON.parse(text) as EventBody;
      switch (body.type) {
        case 'session.listed':
          return listSession(body.session, pos);
        case 'session.deleted':
          return deleteSession(body.session);
        case 'turn.queued':
          queue.run(channel, body.turn, pos, searchable(body.text));
          return;
        case 'queue.changed':
          unqueue.run(channel, JSON.stringify(body.queue.map((entry) => entry.turn)));
          for (const entry of body.queue) {
            requeue.run(channel, entry.turn, pos, searchable(entry.text));
          }
          return;
        case 'turn.started':
          start.run(channel, body.turn, pos);
          return;
        case 'turn.finished':
          finish.run(pos, channel, body.turn);
          return;
        default:
          return;
      }
    },
  };
}
