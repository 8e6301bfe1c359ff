/** The tables of kontasks, derived from their events in the transaction of the event itself. */
import { kontaskChannel } from '../../../preload/contract/channel';
import type { IndexEventBody, KontaskEventBody } from '../../../preload/contract/events';
import { momentOf } from '../../../preload/contract/kontask-date';
import { applyKontaskPatch, isFields } from '../../../preload/contract/kontask-patch';
import { requestOf, summaryOfKontask } from '../../../preload/contract/kontask-summary';
import { limits } from '../../../preload/contract/limits';
import type { Kontask } from '../../../preload/contract/shapes';
import { type Database, numberOf, type Row } from '../storage/sqlite';
import { splitOutput } from './kontask-output';
import type { DeletionHooks } from './projections';

type Written = Extract<KontaskEventBody, { type: 'kontask.written' }>;
type Changed = Extract<KontaskEventBody, { type: 'kontask.changed' }>;
type Listed = Extract<IndexEventBody, { type: 'kontask.listed' }>;
type Deleted = Extract<IndexEventBody, { type: 'kontask.deleted' }>;

/** Where an event lies: the row id of its channel, and its numbers in the journal and there. */
export interface EventPlace {
  channel: number;
  pos: number;
  seq: number;
}

export interface KontaskTables {
  written(event: Written, place: EventPlace): void;
  changed(event: Changed, place: EventPlace): void;
  listed(event: Listed, place: EventPlace): void;
  deleted(event: Deleted): void;
}

/** Words of people as they stand in a column: as JSON, which loses no half of a pair. */
export const columnText = (text: string | undefined): string | null =>
  text === undefined ? null : JSON.stringify(text);

