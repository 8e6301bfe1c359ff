/** The shapes of kontasks: cards with an output, choices, timing and raw data. Reached through shapes.ts; carries zod. */
import { z } from 'zod';
import { limits } from './limits';

const id = z.string().min(1).max(64);

export const kontaskStatus = z.enum([
  'pending',
  'in_progress',
  'needs_decision',
  'completed',
  'failed',
  'cancelled',
  'archived',
]);

/** What a page of a kontask can show. A layout names those that are shown, in their order. */
export const kontaskRegion = z.enum(['output', 'actions', 'request', 'details', 'timing', 'raw']);

/** `value` is what is sent when it is picked. */
export const kontaskChoice = z.looseObject({
  label: z.string().min(1).max(200),
  value: z.string().min(1).max(limits.choiceChars),
  primary: z.boolean().optional(),
});

/** Where the time of the turn went that made it, as in `timing` of a turn. Durations in ms, parts in percent. */
export const kontaskTiming = z.looseObject({
  totalMs: z.number(),
  ttfeMs: z.number().optional(),
  thinkingMs: z.number().optional(),
  toolExecutionMs: z.number().optional(),
  toolCallCount: z.number().optional(),
  thinkingPct: z.number().optional(),
  toolsPct: z.number().optional(),
  ttfePct: z.number().optional(),
});

/** What was picked, once: the text that was sent, of which choice, by whom and when, and where it went. */
export const kontaskChosen = z.looseObject({
  value: z.string(),
  label: z.string().optional(),
  by: z.string(),
  /** ISO 8601. */
  at: z.string(),
  session: id.optional(),
  turn: id.optional(),
});

export const kontaskContext = z.looseObject({
  /** HTML, markdown or plain text; see `outputKind` in kontask-output.ts. */
  output: z.string().max(limits.kontaskOutputChars).optional(),
  requestedAt: z.string().max(64).optional(),
  requestId: z.string().max(200).optional(),
  choices: z.array(kontaskChoice).max(limits.kontaskChoices).optional(),
  turnTiming: kontaskTiming.optional(),
  layout: z.array(kontaskRegion).max(kontaskRegion.options.length).optional(),
  chosen: kontaskChosen.optional(),
});

const tags = z.array(z.string().min(1).max(100)).max(limits.kontaskTags);
const name = z.string().max(200);

/** Fields that nobody here knows are kept as they are, in it and in its context. Dates are ISO 8601, in any zone. */
export const kontask = z.looseObject({
  id: id.refine(
    (text) => text.isWellFormed() && !/\p{Cc}/u.test(text),
    'has a sign in it that is no letter: take letters, digits and dashes',
  ),
  type: z.string().min(1).max(100),
  status: kontaskStatus,
  title: z.string().trim().min(1, 'is empty: write a title').max(limits.kontaskTitleChars),
  description: z.string().max(limits.kontaskDescriptionChars).optional(),
  context: kontaskContext.optional(),
  createdBy: name.optional(),
  createdAt: z.string().max(64).optional(),
  updatedAt: z.string().max(64).optional(),
  /** The turn that asked. */
  requestId: z.string().max(200).optional(),
  scope: name.optional(),
  tags: tags.optional(),
  targetUser: name.optional(),
});

/** What a person or an agent gives to begin one: the rest is filled in. */
export const kontaskDraft = kontask.partial().required({ title: true });

/**
 * What changes: a field that is named is set, `null` takes it away; of `context` only the fields that are named in it.
 * `id` and `createdAt` cannot be changed.
 */
export const kontaskPatch = z.record(z.string().max(200), z.unknown());

