/** Every event of konsole/1, declared once. Import the types with `import type`; the schemas carry zod. */
import { z } from 'zod';
import {
  approval,
  blobInfo,
  blockKind,
  instructionFile,
  kontask,
  kontaskPatch,
  kontaskStatus,
  kontaskSummary,
  processMark,
  queued,
  sees,
  session,
  timing,
  toolStatus,
  turnError,
  turnStart,
  turnStatus,
  usage,
} from './shapes';

const id = z.string().min(1).max(64);
const at = z.number();
const tool = z.string().max(64);

/** Events of `session/<id>` without their place in the journal: what a host or the engine says. */
export const sessionEventBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session.created'), at, session }),
  z.object({ type: z.literal('session.changed'), at, session: session.partial() }),
  z.object({
    type: z.literal('turn.queued'),
    at,
    turn: id,
    text: z.string(),
    resumes: id.optional(),
    blobs: z.array(z.string()).optional(),
    /** What each of `blobs` is. */
    files: z.array(blobInfo).optional(),
    sees: sees.optional(),
  }),
  z.object({
    type: z.literal('queue.changed'),
    at,
    queue: z.array(queued),
    paused: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('turn.started'),
    at,
    turn: id,
    attempt: z.number(),
    model: z.string(),
    resumes: id.optional(),
    start: turnStart.optional(),
  }),
  /** Its provider refused or was silent before a word was written: from here on another model is asked. */
  z.object({
    type: z.literal('turn.moved'),
    at,
    turn: id,
    from: z.string(),
    model: z.string(),
    reason: z.string(),
  }),
  /** Files of the folder that tell how to work in it, as the model was told them. */
  z.object({ type: z.literal('turn.instructed'), at, turn: id, files: z.array(instructionFile) }),
  z.object({ type: z.literal('turn.first'), at, turn: id, ms: z.number() }),
  z.object({
    type: z.literal('block.opened'),
    at,
    turn: id,
    block: id,
    kind: blockKind,
    name: z.string().optional(),
    parent: id.optional(),
  }),
  z.object({
    type: z.literal('block.appended'),
    at,
    block: id,
    off: z.number().int().nonnegative(),
    text: z.string(),
  }),
  z.object({
    type: z.literal('block.closed'),
    at,
    block: id,
    ms: z.number(),
    status: z.enum(['done', 'abandoned']),
    opaque: z.record(z.string(), z.unknown()).optional(),
  }),
  z.object({
    type: z.literal('tool.started'),
    at,
    block: id,
    tool,
    input: z.unknown(),
    summary: z.string(),
    process: processMark.optional(),
  }),
  z.object({
    type: z.literal('tool.finished'),
    at,
    block: id,
    status: toolStatus,
    ms: z.number(),
    summary: z.string(),
    truncated: z.boolean().optional(),
  }),
  z.object({
    type: z.literal('approval.requested'),
    at,
    approval: id,
    turn: id,
    block: id,
    tool,
    summary: z.string(),
    why: approval.shape.why,
    diff: approval.shape.diff,
    command: approval.shape.command,
    commands: approval.shape.commands,
    rules: approval.shape.rules,
    risk: approval.shape.risk,
  }),
  z.object({
    type: z.literal('approval.resolved'),
    at,
    approval: id,
    decision: z.enum(['allow', 'allow-session', 'deny', 'withdrawn']),
    by: z.string(),
    note: z.string().optional(),
  }),
  /** A rule that was allowed for this session is not any more. */
  z.object({ type: z.literal('grant.revoked'), at, rule: z.string() }),
  /** A background command is over. */
  z.object({
    type: z.literal('job.ended'),
    at,
    job: id,
    /** `lost`: it was not there any more, or Konsole was not there to see its end. */
    how: z.enum(['exit', 'stopped', 'lost']),
    code: z.number().int().optional(),
  }),
  z.object({ type: z.literal('turn.steered'), at, turn: id, text: z.string() }),
  /** What the turn has used so far, summed over its requests: told after each, so that no crash loses it. */
  z.object({ type: z.literal('turn.used'), at, turn: id, usage }),
  z.object({
    type: z.literal('turn.stalled'),
    at,
    turn: id,
    silentMs: z.number(),
    /** Signs of life come, and nothing else. */
    alive: z.literal(true).optional(),
  }),
  z.object({
    type: z.literal('turn.retrying'),
    at,
    turn: id,
    reason: z.string(),
    delayMs: z.number(),
    attempt: z.number(),
  }),
  z.object({
    type: z.literal('turn.finished'),
    at,
    turn: id,
    status: turnStatus.exclude(['queued', 'running']),
    error: turnError.optional(),
    usage,
    timing,
  }),
]);

/** Events of `index` without their place in the journal. */
export const indexEventBody = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session.listed'), at, session }),
  z.object({ type: z.literal('session.deleted'), at, session: id }),
  /** `was`: its status before; absent when it is new, or comes back. */
  z.object({
    type: z.literal('kontask.listed'),
    at,
    kontask: kontaskSummary,
    was: kontaskStatus.optional(),
  }),
  z.object({ type: z.literal('kontask.deleted'), at, kontask: id, was: kontaskStatus }),
]);

/** Events of `kontask/<id>`: its past, which no reader follows. The seq of the last one is its revision. */
export const kontaskEventBody = z.discriminatedUnion('type', [
  /** It is this from here on. */
  z.object({
    type: z.literal('kontask.written'),
    at,
    by: z.string(),
    how: z.enum(['created', 'imported', 'restored']),
    kontask,
  }),
  z.object({ type: z.literal('kontask.changed'), at, by: z.string(), patch: kontaskPatch }),
]);

export const eventBody = z.union([sessionEventBody, indexEventBody, kontaskEventBody]);

/**
 * An event's place: `pos` grows across the journal and is never reused, `seq` is dense in its
 * channel, and `first` says where a merged run of appends begins (it covers `first..seq`).
 */
export interface Place {
  pos: number;
  channel: string;
  seq: number;
  first?: number;
}

export type SessionEventBody = z.infer<typeof sessionEventBody>;
export type IndexEventBody = z.infer<typeof indexEventBody>;
export type KontaskEventBody = z.infer<typeof kontaskEventBody>;
export type EventBody = SessionEventBody | IndexEventBody | KontaskEventBody;
export type EventType = EventBody['type'];

type Placed<Body> = Body extends unknown ? Body & Place : never;

export type SessionEvent = Placed<SessionEventBody>;
export type IndexEvent = Placed<IndexEventBody>;
export type KontaskEvent = Placed<KontaskEventBody>;
export type KonsoleEvent = SessionEvent | IndexEvent | KontaskEvent;
export type Appended = Extract<SessionEvent, { type: 'block.appended' }>;

export { kontaskChannel, sessionChannel } from './channel';
