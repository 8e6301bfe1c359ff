/** The journal's tables. Text that came from outside lives inside JSON: a lone surrogate in a TEXT column is lost. */
import type { Migrations } from '../storage/migrate';

/**
 * events   the log; `pos` is the rowid, so the index on `channel` is one on (channel, pos)
 * channels a channel's last seq; a name of NULL is one of a deleted session: nobody finds it any more
 * deleted  sessions that can still be brought back, until when (epoch ms); the others without a name are swept in slices
 * sessions the last known Session of each, for lists; a projection of `index` events
 * turns    where each turn's events lie (`started`..`finished` are pos) and which event told its text
 * snapshots folded states to fold on from; any of them may go at any time
 * commands the first answer of each command id
 * spending what each finished turn used and cost; a channel of NULL is one of a session that is gone for good
 */
const first = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE epochs (
  n INTEGER PRIMARY KEY, epoch TEXT NOT NULL UNIQUE, first_pos INTEGER NOT NULL, at REAL NOT NULL
) STRICT;
CREATE TABLE channels (id INTEGER PRIMARY KEY, name TEXT UNIQUE, seq INTEGER NOT NULL) STRICT;
CREATE TABLE events (
  pos INTEGER PRIMARY KEY,
  channel INTEGER NOT NULL REFERENCES channels (id),
  seq INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX events_of_channel ON events (channel);
CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  status TEXT NOT NULL,
  archived INTEGER NOT NULL,
  updated REAL NOT NULL,
  listed INTEGER NOT NULL,
  search TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_change ON sessions (archived, updated DESC, listed DESC);
CREATE INDEX sessions_by_status ON sessions (status);
CREATE TABLE turns (
  channel INTEGER NOT NULL REFERENCES channels (id),
  id TEXT NOT NULL,
  told INTEGER,
  started INTEGER,
  finished INTEGER,
  search TEXT NOT NULL,
  PRIMARY KEY (channel, id)
) STRICT;
CREATE INDEX turns_by_start ON turns (channel, started);
CREATE TABLE snapshots (
  channel INTEGER NOT NULL REFERENCES channels (id),
  pos INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (channel, pos)
) STRICT;
CREATE TABLE commands (
  client TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, hash TEXT NOT NULL, answer TEXT NOT NULL,
  at REAL NOT NULL, PRIMARY KEY (client, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX commands_by_age ON commands (at);
INSERT INTO meta (key, value) VALUES ('head', '0'), ('clean', '1');
`;

/** Bringing a deleted session back; and what the search index has not seen yet is found by `pos`. */
const second = `
CREATE TABLE deleted (
  session TEXT PRIMARY KEY,
  channel INTEGER REFERENCES channels (id),
  until REAL NOT NULL,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX turns_by_finish ON turns (finished) WHERE finished IS NOT NULL;
CREATE INDEX turns_by_telling ON turns (told) WHERE told IS NOT NULL;
CREATE INDEX sessions_by_listing ON sessions (listed);
`;

/**
 * What turns cost, begun with all that are there. A server may count tokens in halves, so no column is of whole numbers;
 * the casts take whatever an old event says, for a migration that fails would lock a person out.
 */
const third = `
CREATE TABLE spending (
  channel INTEGER REFERENCES channels (id) ON DELETE SET NULL,
  turn TEXT NOT NULL,
  at REAL NOT NULL,
  input REAL NOT NULL,
  output REAL NOT NULL,
  cache_read REAL NOT NULL,
  cache_write REAL NOT NULL,
  cost REAL,
  UNIQUE (channel, turn)
) STRICT;
CREATE INDEX spending_by_time ON spending (at);
INSERT INTO spending (channel, turn, at, input, output, cache_read, cache_write, cost)
SELECT * FROM (
  SELECT t.channel, t.id,
    coalesce(CAST(json_extract(e.body, '$.at') AS REAL), 0),
    coalesce(CAST(json_extract(e.body, '$.usage.inputTokens') AS REAL), 0) AS input,
    coalesce(CAST(json_extract(e.body, '$.usage.outputTokens') AS REAL), 0) AS output,
    coalesce(CAST(json_extract(e.body, '$.usage.cacheReadTokens') AS REAL), 0) AS cache_read,
    coalesce(CAST(json_extract(e.body, '$.usage.cacheWriteTokens') AS REAL), 0) AS cache_write,
    CAST(json_extract(e.body, '$.usage.costUsd') AS REAL)
  FROM turns t JOIN events e ON e.pos = t.finished WHERE json_valid(e.body)
) WHERE input + output + cache_read + cache_write > 0;
`;

export const migrations: Migrations = [first, second, third];
