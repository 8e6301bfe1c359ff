/** The tables that are derived from events, kept in the transaction of the event itself: sessions, turns, spending, kontasks. */
import { sessionChannel } from '../../../preload/contract/channel';
import type { EventBody } from '../../../preload/contract/events';
import { limits } from '../../../preload/contract/limits';
import type { Session } from '../../../preload/contract/shapes';
import type { Database, Row } from '../storage/sqlite';
import { createKontaskTables, type EventPlace } from './kontask-tables';
import { createSpendingNotes } from './spending';

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
  'kontask.written',
  'kontask.changed',
  'kontask.listed',
  'kontask.deleted',
]);

/** What the writer must know of a session or kontask that goes or comes back; `name` is its channel's. */
export interface DeletionHooks {
  isDeleted(name: string): boolean;
  deleted(name: string): void;
  restored(name: string): void;
}

export interface Projections {
  apply(type: EventBody['type'], body: string, place: EventPlace): void;
}

export function createProjections(db: Database, hooks: DeletionHooks): Projections {
  const list = db.prepare(
    `INSERT INTO sessions (id, kind, status, archived, updated, listed, search, body)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, status = excluded.status,
       archived = excluded.archived, updated = excluded.updated, listed = excluded.listed,
       search = excluded.search, body = excluded.body`,
  );
  const unlist = db.prepare('DELETE FROM sessions WHERE id = ?');
  const keep = db.prepare(
    `INSERT OR REPLACE INTO deleted (session, channel, until, body)
     SELECT s.id, (SELECT id FROM channels WHERE name = ?), ?, s.body FROM sessions s WHERE s.id = ?`,
  );
  // Without a name nobody finds its events; they are swept away in slices once nobody can want them back.
  const forget = db.prepare('UPDATE channels SET name = NULL WHERE name = ?');
  const kept = db.prepare('SELECT channel FROM deleted WHERE session = ?');
  const unkeep = db.prepare('DELETE FROM deleted WHERE session = ?');
  const rename = db.prepare('UPDATE channels SET name = ? WHERE id = ?');
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

  const noteSpending = createSpendingNotes(db);
  const kontasks = createKontaskTables(db, hooks);

  function listSession(session: Session, pos: number): void {
    const name = sessionChannel(session.id);
    if (hooks.isDeleted(name)) restoreSession(session.id, name);
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

  function deleteSession(session: string, at: number): void {
    const name = sessionChannel(session);
    keep.run(name, at + limits.deleteUndoMs, session);
    unlist.run(session);
    forget.run(name);
    hooks.deleted(name);
  }

  /** Only the list names sessions that exist, so one that is listed again is there again, with all it had. */
  function restoreSession(session: string, name: string): void {
    const channel = (kept.get(session) as Row | undefined)?.['channel'];
    unkeep.run(session);
    if (typeof channel === 'number') rename.run(name, channel);
    hooks.restored(name);
  }

  return {
    apply(type, text, place) {
      if (!projected.has(type)) return;
      const { channel, pos } = place;
      const body = JSON.parse(text) as EventBody;
      switch (body.type) {
        case 'session.listed':
          return listSession(body.session, pos);
        case 'session.deleted':
          return deleteSession(body.session, body.at);
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
          noteSpending(channel, body);
          return;
        case 'kontask.written':
          return kontasks.written(body, place);
        case 'kontask.changed':
          return kontasks.changed(body, place);
        case 'kontask.listed':
          return kontasks.listed(body, place);
        case 'kontask.deleted':
          return kontasks.deleted(body);
        default:
          return;
      }
    },
  };
}
