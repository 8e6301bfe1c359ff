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
 * kontasks what lists of kontasks are narrowed and sorted by; `n` is the pos of the event that made the row, and words
 *          of people in it are JSON strings. Their summaries and the rest of them, their outputs, and their tags apart:
 *          a list reads no long text, and a new status writes none
 * deleted_kontasks kontasks that can still be brought back, as `deleted` has sessions
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

/** Kontasks; and the session of a turn is found by the turn alone. */
const fourth = `
CREATE TABLE kontasks (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  rev INTEGER NOT NULL,
  status TEXT NOT NULL,
  since REAL,
  updated REAL NOT NULL,
  listed INTEGER NOT NULL,
  type TEXT NOT NULL,
  scope TEXT,
  created_by TEXT,
  target_user TEXT,
  request TEXT
) STRICT;
CREATE INDEX kontasks_by_change ON kontasks (
  updated DESC, listed DESC, status, scope, type, created_by, target_user
);
CREATE INDEX kontasks_by_listing ON kontasks (listed);
CREATE INDEX kontasks_by_status ON kontasks (status);
CREATE INDEX kontasks_by_request ON kontasks (request) WHERE request IS NOT NULL;
CREATE INDEX kontasks_asking ON kontasks (since DESC, listed DESC) WHERE since IS NOT NULL;
CREATE TABLE kontask_bodies (n INTEGER PRIMARY KEY, summary TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE kontask_outputs (n INTEGER PRIMARY KEY, output TEXT NOT NULL) STRICT;
CREATE TABLE kontask_tags (tag TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (tag, n)) STRICT, WITHOUT ROWID;
CREATE INDEX kontask_tags_of ON kontask_tags (n);
CREATE TABLE deleted_kontasks (
  id TEXT PRIMARY KEY,
  channel INTEGER REFERENCES channels (id),
  until REAL NOT NULL,
  body TEXT NOT NULL,
  output TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX turns_by_id ON turns (id);
`;

export const migrations: Migrations = [first, second, third, fourth];
