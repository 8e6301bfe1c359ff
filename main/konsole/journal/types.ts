/**
 * The journal: the append-only log of every event and the only truth about a session. One small interface,
 * so that another log can take SQLite's place; no SQL leaks out.
 */
import type { EventBody, KonsoleEvent } from '../../../preload/contract/events';
import type {
  FindHit,
  IndexSnapshot,
  Lane,
  SearchHit,
  Session,
  SessionKind,
  Snapshot,
  Spending,
  Turn,
} from '../../../preload/contract/shapes';
import type { KontaskReads } from './kontask-types';

export type { KontaskHead, KontaskReads } from './kontask-types';

/** An event before it exists: the journal gives it `pos` and `seq` when it commits. */
export interface NewEvent {
  channel: string;
  body: EventBody;
}

/** The first answer of a command, stored in the transaction of its effect (I5). */
export interface CommandRecord {
  client: string;
  name: string;
  id: string;
  /** Hash of the params without the id. */
  hash: string;
  /** The answer as JSON. */
  answer: string;
  at: number;
}

export interface Append {
  events: readonly NewEvent[];
  lane: Lane;
  /**
   * `batch`: survives a kill of the process (WAL, synchronous NORMAL). `full`: survives a power cut too
   * (synchronous FULL): commands, approvals and `tool.started`.
   */
  durability: 'batch' | 'full';
  command?: CommandRecord;
  /**
   * Lists a deleted session or kontask again: refused with `not-found` unless it can still be brought back at `now`
   * (epoch ms). Its `session.listed` or `kontask.listed` on the index channel is what does it, and comes first.
   */
  restore?: { session?: string; kontask?: string; now: number };
}

export interface ReplayRequest {
  channels: readonly { channel: string; after: number }[];
  /** Up to and including this `pos`. */
  upTo: number;
}

export interface SessionQuery {
  query?: string;
  kind?: SessionKind;
  archived?: boolean;
  before?: string;
  limit: number;
}

export interface Span {
  turn: string;
  started?: number;
  finished?: number;
}

export interface SpendingQuery {
  session?: string;
  /** From, and up to but not including; epoch ms. */
  days: readonly { from: number; to: number }[];
}

/** What opening found that a person should know, in words; empty when all was well. */
export interface OpeningReport {
  notices: { id: string; message: string }[];
  /** True when the journal was not closed cleanly: a new epoch has begun. */
  recovered: boolean;
}

/**
 * All methods reject with a `KonsoleError` that tells a person what to do (disk full, database locked).
 * After a failed append nothing of it exists. Reads see everything committed before they were asked.
 */
export interface Journal {
  readonly epoch: string;
  readonly opening: OpeningReport;
  /** `pos` of the last event that `onCommit` listeners have been given. */
  head(): number;
  /** Resolves with the placed events after the commit, and after every `onCommit` listener was called. */
  append(append: Append): Promise<KonsoleEvent[]>;
  /** Called synchronously, in `pos` order, once for every commit. Returns how to stop. */
  onCommit(listener: (events: readonly KonsoleEvent[]) => void): () => void;
  /** Where a cursor lies here: its `pos`, or undefined when it is expired, foreign, future or nonsense (I6). */
  position(cursor: string): number | undefined;
  /** True for `index` and for the channel of every session that exists; never for that of a kontask. */
  exists(channel: string): Promise<boolean>;
  /** How many events a replay would bring. */
  countAfter(request: ReplayRequest): Promise<number>;
  /** All channels merged in `pos` order, in slices of at most 500 events. */
  replay(request: ReplayRequest): AsyncIterable<KonsoleEvent[]>;
  /** State of a channel as of `upTo`, within the snapshot's bound. */
  snapshot(channel: string, upTo: number): Promise<Snapshot | IndexSnapshot>;
  /** Whole turns, oldest first, ending before turn `before` (or with the latest): at most `limit` of them. */
  turns(
    session: string,
    before: string | undefined,
    limit: number,
  ): Promise<{ turns: Turn[]; next?: string }>;
  /**
   * Where a turn's events lie (`pos`), without `turn` those of the last that began; undefined where there is none.
   * A turn that waits has no `started`, one that runs no `finished`.
   */
  span(session: string, turn: string | undefined): Promise<Span | undefined>;
  /** What was used and spent: on each of the days, in their order, and in the session, where it is named and exists. */
  spending(query: SpendingQuery): Promise<{ session?: Spending; days: Spending[] }>;
  session(id: string): Promise<Session | undefined>;
  sessions(query: SessionQuery): Promise<{ sessions: Session[]; next?: string }>;
  /** Sessions whose last known status is running or waiting: what a crash may have cut off. */
  unfinished(): Promise<Session[]>;
  command(client: string, id: string): Promise<CommandRecord | undefined>;
  /** A deleted session as it was last listed, if it can still be brought back at `now` (epoch ms). */
  deleted(id: string, now: number): Promise<Session | undefined>;
  /** Removes for good, in the background, what was deleted too long before `now` to be brought back. */
  sweep(now: number): void;
  /** Sessions in which these words stand, best first, at most one place of each. */
  search(text: string, limit: number): Promise<SearchHit[]>;
  /** Every place in one session, in its order; `hits` has the first `limit` of `total`. */
  find(session: string, text: string, limit: number): Promise<{ hits: FindHit[]; total: number }>;
  readonly kontasks: KontaskReads;
  /** Takes what was appended to disk, marks the closing as clean, ends the workers. */
  close(): Promise<void>;
}
