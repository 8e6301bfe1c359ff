/** What a lane of the pool needs, and what it offers the pool. */
import type { Lane as LaneName, LogRecord, PoolStatus } from '../../../preload/contract/shapes';
import type { Clock, StartHost } from '../surroundings';
import type { Fills } from './fills';
import type { First } from './lease';
import type { Room } from './memory';
import type { ProviderNews } from './provider-news';
import type { Row } from './row';
import type { Schedule, Ticket, WarmOrder } from './types';

export interface LaneSize {
  /** Hosts at most. */
  max: number;
  /** Hosts kept ready, busy or not. */
  keep: number;
  /** Once a host has been busy this long, another is made ready beside it. */
  spareAfterMs?: number;
}

/** What hosts are made with, on every lane. */
export interface HostSource {
  startHost: StartHost;
  clock: Clock;
  schedule: Schedule;
  /** Takes the processor from a process as far as that can be done. */
  lower: (pid: number) => void;
  newId: () => string;
  log: (level: LogRecord['level'], message: string, fields?: Record<string, unknown>) => void;
  takeLog: (record: LogRecord) => void;
  /** Told what the providers of turns say, and how they answer. */
  news?: ProviderNews;
}

export interface LaneDeps extends HostSource {
  name: LaneName;
  /** What an idle host is warmed for; undefined when nothing can be known yet. */
  warmFor: () => WarmOrder | undefined;
  /** A host that has grown past this is replaced between turns; in a turn it is ended at twice as much. */
  hostMemoryMb: () => number;
  /** What the memory of all hosts together leaves to this lane. */
  room: () => Room;
  /** Of the lane whose questions are to find the provider's prompt cache full. */
  fills?: Fills;
  first: (first: First) => void;
  changed: () => void;
}

export interface LanePool {
  lease(session: string, turn: string): Ticket;
  /** Sizes, what to warm for, or the memory that is left may have changed. */
  refresh(size: LaneSize): void;
  /** What has cooled is warmed again. */
  warm(): void;
  /** Asks idle hosts whether they live, and how much they hold. */
  measure(): void;
  /** A question is asked on another lane: hosts that do nothing but turn round leave it the processor. */
  giveWay(): void;
  status(): Pick<PoolStatus, 'hosts'> & { busy: number; queue: ReturnType<Row['list']> };
  close(): void;
}
