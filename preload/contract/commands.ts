/** Every command of konsole/1: params and result. Carries zod; names and rules are in command-names.ts. */
import { z } from 'zod';
import type { CommandName } from './command-names';
import { kontaskCommands } from './kontask-commands';
import { limits } from './limits';
import { settings } from './settings';
import {
  draft,
  explanation,
  findHit,
  logRecord,
  localServer,
  modelInfo,
  permissionMode,
  poolStatus,
  providerHouse,
  providerInfo,
  searchHit,
  sees,
  session,
  sessionKind,
  snapshot,
  spending,
  turn,
} from './shapes';

const id = z.string().min(1).max(64);
const path = z
  .string()
  .max(4096)
  .refine((text) => !text.includes('\0'), 'must not contain a NUL character');
const limit = z.number().int().min(1).max(200).optional();
/** Every mutating command takes one: a repeat returns the first answer (I5). */
const commandId = z.string().min(1).max(128).optional();
const done = z.object({});
const draftPlace = z.enum(['quick']);
const message = z
  .string()
  .max(limits.messageChars, 'is too long: at most 6 million characters; put it in a file')
  .refine((text) => text.trim() !== '', 'is empty: write a message first');
const searchText = z
  .string()
  .max(500)
  .refine((text) => text.trim() !== '', 'is empty: write what to look for');

