/** The shapes of konsole/1, declared once. Import the types with `import type`; the schemas carry zod. */
import { z } from 'zod';
import { askingKontask } from './kontask-shapes';
import { limits } from './limits';
import { approval, asked, endedJob, job, permissionMode, processMark } from './permission-shapes';
import { turnStart } from './status-shapes';

const id = z.string().min(1).max(64);
const time = z.number();
const ms = z.number();

export const sessionKind = z.enum(['main', 'chat']);
export const sessionStatus = z.enum(['idle', 'running', 'waiting', 'interrupted', 'failed']);

export const session = z.object({
  id,
  kind: sessionKind,
  title: z.string(),
  workspace: z.string().optional(),
  model: z.string(),
  status: sessionStatus,
  /** Id of the running turn, and since when it runs. */
  turn: id.optional(),
  startedAt: time.optional(),
  /** How many approvals wait for a person. */
  approvals: z.number(),
  /** Absent: as the settings have it. */
  mode: permissionMode.optional(),
  /** How many commands run in the background. */
  jobs: z.number().optional(),
  createdAt: time,
  updatedAt: time,
  archived: z.boolean().optional(),
});

/** Durations in ms; every part is charged once and the parts add up to `totalMs` (I11). */
export const timing = z.object({
  totalMs: ms,
  ttfeMs: ms,
  thinkingMs: ms,
  respondingMs: ms,
  toolExecutionMs: ms,
  approvalMs: ms,
  retryMs: ms,
  otherMs: ms,
  toolCallCount: z.number(),
  ttfePct: z.number(),
  thinkingPct: z.number(),
  toolsPct: z.number(),
});

/** Tokens, summed over every request of the turn. `costUsd` is absent where no price is known. */
export const usage = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  thinkingTokens: z.number().optional(),
  cacheReadTokens: z.number(),
  cacheWriteTokens: z.number(),
  /** What the turn's last request filled of the model's context: its input, cached or not, and its output. */
  contextTokens: z.number().optional(),
  costUsd: z.number().optional(),
});

/** Why a turn ended badly, for a person: what happened, and what to do next. */
export const turnError = z.object({
  code: z.enum([
    'no-key',
    'bad-key',
    'unknown-model',
    'no-network',
    'rate-limited',
    'overloaded',
    'bad-answer',
    'too-long',
    'refused',
    'denied',
    'workspace',
    'host-died',
    'app-closed',
    'stopped',
    /** A person did not want it to cost more. */
    'over-budget',
    'provider',
    'internal',
  ]),
  message: z.string(),
  hint: z.string().optional(),
  /** HTTP status of the provider, where there was one. */
  status: z.number().optional(),
});

/** `summary`: what stands in place of all that came before it, once a conversation became too long for its model. */
export const blockKind = z.enum(['thinking', 'text', 'tool', 'output', 'summary']);
export const toolStatus = z.enum(['ok', 'error', 'denied', 'interrupted']);

export const block = z.object({
  id,
  kind: blockKind,
  /** The tool block that an output belongs to. */
  parent: id.optional(),
  /** The tool's name, on a block of kind tool. */
  name: z.string().optional(),
  /** What was streamed: prose, a tool's input as JSON text, or a tool's output. */
  text: z.string(),
  /** Offset at which `text` starts, where a snapshot left out what precedes it. */
  from: z.number().optional(),
  openedAt: time.optional(),
  closed: z.boolean().optional(),
  /** done | abandoned for what a model wrote; running, then a tool status, for a tool. */
  status: z.enum(['done', 'abandoned', 'running', ...toolStatus.options]).optional(),
  /** How long it was open; for a tool, how long it ran. */
  ms: ms.optional(),
  /** When the tool began to run. */
  startedAt: time.optional(),
  summary: z.string().optional(),
  input: z.unknown().optional(),
  truncated: z.boolean().optional(),
  /** While a tool runs: the process it runs in. */
  process: processMark.optional(),
  asked: asked.optional(),
  /** The provider's own sealed data (a thinking signature, a tool-call id), given back verbatim. Never in a snapshot. */
  opaque: z.record(z.string(), z.unknown()).optional(),
});

/** Running totals from which live and final timing are made; see timing.ts. Times are epoch ms. */
export const turnClock = z.object({
  startedAt: time,
  /** Up to here every instant has been charged. */
  at: time,
  phase: z.enum(['first', 'waiting', 'thinking', 'responding']),
  tools: z.number(),
  approvals: z.number(),
  retryUntil: time,
  spent: z.object({
    first: ms,
    thinking: ms,
    responding: ms,
    tools: ms,
    approval: ms,
    retry: ms,
    other: ms,
  }),
  toolCalls: z.number(),
});

export const turnStatus = z.enum([
  'queued',
  'running',
  'completed',
  'interrupted',
  'failed',
  'refused',
]);

/** A file that was given to Konsole and can be sent with a message by its id. `type` is what its bytes say it is. */
export const blobInfo = z.object({
  id,
  name: z.string().max(255),
  /** A MIME type that Konsole found by looking: `image/png`, `text/plain` … */
  type: z.string().max(100),
  bytes: z.number(),
});