export function createKontaskTables(db: Database, hooks: DeletionHooks): KontaskTables {
  const put = db.prepare(
    `INSERT INTO kontasks (n, id, rev, status, since, updated, listed, type, scope, created_by,
       target_user, request)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, status = excluded.status,
       since = excluded.since, updated = excluded.updated, listed = excluded.listed,
       type = excluded.type, scope = excluded.scope, created_by = excluded.created_by,
       target_user = excluded.target_user, request = excluded.request`,
  );
  const find = db.prepare('SELECT n, status, since FROM kontasks WHERE id = ?');
  const findByChannel = db.prepare(
    `SELECT n, id FROM kontasks WHERE id = (SELECT substr(name, 9) FROM channels WHERE id = ?)`,
  );
  const relist = db.prepare('UPDATE kontasks SET listed = ? WHERE id = ?');
  const putBody = db.prepare(
    'INSERT OR REPLACE INTO kontask_bodies (n, summary, body) VALUES (?, ?, ?)',
  );
  const bodyOf = db.prepare('SELECT body FROM kontask_bodies WHERE n = ?');
  const putOutput = db.prepare('INSERT OR REPLACE INTO kontask_outputs (n, output) VALUES (?, ?)');
  const dropTags = db.prepare('DELETE FROM kontask_tags WHERE n = ?');
  const addTag = db.prepare('INSERT OR IGNORE INTO kontask_tags (tag, n) VALUES (?, ?)');
  const dropOutput = db.prepare('DELETE FROM kontask_outputs WHERE n = ?');
  const dropBody = db.prepare('DELETE FROM kontask_bodies WHERE n = ?');
  const drop = db.prepare('DELETE FROM kontasks WHERE n = ?');
  const keep = db.prepare(
    `INSERT OR REPLACE INTO deleted_kontasks (id, channel, until, body, output)
     SELECT k.id, (SELECT id FROM channels WHERE name = ?), ?, b.body, o.output
     FROM kontasks k JOIN kontask_bodies b ON b.n = k.n LEFT JOIN kontask_outputs o ON o.n = k.n
     WHERE k.n = ?`,
  );
  const kept = db.prepare('SELECT channel, body, output FROM deleted_kontasks WHERE id = ?');
  const unkeep = db.prepare('DELETE FROM deleted_kontasks WHERE id = ?');
  const forget = db.prepare('UPDATE channels SET name = NULL WHERE name = ?');
  const rename = db.prepare('UPDATE channels SET name = ? WHERE id = ?');

  /** All but its output, which only who changes it writes. Returns the row's number. */
  function store(kontask: Kontask, at: number, { pos, seq }: Omit<EventPlace, 'channel'>): number {
    const before = find.get(kontask.id) as Row | undefined;
    const n = before ? Number(before['n']) : pos;
    const { type, scope, createdBy, targetUser, status, tags } = kontask;
    const asks = status === 'needs_decision';
    const since = typeof before?.['since'] === 'number' ? before['since'] : at;
    put.run(
      ...[n, kontask.id, seq, status, asks ? since : null, changedAt(kontask, at), pos],
      ...[columnText(type) ?? '', columnText(scope), columnText(createdBy)],
      ...[columnText(targetUser), columnText(requestOf(kontask))],
    );
    putBody.run(n, JSON.stringify(summaryOfKontask(kontask, seq)), JSON.stringify(kontask));
    if (before) dropTags.run(n);
    for (const tag of tags ?? []) addTag.run(JSON.stringify(tag), n);
    return n;
  }

  function storeOutput(n: number, output: string | undefined): void {
    if (output === undefined) dropOutput.run(n);
    else putOutput.run(n, JSON.stringify(output));
  }

  /** Written anew, or taken in again, while its old self could still have been brought back: that is over. */
  function beginAnew(id: string): void {
    const name = kontaskChannel(id);
    if (!hooks.isDeleted(name)) return;
    unkeep.run(id);
    hooks.restored(name);
  }

  /** Only what exists is listed, so one that was deleted is there again, with its past. */
  function bringBack(id: string, at: number, pos: number): void {
    const name = kontaskChannel(id);
    const row = kept.get(id) as Row | undefined;
    unkeep.run(id);
    hooks.restored(name);
    if (!row) return;
    const channel = Number(row['channel']);
    rename.run(name, channel);
    const seq = numberOf(db, 'SELECT seq FROM channels WHERE id = ?', channel);
    const n = store(JSON.parse(String(row['body'])) as Kontask, at, { pos, seq });
    if (typeof row['output'] === 'string') putOutput.run(n, row['output']);
  }

  return {
    written({ kontask, at }, place) {
      if (!isKontask(kontask)) return;
      beginAnew(kontask.id);
      const { rest, output } = splitOutput(kontask);
      storeOutput(store(rest, at, place), output);
    },
    changed({ patch, at }, place) {
      const row = findByChannel.get(place.channel) as Row | undefined;
      const body = row && (bodyOf.get(Number(row['n'])) as Row | undefined);
      if (!row || !body || !isFields(patch)) return;
      const before = JSON.parse(String(body['body'])) as Kontask;
      const { rest, output } = splitOutput(applyKontaskPatch(before, patch));
      if (!isKontask(rest)) return;
      const n = store(rest, at, place);
      if (namesOutput(patch['context'])) storeOutput(n, output);
    },
    listed({ kontask, at }, { pos }) {
      if (hooks.isDeleted(kontaskChannel(kontask.id))) bringBack(kontask.id, at, pos);
      else relist.run(pos, kontask.id);
    },
    deleted({ kontask: id, at }) {
      const row = find.get(id) as Row | undefined;
      if (!row) return;
      const n = Number(row['n']);
      const name = kontaskChannel(id);
      keep.run(name, at + limits.deleteUndoMs, n);
      for (const statement of [dropTags, dropOutput, dropBody, drop]) statement.run(n);
      forget.run(name);
      hooks.deleted(name);
    },
  };
}

/** A journal may be read from a damaged file: what is no kontask makes no row. */
function isKontask(value: unknown): value is Kontask {
  return (
    isFields(value) &&
    ['id', 'type', 'status', 'title'].every((name) => typeof value[name] === 'string')
  );
}

/** A context that is taken away takes the output with it. */
const namesOutput = (context: unknown): boolean =>
  context === null || (isFields(context) && context['output'] !== undefined);

/** When it changed last, epoch ms: as it says itself, where that is a date. */
function changedAt({ updatedAt, createdAt }: Kontask, at: number): number {
  const said = [updatedAt, createdAt].map((text) => momentOf(text ?? ''));
  return said.find((ms) => !Number.isNaN(ms)) ?? at;
}
