/** The engine's front door as the doors see it: execute a command, follow the journal, close. */
import type { Answer } from '../../preload/contract/errors';
import type { KonsoleEvent } from '../../preload/contract/events';
import type { TransportKind } from '../../preload/contract/settings';
import type {
  BlobInfo,
  IndexSnapshot,
  Lane,
  LogRecord,
  PoolStatus,
  Snapshot,
} from '../../preload/contract/shapes';
import type { ReplayRequest } from './journal/types';

/** Who asks. `id` keys command ids; `door` decides what a door may not pass on. */
export interface Client {
  id: string;
  scope: 'owner' | 'device';
  door: 'bridge' | 'socket' | 'tcp';
}

/** What a hub needs to serve readers. Every promise rejects with a `KonsoleError` only. */
export interface Feed {
  readonly epoch: string;
  head(): number;
  onCommit(listener: (events: readonly KonsoleEvent[]) => void): () => void;
  position(cursor: string): number | undefined;
  exists(channel: string): Promise<boolean>;
  countAfter(request: ReplayRequest): Promise<number>;
  replay(request: ReplayRequest): AsyncIterable<KonsoleEvent[]>;
  snapshot(channel: string, upTo: number): Promise<Snapshot | IndexSnapshot>;
  pool(): PoolStatus;
  onPool(listener: (status: PoolStatus) => void): () => void;
}

export interface Log {
  write(
    level: LogRecord['level'],
    area: string,
    message: string,
    fields?: Record<string, unknown>,
  ): void;
}

/** Files that people gave along with messages. */
export interface Blobs {
  /** Keeps a file durably. Rejects with a `KonsoleError` that says what is wrong with it, or with the disk. */
  put(name: string, bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<BlobInfo>;
  /** Undefined for an id that names nothing, whatever it looks like. */
  info(id: string): Promise<BlobInfo | undefined>;
  /** The bytes of a picture; undefined for anything else, so that nothing here is ever shown as a page. */
  picture(id: string): Promise<{ type: string; bytes: Uint8Array<ArrayBuffer> } | undefined>;
}

/** What the settings say of the lanes' transports. */
export interface LaneTransports {
  wanted(): Readonly<Record<Lane, TransportKind>>;
  /** Told when one is set, also to what it was. Returns how to stop. */
  onSet(listener: (lane: Lane, transport: TransportKind) => void): () => void;
}

export interface Konsole {
  /** Validates, checks the client's scope, runs at most once per command id. Never rejects. */
  execute(client: Client, name: string, params: unknown): Promise<Answer>;
  readonly feed: Feed;
  readonly log: Log;
  readonly blobs: Blobs;
  readonly transports: LaneTransports;
  /** What opening found that a person should know. */
  readonly notices: readonly { id: string; message: string }[];
  /** Ends hosts (their turns become `interrupted`), flushes and closes the journal; within a second. */
  close(): Promise<void>;
}