/** What a person said to a running turn, in the order it was said. */
export const steer = z.object({
  text: z.string(),
  at: time,
  /** The last block that was there when it was said; absent when there was none. */
  after: id.optional(),
});

/** What goes with a question to Quick Turn. */
export const sees = z.object({
  /** Sessions whose recorded facts go along; absent: the main turns that run when it is asked. */
  sessions: z.array(id).max(8).optional(),
  /** False: nothing of Konsole itself (recent failures, the pool) goes along. */
  status: z.boolean().optional(),
});

/** What was written to a session and not sent. */
export const draft = z.object({
  text: z.string().max(limits.messageChars),
  /** Pastes too long for a text box, in order; they are sent after the text. */
  pasted: z.array(z.string().max(limits.messageChars)).max(20),
  files: z.array(blobInfo).max(limits.messageBlobs),
});

/** A file that tells how to work in a folder; `cut`: only its beginning was told. */
export const instructionFile = z.object({
  path: z.string().max(300),
  bytes: z.number(),
  cut: z.boolean().optional(),
});

export const turn = z.object({
  id,
  /** Its place in the session, from 1. Absent in what an older Konsole folded. */
  number: z.number().optional(),
  resumes: id.optional(),
  text: z.string(),
  /** What the request is longer than `text` by, where a snapshot cut it. */
  cut: z.number().optional(),
  blobs: z.array(z.string()).optional(),
  /** What each of `blobs` is. */
  files: z.array(blobInfo).optional(),
  /** Of a question to Quick Turn. */
  sees: sees.optional(),
  status: turnStatus,
  /** `<provider>/<model>` that answers; the one it went over to, where `moved` says so. */
  model: z.string().optional(),
  start: turnStart.optional(),
  /** The models that were asked before and did not answer, in order. */
  moved: z.array(z.object({ from: z.string(), reason: z.string(), at: time })).optional(),
  startedAt: time.optional(),
  blocks: z.array(block),
  /** What the project says to whoever works in it, as read for this turn. */
  instructions: z.array(instructionFile).optional(),
  /** What was said to it while it ran. */
  steered: z.array(steer).optional(),
  /** While it runs: clock for live timing, the retry that is waited for, and a silence that was noticed. */
  clock: turnClock.optional(),
  retry: z.object({ reason: z.string(), attempt: z.number(), until: time }).optional(),
  stall: z.object({ silentMs: ms, at: time, alive: z.literal(true).optional() }).optional(),
  error: turnError.optional(),
  usage: usage.optional(),
  timing: timing.optional(),
});

export const queued = z.object({
  turn: id,
  text: z.string(),
  /** The turn that it goes on from. */
  resumes: id.optional(),
  /** What the message is longer than `text` by, where a snapshot cut it. */
  cut: z.number().optional(),
  blobs: z.array(z.string()).optional(),
  files: z.array(blobInfo).optional(),
  sees: sees.optional(),
});

export const snapshot = z.object({
  session,
  turns: z.array(turn),
  queue: z.array(queued),
  /** True when a stop left the queue waiting for a person. */
  paused: z.boolean().optional(),
  approvals: z.array(approval),
  /** Rules that a person allowed for this session. */
  grants: z.array(z.string()).optional(),
  /** What runs in the background. */
  jobs: z.array(job).optional(),
  /** What ran in the background and ended since the last turn began. */
  ended: z.array(endedJob).optional(),
  /** There are older turns: pass it to history.page. */
  before: id.optional(),
  seq: z.number(),
  pos: z.number(),
});

/**
 * State of the index channel: every session that is not archived, newest change first; and the kontasks that need a
 * decision, newest first, at most `limits.askingKontasks` of `needDecision`.
 */
export const indexSnapshot = z.object({
  sessions: z.array(session),
  asking: z.array(askingKontask),
  needDecision: z.number(),
  seq: z.number(),
  pos: z.number(),
});

export type SessionKind = z.infer<typeof sessionKind>;
export type SessionStatus = z.infer<typeof sessionStatus>;
export type Session = z.infer<typeof session>;
export type Timing = z.infer<typeof timing>;
export type Usage = z.infer<typeof usage>;
export type TurnError = z.infer<typeof turnError>;
export type BlockKind = z.infer<typeof blockKind>;
export type ToolStatus = z.infer<typeof toolStatus>;
export type Block = z.infer<typeof block>;
export type TurnClock = z.infer<typeof turnClock>;
export type BlobInfo = z.infer<typeof blobInfo>;
export type Sees = z.infer<typeof sees>;
export type Steer = z.infer<typeof steer>;
export type Draft = z.infer<typeof draft>;
export type TurnStatus = z.infer<typeof turnStatus>;
export type Turn = z.infer<typeof turn>;
export type Queued = z.infer<typeof queued>;
export type Snapshot = z.infer<typeof snapshot>;
export type IndexSnapshot = z.infer<typeof indexSnapshot>;

export * from './kontask-shapes';
export * from './permission-shapes';
export * from './search-shapes';
export * from './status-shapes';