export const commands = {
  'session.create': {
    params: z.object({
      kind: sessionKind,
      title: z.string().max(1000).optional(),
      workspace: path.optional(),
      model: z.string().max(200).optional(),
      /** Its first message, written down and begun together with it. */
      first: z
        .object({
          text: message,
          blobs: z.array(id).max(limits.messageBlobs).optional(),
          sees: sees.optional(),
        })
        .optional(),
      commandId,
    }),
    result: z.object({ session, turn: id.optional() }),
  },
  'session.list': {
    params: z.object({
      query: z.string().max(500).optional(),
      kind: sessionKind.optional(),
      archived: z.boolean().optional(),
      before: id.optional(),
      limit,
    }),
    result: z.object({ sessions: z.array(session), next: id.optional() }),
  },
  'session.get': {
    params: z.object({ session: id }),
    result: z.object({ snapshot, cursor: z.string() }),
  },
  'session.rename': {
    params: z.object({ session: id, title: z.string().trim().min(1).max(1000), commandId }),
    result: done,
  },
  'session.archive': {
    params: z.object({ session: id, archived: z.boolean().optional(), commandId }),
    result: done,
  },
  'session.delete': { params: z.object({ session: id, commandId }), result: done },
  /** Takes back a `session.delete` within `limits.deleteUndoMs`. */
  'session.restore': { params: z.object({ session: id, commandId }), result: done },
  /** A conversation with Quick Turn goes on as a main session: with its folder, all tools and the main model. */
  'session.promote': {
    params: z.object({ session: id, commandId }),
    result: z.object({ session }),
  },
  'session.export': {
    params: z.object({ session: id }),
    result: z.object({
      document: z.object({
        format: z.literal('konsole-session/1'),
        session,
        turns: z.array(turn),
      }),
    }),
  },
  /** Full text over all sessions, archived ones too; best first. */
  'session.search': {
    params: z.object({ text: searchText, limit }),
    result: z.object({ hits: z.array(searchHit) }),
  },
  /** Every place in one session, in its order, whatever of it a window has loaded. */
  'session.find': {
    params: z.object({
      session: id,
      text: searchText,
      limit: z.number().int().min(1).max(5000).optional(),
    }),
    result: z.object({ hits: z.array(findHit), total: z.number() }),
  },
  'turn.send': {
    params: z.object({
      session: id,
      text: message,
      /** Ids of what was given to Konsole before. */
      blobs: z.array(id).max(limits.messageBlobs).optional(),
      model: z.string().max(200).optional(),
      /** What Quick Turn is told beside the question; a main turn is told nothing of others. */
      sees: sees.optional(),
      commandId,
    }),
    result: z.object({ turn: id }),
  },
  /** Reaches the running turn at its next step; `conflict` when none runs. */
  'turn.steer': {
    params: z.object({ session: id, text: message, commandId }),
    result: z.object({ turn: id }),
  },
  /**
   * A new turn that goes on where the last one was interrupted or failed; `conflict` when it was not. A `model` answers it
   * and what comes after it, as with `turn.send`.
   */
  'turn.resume': {
    params: z.object({ session: id, model: z.string().max(200).optional(), commandId }),
    result: z.object({ turn: id }),
  },
  'turn.interrupt': {
    params: z.object({ session: id, turn: id.optional(), commandId }),
    result: done,
  },
  /** Once: a second answer is `conflict`. `note` goes to the model with a denial. */
  'approval.answer': {
    params: z.object({
      approval: id,
      decision: z.enum(['allow', 'allow-session', 'deny']),
      note: z.string().max(limits.noteChars).optional(),
      commandId,
    }),
    result: done,
  },
  /** Changes what the session's tools may do without asking, or takes back a rule that was allowed for it. */
  'session.permit': {
    params: z.object({
      session: id,
      mode: permissionMode.optional(),
      revoke: z.string().max(20_000).optional(),
      commandId,
    }),
    result: done,
  },
  /** Ends a command that runs in the background, and all that it started. */
  'job.stop': { params: z.object({ session: id, job: id, commandId }), result: done },
  'queue.edit': {
    params: z.object({ session: id, turn: id, text: message, commandId }),
    result: done,
  },
  /** `to` is the place in the queue, from 0; past the end is the end. */
  'queue.move': {
    params: z.object({ session: id, turn: id, to: z.number().int().min(0), commandId }),
    result: done,
  },
  'queue.remove': { params: z.object({ session: id, turn: id, commandId }), result: done },
  'queue.go': { params: z.object({ session: id, commandId }), result: done },
  /** Where a turn's time and money went, from recorded facts alone; without `turn` the last one. */
  'turn.explain': {
    params: z.object({ session: id, turn: id.optional() }),
    result: explanation,
  },
  /** What was used and what it cost: by day, newest first, and of one session where it is named. */
  'usage.totals': {
    params: z.object({
      session: id.optional(),
      days: z.number().int().min(1).max(366).optional(),
    }),
    result: z.object({
      session: spending.optional(),
      /** Of local time, `2026-11-28`; a day on which nothing was used is left out. */
      days: z.array(spending.extend({ day: z.string() })),
      /** The day of the price table, `2026-11-28`. */
      pricesAsOf: z.string(),
    }),
  },
  'history.page': {
    params: z.object({ session: id, before: id.optional(), limit }),
    result: z.object({ turns: z.array(turn), next: id.optional() }),
  },
  /**
   * What was written to a session and not sent; without `session`, to the one that does not exist yet: the main
   * window's, or with `place` the quick window's.
   */
  'draft.get': {
    params: z.object({ session: id.optional(), place: draftPlace.optional() }),
    result: z.object({ draft: draft.optional() }),
  },
  /** The newest replaces what was kept before; an empty one, or none, forgets it. */
  'draft.keep': {
    params: z.object({
      session: id.optional(),
      place: draftPlace.optional(),
      draft: draft.optional(),
    }),
    result: done,
  },
  /** Files under a session's folder (without one: the folder of a new session), best match first; paths are relative. */
  'workspace.files': {
    params: z.object({ session: id.optional(), query: z.string().max(300).optional(), limit }),
    result: z.object({ files: z.array(z.string()) }),
  },
  ...kontaskCommands,
  'model.list': { params: z.object({}), result: z.object({ models: z.array(modelInfo) }) },
  'provider.list': {
    /** look: first looks for servers on this computer again. */
    params: z.object({ look: z.boolean().optional() }),
    result: z.object({
      providers: z.array(providerInfo),
      houses: z.array(providerHouse),
      localServers: z.array(localServer),
    }),
  },
  'provider.test': {
    params: z.object({ provider: id }),
    result: z.object({ ok: z.boolean(), message: z.string(), models: z.number().optional() }),
  },
  'provider.set-key': {
    params: z.object({
      provider: id,
      key: z.string().trim().min(1, 'is empty: paste the key first').max(1000),
      /** store: the system's secret store; run: forgotten when Konsole quits. */
      keep: z.enum(['store', 'run']).optional(),
      commandId,
    }),
    result: z.object({ provider: providerInfo }),
  },
  'provider.remove-key': { params: z.object({ provider: id, commandId }), result: done },
  'settings.get': {
    params: z.object({}),
    result: z.object({
      settings,
      /** What in the file was wrong and replaced by its default. */
      problems: z.array(z.object({ field: z.string(), message: z.string() })),
      /** What turns really use: differs from `settings.models` when those cannot be reached yet. */
      effective: z.object({ main: z.string(), quick: z.string() }),
      /** The folder of a new session that names none, whether it was chosen or not. */
      workspace: z.string(),
      /** As `settingsRev` of the pool's status: a greater one there tells of later settings. */
      rev: z.number(),
    }),
  },
  'settings.update': {
    params: z.object({ patch: z.record(z.string(), z.unknown()), commandId }),
    result: z.object({ settings }),
  },
  'pool.status': { params: z.object({}), result: poolStatus },
  /** A person is about to ask: connections and the provider's cache are made warm again where they may have cooled. */
  'pool.warm': { params: z.object({}), result: done },
  'log.query': {
    params: z.object({
      level: z.enum(['debug', 'info', 'warn', 'error']).optional(),
      area: z.string().max(60).optional(),
      session: id.optional(),
      text: z.string().max(500).optional(),
      since: z.number().optional(),
      /** Only records whose `n` is greater: what came since the last look. */
      after: z.number().optional(),
      limit: z.number().int().min(1).max(1000).optional(),
    }),
    result: z.object({ records: z.array(logRecord) }),
  },
} satisfies Record<CommandName, { params: z.ZodType; result: z.ZodType }>;

export type Commands = typeof commands;
/** What a caller passes: fields with a default may be absent. */
export type CommandParams<Name extends CommandName> = z.input<Commands[Name]['params']>;
/** What a command's implementation gets, after validation. */
export type ValidParams<Name extends CommandName> = z.output<Commands[Name]['params']>;
export type CommandResult<Name extends CommandName> = z.output<Commands[Name]['result']>;
export type ExportDocument = CommandResult<'session.export'>['document'];
