/** A Feed in memory: places events like the journal does and folds snapshots with the contract's reducers. */
import { parseCursor } from '../../preload/contract/cursor';
import type {
  EventBody,
  IndexEvent,
  KonsoleEvent,
  SessionEvent,
} from '../../preload/contract/events';
import { emptyIndex, reduceIndex } from '../../preload/contract/index-state';
import { emptySession, reduceSession } from '../../preload/contract/session-state';
import { limits } from '../../preload/contract/limits';
import { snapshotOf } from '../../preload/contract/snapshot';
import type { IndexSnapshot, PoolStatus, Session, Snapshot } from '../../preload/contract/shapes';
import type { Feed } from '../../main/konsole/types';

export interface MemoryFeed extends Feed {
  commit(...events: [channel: string, body: EventBody][]): KonsoleEvent[];
  /** `session.created` and `session.listed`, as the engine would say them. */
  create(id: string): void;
  append(id: string, block: string, text: string): void;
  setPool(status: PoolStatus): void;
  readonly all: readonly KonsoleEvent[];
  /** Waits before every slice of a replay and every snapshot. */
  beforeRead: () => Promise<void>;
  reads: { snapshots: number; slices: number };
}

export const sessionOf = (id: string): Session => ({
  id,
  kind: 'main',
  title: id,
  model: 'demo/demo',
  status: 'idle',
  approvals: 0,
  createdAt: 1,
  updatedAt: 1,
});

export function foldSession(id: string, events: readonly KonsoleEvent[]): Snapshot {
  const own = events.filter((event) => event.channel === `session/${id}`) as SessionEvent[];
  return own.reduce(reduceSession, emptySession(id));
}

/** What a snapshot of the whole session holds. */
export const wholeSnapshot = (id: string, events: readonly KonsoleEvent[]): Snapshot =>
  snapshotOf(foldSession(id, events), limits.snapshotBytes);

/** UTF-16 units that the first block of a session's last turn has, whatever a snapshot left out. */
export function endOf({ turns }: Snapshot): number {
  const block = turns.at(-1)?.blocks[0];
  return (block?.from ?? 0) + (block?.text.length ?? 0);
}

export function foldIndex(events: readonly KonsoleEvent[]): IndexSnapshot {
  const own = events.filter((event) => event.channel === 'index') as IndexEvent[];
  return own.reduce(reduceIndex, emptyIndex());
}

export const emptyPool: PoolStatus = { hosts: [], lanes: {} as PoolStatus['lanes'] };

export function createMemoryFeed(epoch = 'k1', sliceSize = 500): MemoryFeed {
  const all: KonsoleEvent[] = [];
  const deleted = new Set<string>();
  const seqs = new Map<string, number>();
  const offsets = new Map<string, number>();
  const listeners = new Set<(events: readonly KonsoleEvent[]) => void>();
  const poolListeners = new Set<(status: PoolStatus) => void>();
  let pool = emptyPool;

  /** The event at `pos` lies at `pos - 1`. */
  function eventsAfter({ channels, upTo }: Parameters<Feed['replay']>[0]): KonsoleEvent[] {
    const afters = new Map(channels.map(({ channel, after }) => [channel, after]));
    const from = Math.min(...afters.values());
    return all
      .slice(from, upTo)
      .filter((event) => event.pos > (afters.get(event.channel) ?? Number.POSITIVE_INFINITY));
  }

  const feed: MemoryFeed = {
    epoch,
    all,
    reads: { snapshots: 0, slices: 0 },
    beforeRead: async () => {},
    head: () => all.at(-1)?.pos ?? 0,
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    position(cursor) {
      const parsed = parseCursor(cursor);
      if (!parsed || parsed.epoch !== epoch || parsed.pos > feed.head()) return undefined;
      return parsed.pos;
    },
    exists: async (channel) => channel === 'index' || (seqs.has(channel) && !deleted.has(channel)),
    countAfter: async (wanted) => eventsAfter(wanted).length,
    async *replay(wanted) {
      const found = eventsAfter(wanted);
      for (let at = 0; at < found.length; at += sliceSize) {
        await feed.beforeRead();
        feed.reads.slices += 1;
        yield found.slice(at, at + sliceSize);
      }
    },
    async snapshot(channel, upTo) {
      await feed.beforeRead();
      feed.reads.snapshots += 1;
      const events = all.filter((e) => e.pos <= upTo);
      if (channel === 'index') return foldIndex(events);
      return wholeSnapshot(channel.slice(8), events);
    },
    pool: () => pool,
    onPool(listener) {
      poolListeners.add(listener);
      return () => poolListeners.delete(listener);
    },
    setPool(status) {
      pool = status;
      for (const listener of poolListeners) listener(status);
    },
    commit(...events) {
      const placed = events.map(([channel, body], index) => {
        const seq = (seqs.get(channel) ?? 0) + 1;
        seqs.set(channel, seq);
        return { ...body, channel, seq, pos: feed.head() + 1 + index };
      });
      all.push(...placed);
      for (const event of placed) {
        if (event.type === 'session.deleted') deleted.add(`session/${event.session}`);
      }
      for (const listener of [...listeners]) listener(placed);
      return placed;
    },
    create(id) {
      const session = sessionOf(id);
      feed.commit(
        [`session/${id}`, { type: 'session.created', at: 1, session }],
        ['index', { type: 'session.listed', at: 1, session }],
        [`session/${id}`, { type: 'turn.queued', at: 1, turn: `${id}t`, text: 'do it' }],
        [`session/${id}`, { type: 'turn.started', at: 1, turn: `${id}t`, attempt: 1, model: 'm' }],
        [
          `session/${id}`,
          { type: 'block.opened', at: 1, turn: `${id}t`, block: `${id}b`, kind: 'text' },
        ],
      );
    },
    append(id, block, text) {
      const off = offsets.get(block) ?? 0;
      offsets.set(block, off + text.length);
      feed.commit([`session/${id}`, { type: 'block.appended', at: 2, block, off, text }]);
    },
  };
  return feed;
}
