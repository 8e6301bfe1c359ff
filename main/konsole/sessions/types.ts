/** What the sessions room needs, and what it keeps of a session that something happens to. */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { SessionState } from '../../../preload/contract/session-state';
import type { Settings } from '../../../preload/contract/settings';
import type {
  BlobInfo,
  Job,
  ProcessMark,
  RateLimit,
  Sees,
  Session,
  SessionKind,
  Turn,
  TurnError,
  TurnStart,
} from '../../../preload/contract/shapes';
import type {
  Alternative,
  KontaskTool,
  Permissions,
  ProviderAccess,
  TurnOrder,
} from '../host/protocol';
import type { CommandRecord, Journal, NewEvent } from '../journal/types';
import type { Lease, Pool, Schedule, Ticket } from '../pool/types';
import type { Records, Told } from '../diagnostics/records/records';
import type { Clock } from '../surroundings';
import type { Blobs, Log } from '../types';
import type { Line } from '../line';
import type { LocalQuestion } from './local-turns';
import type { Recent } from './recent';
import type { SpentToday } from './spent-today';

/** Which model a turn uses and how its provider is reached. */
export interface ModelChoice {
  /** The model a new session of this kind gets: waits (shortly) for what start-up still looks for. */
  preferred(kind: SessionKind): Promise<string>;
  /** Throws a `KonsoleError` `invalid` for a text that is no `<provider>/<model>`, and for one that cannot run such turns. */
  check(model: string, kind: SessionKind): void;
  /** Never rejects: what cannot be reached is a value that the turn ends with. */
  resolve(model: string): Promise<
    | {
        ok: true;
        provider: ProviderAccess;
        model: string;
        contextTokens?: number;
        reads?: NonNullable<TurnOrder['reads']>;
        effort?: string;
      }
    | { ok: false; error: TurnError }
  >;
  /** Who is asked when this model does not answer a turn of this kind, in order; never rejects. */
  alternatives(model: string, kind: SessionKind): Promise<Alternative[]>;
  /** What a provider that is reached so last said is left, to whichever host. */
  limitsOf(access: ProviderAccess): RateLimit[] | undefined;
}

export interface SessionDeps {
  journal: Journal;
  blobs: Pick<Blobs, 'info'>;
  /** Where a host reads the files that go along with messages. */
  blobFolder: string;
  pool: Pool;
  models: ModelChoice;
  log: Log;
  clock: Clock;
  schedule: Schedule;
  newId: () => string;
  /** The folder of a session that names none. */
  folder: () => string;
  /** Where long outputs of tools are kept, a folder for each session. */
  outputFolder: string;
  /** What tools may do, as the settings have it now. */
  permissions: () => Settings['permissions'];
  /** What turns may cost before a person is asked, as the settings have it now. */
  budgets: () => Settings['budgets'];
  /** Ends and looks at what tools have started; no host is needed for it. */
  processes: Processes;
  /** What no tool may read, as the settings have it now. */
  readLimits: () => Required<Pick<TurnOrder, 'refused' | 'denyRead'>>;
  /** What Konsole can say about itself from recorded facts. */
  records: Records;
  /** Keeps kontasks for the tools of turns. */
  kontasks: KontaskDesk;
}

/** What running turns takes besides. */
export interface RunnerDeps extends SessionDeps {
  spent: SpentToday;
}

/** The turn whose tool asks; `model` is `<provider>/<model>`, `startedAt` epoch ms. */
export interface Asker {
  turn: string;
  model: string;
  startedAt: number;
}

export interface KontaskDesk {
  /** What a tool is told: that it is done, or what is wrong and what to do. Never rejects. */
  ask(tool: KontaskTool, input: Readonly<Record<string, unknown>>, asker: Asker): Promise<Told>;
}

export interface Processes {
  /** Ends it with all that it started; a pid that is another's by now is left alone. */
  end(process: ProcessMark, graceMs?: number): Promise<void>;
  /** A background command, as it stands; `tooMuch`: it has written more than it may. */
  job(session: string, job: Job): Promise<JobState>;
  /** The same at once and without waiting: Konsole itself is about to end. */
  endNow(process: ProcessMark): void;
  /** Resolves when nothing is being ended any more. */
  settled(): Promise<void>;
}

export type JobState = { alive: true; tooMuch?: boolean } | { alive: false; code?: number };

/** Makes the stored first answer of a command from its result (I5); undefined when it came without an id. */
export type RecordAnswer = (result: unknown) => CommandRecord | undefined;

/** A message that others have a part in: the id of its turn, and what is journaled with it, together or not at all. */
export interface Along {
  turn: string;
  events: readonly NewEvent[];
}

/** A turn that a host works on. */
export interface Run {
  turn: string;
  lease: Lease;
  /** Batches that came and are not yet journaled. */
  inbox: { n: number; events: readonly SessionEventBody[] }[];
  draining: boolean;
  /** What it has done of late. */
  recent: Recent;
  /** Characters of what was said to it so far. */
  steerChars?: number;
}

/** A turn that waits for its history, its model or a host; without a ticket it is answered with none of them. */
export interface Starting {
  turn: string;
  ticket?: Ticket;
  cancelled: boolean;
  /** What it starts with while that is still being written. */
  ahead?: Ahead | undefined;
  /** What the engine itself answers; such a turn waits for no host. */
  local?: LocalQuestion | undefined;
  /** It has its host already, and what that says waits for the start to be written. */
  begun?: Begun;
}

/** A turn on its host that is not yet in the journal. */
export interface Begun {
  run: Run;
  /** `<provider>/<model>` that it was begun with. */
  model: string;
  /** What its tools were told that they may do. */
  permissions: Permissions;
  /** Epoch ms. */
  at: number;
  start: TurnStart;
}

/** The session as it will be, the message, and of a new session its history: none. */
export interface Ahead {
  session: Session;
  message: { text: string; sees?: Sees | undefined; files?: BlobInfo[] | undefined };
  history?: [];
}

/** How a turn ends that its host did not end. */
export interface Ending {
  status: 'interrupted' | 'failed';
  error: TurnError;
}

/** A session at work: in memory only while something runs, waits or changes. */
export interface Live {
  readonly id: string;
  readonly line: Line;
  /** The contract's fold, light: see light-state.ts. What the journal has, or will have after the append at work. */
  state: SessionState;
  run?: Run;
  starting?: Starting;
  /** The turns so far, read when the last one of a side conversation ended; undefined if that failed. */
  history?: Promise<Turn[] | undefined>;
  /** A turn that could not be closed because the journal refused: tried again before anything else. */
  owed?: Ending;
  gone?: boolean;
}