/** A kontask as lists show it: at most 2 KB of JSON. Long texts are cut, and what else is long is left out. */
export const kontaskSummary = z.object({
  id,
  /** How often it was changed, from 1: what an edit is based on. */
  rev: z.number(),
  type: z.string(),
  status: kontaskStatus,
  title: z.string(),
  description: z.string().optional(),
  createdBy: z.string().optional(),
  /** ISO 8601. */
  createdAt: z.string().optional(),
  updatedAt: z.string().optional(),
  requestId: z.string().optional(),
  scope: z.string().optional(),
  tags: z.array(z.string()).optional(),
  targetUser: z.string().optional(),
  /** Labels of its choices, in their order. */
  choices: z.array(z.object({ label: z.string(), primary: z.boolean().optional() })).optional(),
  /** The label, or the beginning of the text, of what was picked. */
  chosen: z.string().optional(),
  timing: kontaskTiming.optional(),
});

/** In an answer to `kontask.list`: with the session of the turn that asked, where that is still there. */
export const listedKontask = kontaskSummary.extend({ session: id.optional() });

/** As the turn that it belongs to shows it: what can be picked, whole, and what was. */
export const kontaskOfTurn = z.object({
  id,
  status: kontaskStatus,
  title: z.string(),
  choices: z.array(kontaskChoice).optional(),
  chosen: kontaskChosen.optional(),
});

/** One that needs a decision, as the index channel has it. `since` is epoch ms. */
export const askingKontask = z.object({ id, title: z.string(), since: z.number() });

/** One change of its past, newest first; `patch` is absent where it was written whole. */
export const kontaskChange = z.object({
  rev: z.number(),
  /** Epoch ms. */
  at: z.number(),
  by: z.string(),
  how: z.enum(['created', 'changed', 'imported', 'restored']),
  /** Fields as paths of one or two names, joined by a dot: `status`, `context.output`. */
  fields: z.array(z.string()),
  /** Where it changed: its status after that. */
  status: kontaskStatus.optional(),
});

/** Something in an imported kontask that is wrong. `index` is its place in the list, from 0. */
export const kontaskProblem = z.object({
  index: z.number().optional(),
  /** Path of the field, as `context.choices.1.value`; empty for the whole. */
  field: z.string(),
  message: z.string(),
  /** It was imported without this field; else nothing of it was. */
  mended: z.boolean().optional(),
});

/** What a list is narrowed to: one of each that is named, every one of the tags. */
export const kontaskFilter = z.object({
  query: z.string().max(500).optional(),
  status: z.array(kontaskStatus).optional(),
  scope: z.array(name).max(50).optional(),
  tags: z.array(name).max(50).optional(),
  type: z.array(name).max(50).optional(),
  createdBy: z.array(name).max(50).optional(),
  targetUser: z.array(name).max(50).optional(),
});

const facet = z.array(z.object({ value: z.string(), count: z.number() }));

/** What there is to filter by, most used first, at most 200 of each; archived ones count too. */
export const kontaskFacets = z.object({
  scope: facet,
  tags: facet,
  type: facet,
  createdBy: facet,
  targetUser: facet,
});

export type Kontask = z.infer<typeof kontask>;
export type KontaskStatus = z.infer<typeof kontaskStatus>;
export type KontaskRegion = z.infer<typeof kontaskRegion>;
export type KontaskChoice = z.infer<typeof kontaskChoice>;
export type KontaskTiming = z.infer<typeof kontaskTiming>;
export type KontaskChosen = z.infer<typeof kontaskChosen>;
export type KontaskContext = z.infer<typeof kontaskContext>;
export type KontaskDraft = z.infer<typeof kontaskDraft>;
export type KontaskPatch = z.infer<typeof kontaskPatch>;
export type KontaskSummary = z.infer<typeof kontaskSummary>;
export type ListedKontask = z.infer<typeof listedKontask>;
export type KontaskOfTurn = z.infer<typeof kontaskOfTurn>;
export type AskingKontask = z.infer<typeof askingKontask>;
export type KontaskChange = z.infer<typeof kontaskChange>;
export type KontaskProblem = z.infer<typeof kontaskProblem>;
export type KontaskFilter = z.infer<typeof kontaskFilter>;
export type KontaskFacets = z.infer<typeof kontaskFacets>;
