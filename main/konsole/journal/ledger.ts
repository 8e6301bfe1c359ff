/**
 * The writer's hand: one commit of many appends. Gives every event its `pos` and `seq`, keeps the derived
 * tables and the command records in the same transaction, and leaves its counters right when that fails.
 */
import { kontaskChannel, sessionChannel } from '../../../preload/contract/channel';
import { KonsoleError } from '../../../preload/contract/errors';
import type { Database, Row } from '../storage/sqlite';
import { isDamage, numberOf, storageError, transact } from '../storage/sqlite';
import type { AppendMessage, Failure, FromWriter, StoreMessage } from './messages';
import { createProjections } from './projections';
import { createSweep } from './sweep';

/** A channel's state is folded and stored after so many events, and at the end of each turn. */
const foldEvery = 2_000;

export type Committed = Extract<FromWriter, { t: 'committed' }>;
export type Refused = Extract<FromWriter, { t: 'refused' }>;

export interface Ledger {
  head(): number;
  /** One transaction. Never throws: what could not be written is refused with the reason. */
  commit(round: readonly AppendMessage[]): (Committed | Refused)[];
  /** Keeps a folded state to fold on from, the newest two of a channel. Only a short cut: may fail silently. */
  store(snapshot: StoreMessage): void;
  /** Removes some of what sessions left that were deleted for good by `now` (epoch ms); true when there is more. */
  sweep(now: number): boolean;
}

interface Channel {
  id: number;
  seq: number;
  /** Seq of the last fold that was asked for. */
  folded: number;
}

