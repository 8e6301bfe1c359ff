/** What concerns permission: modes, questions to a person, and the processes of tools. Reached through shapes.ts; carries zod. */
import { z } from 'zod';

const id = z.string().min(1).max(64);
const time = z.number();
const ms = z.number();

/** What a session's tools may do without asking. `all` is for this run of Konsole only and is never remembered. */
export const permissionMode = z.enum(['ask', 'edits', 'plan', 'all']);

/**
 * A command's process group, so that it can be ended by whoever finds it. A pid may be another's by now: `start` tells
 * (opaque text, as the system has it), and `mark` stands in the environment of all that the command started.
 */
export const processMark = z.object({
  pid: z.number().int().positive(),
  start: z.string().max(100),
  mark: id,
  /** It goes on beyond its call, and beyond its turn. */
  background: z.boolean().optional(),
});

/** That a call was asked about, and what came of it. */
export const asked = z.object({
  approval: id,
  at: time,
  /** How long the answer took; absent while it is waited for. */
  ms: ms.optional(),
  decision: z.enum(['allow', 'allow-session', 'deny', 'withdrawn']).optional(),
  note: z.string().optional(),
});

export const approval = z.object({
  id,
  turn: id,
  block: id,
  tool: z.string(),
  /** One line, safe to show anywhere: no control, bidi or zero-width characters. */
  summary: z.string(),
  /** Why it is asked, where that is not plain. */
  why: z.string().optional(),
  /** A unified diff of what an edit would change. */
  diff: z.string().optional(),
  /** A shell line as it would run, and the commands that were found in it. */
  command: z.string().optional(),
  commands: z.array(z.string()).optional(),
  risk: z.enum(['low', 'medium', 'high']),
  /** What "Allow for this session" would allow from then on; absent or empty: that is not offered. */
  rules: z.array(z.string()).optional(),
  requestedAt: time,
});

/** A command that runs in the background; `id` is its tool block. */
export const job = z.object({
  id,
  turn: id,
  command: z.string(),
  startedAt: time,
  process: processMark,
});

/** One that is over, told until the next turn begins. */
export const endedJob = z.object({
  id,
  command: z.string(),
  startedAt: time,
  at: time,
  how: z.enum(['exit', 'stopped', 'lost']),
  code: z.number().int().optional(),
});

export type EndedJob = z.infer<typeof endedJob>;
export type PermissionMode = z.infer<typeof permissionMode>;
export type ProcessMark = z.infer<typeof processMark>;
export type Asked = z.infer<typeof asked>;
export type Job = z.infer<typeof job>;
export type Approval = z.infer<typeof approval>;
