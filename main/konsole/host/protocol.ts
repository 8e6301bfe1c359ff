/**
 * What goes over the port between the engine and a host process. The rest of the engine may import this
 * file's types and nothing else of this room. A host knows no `seq` and no `pos`: the journal gives them.
 */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { ProviderKind } from '../../../preload/contract/settings';
import type {
  BlobInfo,
  EndedJob,
  Job,
  LogRecord,
  PermissionMode,
  RateLimit,
  SessionKind,
  Turn,
  TurnError,
  Usage,
} from '../../../preload/contract/shapes';
import type { Reads } from '../providers/types';

/** How to reach a provider. The key crosses this port with the order of a turn, or to fill the cache. */
export interface ProviderAccess {
  id: string;
  kind: ProviderKind;
  /** Origin and prefix; absent means the provider's own. */
  baseUrl?: string;
  /** Absent for a server that wants none, and where no key was found (`keyHint` then says how to give one). */
  key?: string;
  keyHint?: string;
  /** True when the provider wants a key and none was found: the turn fails with code `no-key`. */
  keyMissing?: boolean;
  /** See `AdapterAccess`. */
  tier?: string;
  /** The way there, `http(s)` or `socks5(h)`, `://[user:password@]host:port`; it may carry a password, so it is kept as a key is. */
  proxy?: string;
  /** Nothing is asked: what is named as the way there is none. For a person. */
  noWay?: { message: string; hint: string };
  /** Who may vouch for the server: see `Trust`. */
  certificates?: string;
  extraCertificates?: string;
}

/** What tools may do without asking. Rules are `tool` or `tool(pattern)`; a denial wins over everything. */
export interface Permissions {
  mode: PermissionMode;
  allow: readonly string[];
  deny: readonly string[];
  /** Allowed by a person for this session. */
  grants: readonly string[];
}

/** A person's answer to an approval; `at` (epoch ms) and all else as it stands in the journal. */
export interface ApprovalAnswer {
  approval: string;
  decision: 'allow' | 'allow-session' | 'deny';
  by: string;
  note?: string;
  at: number;
}

/** A model that is asked when the one before it does not answer; see failover.ts. */
export interface Alternative {
  /** `<provider>/<model>`, as a person knows it. */
  name: string;
  provider: ProviderAccess;
  /** Model id within the provider. */
  model: string;
  /** Tokens the model can hold, where that is known. */
  contextTokens?: number;
  reads?: Reads;
  effort?: string;
}

/** US dollars that a person must not be surprised by; see budget.ts. One of the limits is there. */
export interface Budgets {
  /** Of this turn. */
  turnUsd?: number;
  /** Of this day. */
  dayUsd?: number;
  /** What the day's other turns had cost when this one began. */
  spentTodayUsd: number;
}

/** What a provider last said is left. */
export interface ToldLimits {
  provider: string;
  limits: RateLimit[];
}

/** How a request of the running turn went, as far as that tells of its provider: without an error, it answered. */
export interface ProviderOutcome {
  provider: string;
  /** Its id within the provider. */
  model: string;
  error?: Pick<TurnError, 'message' | 'hint'>;
}

/** What a tool asks the engine, which alone knows it: its log, how it is, where a turn's time went. */
export type RecordTool = 'konsole_logs' | 'konsole_status' | 'turn_explain';

/** What a tool has the engine do, which alone keeps kontasks. */
export type KontaskTool = 'kontask_create' | 'kontask_update' | 'kontask_list';

export type EngineTool = RecordTool | KontaskTool;

