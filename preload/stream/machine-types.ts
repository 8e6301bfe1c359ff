/** The words of the stream machine: its state, the facts it is told, the orders it gives. No zod, no clock. */
import type { KonsoleEvent } from '../contract/events';
import type { ClientFrame, ServerFrame } from '../contract/frames';
import type { IndexSnapshot, PoolStatus, Snapshot } from '../contract/shapes';

/** How far the followers of a channel have come. `seq` is unknown after a bare cursor; pos 0 is the beginning. */
export interface ChannelPlace {
  epoch: string;
  pos: number;
  seq?: number;
}

export interface ChannelState {
  /** Absent: nothing was given yet, and events are dropped until a snapshot says where they begin. */
  place?: ChannelPlace;
  /** Attach without a cursor, though the place is known: a second follower wants a state to begin with. */
  refresh: boolean;
  /** Everything up to the watermark of the last attach has been given. */
  synced: boolean;
  /** A hole was noticed and an attach sent: what still comes of the old attachment is not heeded. */
  mending: boolean;
  /** The `pos` after which the last hole was noticed. */
  holeAt?: number;
  /** Epoch ms: when it last came nearer to being in step. */
  progressAt: number;
  /** Weight of what was given and not yet acknowledged, in characters, and when that is due. */
  unacked: number;
  ackDueAt?: number;
}

export type Phase = 'idle' | 'connecting' | 'open' | 'waiting' | 'closed' | 'refused';

export interface MachineState {
  phase: Phase;
  /** Of the newest attempt; frames of any other are dropped. */
  generation: number;
  /** Of the open connection, once it said hello. */
  epoch?: string;
  channels: Readonly<Record<string, ChannelState>>;
  /** Channels left during this connection: what is still on its way must not be taken for a new attachment. */
  left: readonly string[];
  /** Attempts since the last time everything was in step. */
  attempt: number;
  reconnects: number;
  gaps: number;
  /** A beat is overdue. */
  stalled: boolean;
  /** Epoch ms: since when silence is counted, and when something was really heard. */
  since: number;
  lastHeardAt?: number;
  retryAt?: number;
  /** When the driver was last told to tick. */
  timerAt?: number;
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
