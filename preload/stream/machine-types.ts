/** The words of the stream machine: its state, the facts it is told, the orders it gives. No zod, no clock. */
import type { KonsoleEvent } from '../contract/events';
import type { ClientFrame, ServerFrame } from '../contract/frames';
import type { TransportKind } from '../contract/settings';
import type { IndexSnapshot, PoolStatus, Snapshot } from '../contract/shapes';

/** How far the followers of a channel have come. `seq` is unknown after a bare cursor; pos 0 is the beginning. */
export interface ChannelPlace {
  epoch: string;
  pos: number;
  seq?: number;
}

/** A followed channel, whichever connection tells it: one place, against which the events of all are judged. */
export interface ChannelState {
  /** Absent: nothing was given yet, and events are dropped until a snapshot says where they begin. */
  place?: ChannelPlace;
  /** Attach without a cursor, though the place is known: a second follower wants a state to begin with. */
  refresh: boolean;
}

/** A channel on one connection. */
export interface Attachment {
  /** Everything up to the watermark of the last attach was told. */
  synced: boolean;
  /**
   * With what the answer to the last attach begins: a snapshot, or the event after this `seq`. Until that is
   * there, watermarks and holes are of an attachment of the past. Undefined: it began, or may begin with anything.
   */
  awaits: 'snapshot' | number | undefined;
  /** The `pos` after which the last hole was noticed. */
  holeAt: number | undefined;
  /** Epoch ms: when it last came nearer to being in step. */
  progressAt: number;
  /** How far this connection has come: where it was attached, then what it told. It is acknowledged this. */
  toldPos: number;
  /** Weight of what was told and not yet acknowledged, in characters, and when that is due. */
  unacked: number;
  ackDueAt: number | undefined;
}

/** What carries a connection, as its `lane` frame said. */
export interface Lane {
  transport: TransportKind;
  fellBack?: { wanted: TransportKind; why: string };
}

/** One attempt of the driver, as the machine sees it. */
export interface Link {
  /** Frames of a generation that is no link (any more) are dropped. */
  generation: number;
  /** The driver said that it can send; every followed channel was attached then. */
  open: boolean;
  /** As its last hello said. */
  epoch: string | undefined;
  attachments: Readonly<Record<string, Attachment>>;
  /** Channels left during this connection: what is still on its way must not be taken for a new attachment. */
  left: readonly string[];
  /** Epoch ms: since when silence is counted. */
  since: number;
  /** A beat is overdue. */
  stalled: boolean;
  lane: Lane | undefined;
  /** The newest pool status that the next link told: it has no place to judge it by, so it waits for the move's end. */
  pool: PoolStatus | undefined;
}

export interface MachineState {
  phase: 'idle' | 'connected' | 'waiting' | 'closed' | 'refused';
  /** Of the newest link there ever was. */
  generation: number;
  /** There while `connected`, and only then. */
  current?: Link;
  /** While the stream moves: it is told by both, until this one is in step and becomes the current one. */
  next?: Link;
  /** There while the stream moves. `retryAt`: there is no next link, and when it is tried again (epoch ms). */
  move?: { failures: number; retryAt?: number };
  channels: Readonly<Record<string, ChannelState>>;
  /** Of the last current link that is gone, for who looks meanwhile. */
  lastLane?: Lane;
  /** Attempts since the last time everything was in step. */
  attempt: number;
  reconnects: number;
  gaps: number;
  lastHeardAt?: number;
  /** While waiting. */
  retryAt?: number;
  /** When the driver was last told to tick. */
  timerAt?: number;
  /** The `now` of the last input, to notice a clock that was set back. */
  clock: number;
}

/** Facts. `chance` is in [0, 1) and spreads the reconnects of many readers. */
export type Input =
  | { type: 'follow'; channel: string; after?: string }
  | { type: 'unfollow'; channel: string }
  | { type: 'opened'; generation: number }
  | { type: 'frames'; generation: number; frames: readonly ServerFrame[]; chance: number }
  | { type: 'closed'; generation: number; refused: boolean; chance: number }
  | { type: 'tick'; chance: number }
  | { type: 'wake' }
  /** Another transport was chosen: go over to a new connection, and keep the old one until that is in step. */
  | { type: 'move' }
  | { type: 'close' };

/** What the followers of a channel are given. `known`: who followed already has exactly this state. */
export type Delivery =
  | { kind: 'snapshot'; state: Snapshot | IndexSnapshot; known: boolean }
  | { kind: 'events'; events: readonly KonsoleEvent[] }
  | { kind: 'synced' }
  | { kind: 'state'; state: PoolStatus }
  | { kind: 'gone'; message: string };

export type Order =
  | { type: 'open'; generation: number }
  | { type: 'close'; generation: number }
  | { type: 'send'; generation: number; frame: ClientFrame }
  | { type: 'give'; channel: string; delivery: Delivery }
  /** Tick at this time, in place of any earlier wish; without `at`: no tick is needed. */
  | { type: 'schedule'; at?: number };

export interface Step {
  state: MachineState;
  orders: Order[];
}