/** One turn to run, everything that it needs. */
export interface TurnOrder {
  session: string;
  kind: SessionKind;
  turn: string;
  text: string;
  /** What goes along with the text, and the folder in which the bytes of these and of earlier files lie. */
  files?: BlobInfo[];
  blobFolder?: string;
  /** Model id within the provider. */
  model: string;
  provider: ProviderAccess;
  /** Every earlier turn of the session, whole, oldest first, with `opaque` data. */
  history: Turn[];
  /** The folder that tools work in; absent: those that need one say so. */
  workspace?: string;
  /** Epoch ms of `turn.started`. */
  startedAt: number;
  /** What the system prompt ends with: for a quick turn, facts about the running main turns. */
  context?: string;
  /** Folders that no tool may look into, wherever they lie: the data folder of Konsole itself. */
  refused?: string[];
  /** Patterns (as in .gitignore, within the workspace) of what `read`, `glob` and `grep` must not show. */
  denyRead?: string[];
  permissions?: Permissions;
  /** Run shell commands in a sandbox, where the system has one. */
  sandbox?: boolean;
  /** Where this session's long tool outputs are kept whole; made when first needed. Tools may read in it. */
  outputFolder?: string;
  /** What runs in the background from earlier turns. */
  jobs?: Job[];
  /** What ran in the background and ended since the last turn began. */
  endedJobs?: EndedJob[];
  /** Tokens the model can hold, where that is known. */
  contextTokens?: number;
  /** Which files the model cannot be given. */
  reads?: Reads;
  /** How much the model is to think, in its own terms; absent: as it does by itself. */
  effort?: string;
  /** Asked in this order when `model` does not answer. */
  alternatives?: Alternative[];
  /** What the providers of this turn last said to any host. */
  limits?: ToldLimits[];
  /** Absent: nothing is asked, whatever it costs. */
  budgets?: Budgets;
}

export type ToHost =
  /** `fill`: the provider's prompt cache is filled as well, for turns of this kind; for that alone a key and the effort come along. */
  | { t: 'warm'; provider: ProviderAccess; model: string; fill?: SessionKind; effort?: string }
  /** The answer to `ask`. */
  | { t: 'told'; turn: string; n: number; ok: boolean; text: string; summary: string }
  | { t: 'run'; order: TurnOrder }
  | { t: 'interrupt'; turn: string }
  /** A person said this to the running turn; it is in the journal. */
  | { t: 'steer'; turn: string; text: string }
  | { t: 'answer'; turn: string; answer: ApprovalAnswer }
  /** What tools may do has changed; counts from the next call on. */
  | { t: 'permit'; turn: string; permissions: Permissions }
  /** The answer to `ending`: nothing more will be said to the turn, it may end. */
  | { t: 'over'; turn: string }
  /** Batch `n` and all before it are in the journal. */
  | { t: 'written'; n: number }
  | { t: 'ping'; n: number }
  | { t: 'end' };

export type FromHost =
  | { t: 'ready'; pid: number; ms: number }
  /** The answer to each `warm`, in order: the provider's code is loaded and a connection open. `offline`: none could be. */
  | { t: 'warmed'; ms: number; offline?: true }
  /** The prompt cache was filled, or why it was not; `usage` is what that cost. `final`: trying again is of no use. */
  | { t: 'filled'; ms: number; usage?: Usage; why?: string; final?: true }
  /** A tool of the turn asks the engine for what it has recorded, or has it keep a kontask; answered by `told` with the same `n`. */
  | { t: 'ask'; turn: string; n: number; tool: EngineTool; input: Record<string, unknown> }
  /** In order; `chars` is the text in it. A host keeps at most 256 KB unwritten in flight. */
  | { t: 'events'; turn: string; n: number; chars: number; events: SessionEventBody[] }
  /**
   * The model has ended its answer, knowing the first `steers` things that were said to the turn. `over` lets the
   * turn end; another `steer` makes it go on. So nothing that was taken for a turn comes after its end.
   */
  | { t: 'ending'; turn: string; steers: number }
  /** After the batch with `turn.finished`: the host is reset and free. */
  | { t: 'free'; turn: string }
  | { t: 'log'; record: LogRecord }
  /** What a provider of the running turn just said is left for now. */
  | ({ t: 'limits' } & ToldLimits)
  | ({ t: 'asked' } & ProviderOutcome)
  | { t: 'pong'; n: number; rssBytes: number };
