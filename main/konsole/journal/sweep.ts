/** Removes what deleted sessions and kontasks left, piece by piece, once nobody can bring them back. */
import type { Database, Row } from '../storage/sqlite';

/** Rows of one table that one piece removes. */
const sweepRows = 500;

/** One piece, inside the caller's transaction; `now` is epoch ms. True when there may be more. */
export function createSweep(db: Database): (now: number) => boolean {
  const expire = ['deleted', 'deleted_kontasks'].map((table) =>
    db.prepare(`DELETE FROM ${table} WHERE until <= ?`),
  );
  const doomed = db.prepare(
    `SELECT id FROM channels WHERE name IS NULL
     AND id NOT IN (SELECT channel FROM deleted WHERE channel IS NOT NULL)
     AND id NOT IN (SELECT channel FROM deleted_kontasks WHERE channel IS NOT NULL) LIMIT 1`,
  );
  const sweepEvents = db.prepare(
    'DELETE FROM events WHERE pos IN (SELECT pos FROM events WHERE channel = ? LIMIT ?)',
  );
  const sweepTurns = db.prepare(
    'DELETE FROM turns WHERE rowid IN (SELECT rowid FROM turns WHERE channel = ? LIMIT ?)',
  );
  const dropSnapshots = db.prepare('DELETE FROM snapshots WHERE channel = ?');
  const dropChannel = db.prepare(
    `DELETE FROM channels WHERE id = ?1 AND name IS NULL
     AND NOT EXISTS (SELECT 1 FROM events WHERE channel = ?1)
     AND NOT EXISTS (SELECT 1 FROM turns WHERE channel = ?1)`,
  );
  return (now) => {
    for (const statement of expire) statement.run(now);
    const row = doomed.get() as Row | undefined;
    if (!row) return false;
    const channel = Number(row['id']);
    dropSnapshots.run(channel);
    sweepEvents.run(channel, sweepRows);
    sweepTurns.run(channel, sweepRows);
    dropChannel.run(channel);
    return true;
  };
}
