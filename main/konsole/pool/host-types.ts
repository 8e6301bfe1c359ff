/** What the pool's handle of a host process needs, and what it offers its lane. */
import type { HostState, LogRecord, SessionKind } from '../../../preload/contract/shapes';
import type { FromHost } from '../host/protocol';
import type { Clock, HostProcess } from '../surroundings';
import type { HostLease } from './host-lease';
import type { ProviderNews } from './provider-news';
import type { Wanted } from './signature';
import type { Steering } from './steering';
import type { Schedule, WarmOrder } from './types';

export interface HostDeps {
  id: string;
  /** The kind of session whose turns come here. */
  kind: SessionKind;
  process: HostProcess;
  clock: Clock;
  schedule: Schedule;
  log: (level: LogRecord['level'], message: string, fields?: Record<string, unknown>) => void;
  takeLog: (record: LogRecord) => void;
  /** Whether it is known what to warm it for. */
  hasAim: () => boolean;
  /** Past this, in the middle of a turn, it is ended. */
  mostBytes: () => number;
  /** Takes the processor from it as far as that can be done. */
  lower: (pid: number) => void;
  filled: (answer: Extract<FromHost, { t: 'filled' }>) => void;
  news?: ProviderNews;
  /** State, lease or memory changed. */
  changed: () => void;
  exited: () => void;
}

export interface HostHandle {
  readonly id: string;
  readonly bornAt: number;
  readonly pid: number | undefined;
  readonly state: HostState;
  /** Since when it is in this state. */
  readonly since: number;
  readonly session: string | undefined;
  /** `<provider>/<model>` that it is warm for, or is being made warm for. */
  readonly model: string | undefined;
  readonly rssBytes: number | undefined;
  /** It can take a turn now; a warm one is the better choice. */
  readonly leasable: boolean;
  /** Turns it was leased for: one that came so far did not die of its start. */
  readonly leases: number;
  /** It has been made to leave the processor to others, which cannot be undone. */
  readonly lowered: boolean;
  isWarmFor(signature: string): boolean;
  /** `again`: also where it was warm for this and has cooled. `fill`: the prompt cache as well, whatever else. */
  warm(order: WarmOrder, how: { again?: boolean; fill?: boolean }): void;
  /** Its turn has heard from this provider. */
  used(wanted: Wanted): void;
  lease(session: string, turn: string, steering: Steering): HostLease;
  /** Asks whether it lives: while it is leased every few seconds, otherwise seldom. */
  ping(): void;
  /** Leaves the processor to a question that is asked now, if it is too busy with itself to answer. */
  yieldUnlessPrompt(): void;
  end(why: string): void;
}