export function createLedger(db: Database, file: string): Ledger {
  const insert = db.prepare('INSERT INTO events (pos, channel, seq, body) VALUES (?, ?, ?, ?)');
  const findChannel = db.prepare(
    `SELECT id, seq, (SELECT coalesce(max(seq), 0) FROM snapshots WHERE channel = c.id) AS folded
     FROM channels c WHERE name = ?`,
  );
  const addChannel = db.prepare('INSERT INTO channels (name, seq) VALUES (?, 0) RETURNING id');
  const saveSeq = db.prepare('UPDATE channels SET seq = ? WHERE id = ?');
  const saveHead = db.prepare(`UPDATE meta SET value = ? WHERE key = 'head'`);
  const findCommand = db.prepare('SELECT 1 AS found FROM commands WHERE client = ? AND id = ?');
  const addCommand = db.prepare(
    'INSERT INTO commands (client, id, name, hash, answer, at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const storeSnapshot = db.prepare(
    `INSERT OR REPLACE INTO snapshots (channel, pos, seq, body)
     SELECT id, ?, ?, ? FROM channels WHERE name = ?`,
  );
  const thinSnapshots = db.prepare(
    `DELETE FROM snapshots WHERE channel = (SELECT id FROM channels WHERE name = ?1)
     AND pos NOT IN (SELECT s.pos FROM snapshots s JOIN channels c ON c.id = s.channel
                     WHERE c.name = ?1 ORDER BY s.pos DESC LIMIT 2)`,
  );
  const restorable = db.prepare(
    `SELECT 1 AS found FROM deleted WHERE session = ?1 AND until > ?3
     UNION ALL SELECT 1 FROM deleted_kontasks WHERE id = ?2 AND until > ?3`,
  );
  const sweepSome = createSweep(db);

  const channels = new Map<string, Channel>();
  /** Deleted since opening or not yet for good: a host that has not heard of it must not bring its session back. */
  const deleted = new Set([
    ...idsOf('SELECT session AS id FROM deleted').map(sessionChannel),
    ...idsOf('SELECT id FROM deleted_kontasks').map(kontaskChannel),
  ]);
  const projections = createProjections(db, {
    isDeleted: (name) => deleted.has(name),
    deleted(name) {
      forget(name);
      deleted.add(name);
    },
    restored(name) {
      forget(name);
      deleted.delete(name);
    },
  });
  /** The name stands for another channel from now on. Its old one may be named again within the same commit. */
  function forget(name: string): void {
    const channel = channels.get(name);
    if (channel) saveSeq.run(channel.seq, channel.id);
    channels.delete(name);
  }
  function idsOf(sql: string): string[] {
    return (db.prepare(sql).all() as Row[]).map((row) => String(row['id']));
  }
  const readHead = () => numberOf(db, `SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'head'`);
  let head = readHead();
  let synchronous: 'FULL' | 'NORMAL' = 'NORMAL';

  function channelOf(name: string): Channel {
    const known = channels.get(name);
    if (known) return known;
    const row = findChannel.get(name) as Row | undefined;
    const channel = row
      ? { id: Number(row['id']), seq: Number(row['seq']), folded: Number(row['folded']) }
      : { id: Number((addChannel.get(name) as Row)['id']), seq: 0, folded: 0 };
    channels.set(name, channel);
    return channel;
  }

  /** Throws before anything of the append is written. */
  function check(append: AppendMessage): void {
    const { command, restore } = append;
    const back = restore?.kontask === undefined ? undefined : kontaskChannel(restore.kontask);
    for (const { channel, type } of append.rows) {
      if (!deleted.has(channel) || channel === back) continue;
      // Written whole, it is another under the same id, and the old one stays deleted.
      if (type === 'kontask.written') continue;
      throw channel.startsWith('kontask/') ? kontaskGone() : sessionGone();
    }
    const { session = null, kontask = null } = restore ?? {};
    if (restore && !restorable.get(session, kontask, restore.now)) {
      throw kontask === null ? goneForGood() : kontaskGone();
    }
    if (command && findCommand.get(command.client, command.id)) {
      throw new KonsoleError('conflict', 'This command id was already used: take a new one.');
    }
  }

  function write(append: AppendMessage, touched: Set<Channel>, fold: Set<string>) {
    const pos = head + 1;
    const seqs: number[] = [];
    for (const row of append.rows) {
      const channel = channelOf(row.channel);
      head += 1;
      channel.seq += 1;
      insert.run(head, channel.id, channel.seq, row.body);
      seqs.push(channel.seq);
      touched.add(channel);
      projections.apply(row.type, row.body, { channel: channel.id, pos: head, seq: channel.seq });
      if (row.channel.startsWith('session/')) {
        const due = row.type === 'turn.finished' || channel.seq - channel.folded >= foldEvery;
        if (due) {
          channel.folded = channel.seq;
          fold.add(row.channel);
        }
      }
    }
    const { command } = append;
    if (command) {
      const { client, id, name, hash, answer, at } = command;
      addCommand.run(client, id, name, hash, answer, at);
    }
    return { id: append.id, pos, seqs };
  }

  function commit(round: readonly AppendMessage[]): (Committed | Refused)[] {
    const wanted = round.some((append) => append.full) ? 'FULL' : 'NORMAL';
    const refused: Refused[] = [];
    const before = new Set(deleted);
    try {
      // It cannot be changed inside a transaction.
      if (wanted !== synchronous) db.exec(`PRAGMA synchronous = ${wanted}`);
      synchronous = wanted;
      const fold = new Set<string>();
      const appends = transact(db, () => {
        const written: Committed['appends'] = [];
        const touched = new Set<Channel>();
        for (const append of round) {
          try {
            check(append);
          } catch (error) {
            refused.push({ t: 'refused', ids: [append.id], failure: failureOf(error, file) });
            continue;
          }
          written.push(write(append, touched, fold));
        }
        for (const channel of touched) saveSeq.run(channel.seq, channel.id);
        saveHead.run(String(head));
        return written;
      });
      if (appends.length === 0) return refused;
      return [{ t: 'committed', appends, head, fold: [...fold] }, ...refused];
    } catch (error) {
      // Nothing of the round exists: take the counters from what does.
      channels.clear();
      deleted.clear();
      for (const name of before) deleted.add(name);
      const failure = failureOf(error, file);
      try {
        head = readHead();
      } catch {
        // The database is gone; every further append fails with its own reason, and `head` is not used.
      }
      return [{ t: 'refused', ids: round.map((append) => append.id), failure }];
    }
  }

  return {
    head: () => head,
    commit,
    store({ channel, pos, seq, body }) {
      try {
        transact(db, () => {
          storeSnapshot.run(pos, seq, body, channel);
          thinSnapshots.run(channel);
        });
      } catch {
        // Folding then starts further back; what is wrong with the disk is told by the next append.
      }
    },
    sweep(now) {
      try {
        return transact(db, () => sweepSome(now));
      } catch {
        // Nobody can find these events any more; the next opening sweeps on.
        return false;
      }
    },
  };
}

const sessionGone = () =>
  new KonsoleError('not-found', 'This session was deleted: start a new one.');

const kontaskGone = () =>
  new KonsoleError('not-found', 'This kontask was deleted, and cannot be brought back any more.');

const goneForGood = () =>
  new KonsoleError(
    'not-found',
    'This session cannot be brought back any more: that works for ten minutes. Start a new one.',
  );

export function failureOf(error: unknown, file: string): Failure {
  const { code, message } = storageError(error, file);
  return isDamage(error) ? { code, message, damaged: true } : { code, message };
}
