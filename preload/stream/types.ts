/** How a page listens: one stream over any transport, many channels, nothing missed, nothing twice. No zod. */
import type { KonsoleEvent } from '../contract/events';
import type { ClientFrame, ServerFrame } from '../contract/frames';
import type { TransportKind } from '../contract/settings';
import type { IndexSnapshot, PoolStatus, Snapshot } from '../contract/shapes';

/** One connection attempt of a driver. Facts are told by calling `told`; orders are the methods. */
export interface Connection {
  send(frame: ClientFrame): void;
  close(): void;
}

export type ConnectionFact =
  | { type: 'opened' }
  | { type: 'frames'; frames: readonly ServerFrame[] }
  | { type: 'closed'; reason: string; refused?: boolean };

/** Opens one connection; never throws, a failure is a `closed` fact told later. */
export type Driver = (told: (fact: ConnectionFact) => void) => Connection;

export type StreamStatus =
  | 'idle'
  | 'connecting'
  | 'catching-up'
  | 'live'
  | 'stalled'
  | 'waiting'
  | 'closed'
  | 'refused';

/** What a person may see of a stream, for the inspector. Times are epoch ms. */
export interface StreamHealth {
  status: StreamStatus;
  transport: TransportKind;
  /** What the lane was asked to use, and why it uses another, while the two differ. */
  fellBack?: { wanted: TransportKind; why: string };
  /** A second connection is being made, to which the stream moves once it is in step; the first one still tells. */
  moving: boolean;
  reconnects: number;
  /** Holes that were noticed and mended by attaching again. */
  gaps: number;
  lastHeardAt?: number;
  /** While waiting: when the next attempt is made. */
  retryAt?: number;
}

/** What a follower of one channel is given, in order. After `snapshot` the state starts anew. */
export interface Follower {
  snapshot(state: Snapshot | IndexSnapshot): void;
  /** Already judged: no repeats, no holes. A whole batch at once. */
  events(events: readonly KonsoleEvent[]): void;
  /** Everything up to the watermark has been given. */
  synced?(): void;
  /** For the channel `pool`. */
  state?(state: PoolStatus): void;
  /** The channel does not exist (any more). */
  gone?(message: string): void;
}

export interface Stream {
  /** `after` is a cursor to go on from. Returns how to stop; several followers may follow one channel. */
  follow(channel: string, follower: Follower, after?: string): () => void;
  health(): StreamHealth;
  onHealth(listener: (health: StreamHealth) => void): () => void;
  /** The computer woke, the network changed or the window came to the front: try at once. */
  wake(): void;
  /** Goes over to a new connection of the driver with nothing lost and nothing twice (I7); safe to repeat. */
  move(): void;
  close(): void;
}

export interface StreamDeps {
  driver: Driver;
  /** Until a `lane` frame says it. */
  transport: TransportKind;
  now: () => number;
  /** Runs `run` after `ms`; returns how to cancel. */
  schedule: (ms: number, run: () => void) => () => void;
  /** In [0, 1). */
  random: () => number;
}
