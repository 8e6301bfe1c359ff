/** The journal and the pool as a hub reads them. */
import type { Journal } from './journal/types';
import type { Pool } from './pool/types';
import type { Feed } from './types';

export function feedOf(journal: Journal, pool: Pool): Feed {
  return {
    epoch: journal.epoch,
    head: () => journal.head(),
    onCommit: (listener) => journal.onCommit(listener),
    position: (cursor) => journal.position(cursor),
    exists: (channel) => journal.exists(channel),
    countAfter: (request) => journal.countAfter(request),
    replay: (request) => journal.replay(request),
    snapshot: (channel, upTo) => journal.snapshot(channel, upTo),
    pool: pool.status,
    onPool: pool.onChange,
  };
}
