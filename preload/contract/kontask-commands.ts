/** The commands of kontasks: params and result. Part of commands.ts; carries zod. */
import { z } from 'zod';
import {
  kontask,
  kontaskChange,
  kontaskDraft,
  kontaskFacets,
  kontaskFilter,
  kontaskOfTurn,
  kontaskPatch,
  kontaskProblem,
  kontaskStatus,
  listedKontask,
} from './kontask-shapes';
import { limits } from './limits';

const id = z.string().min(1).max(64);
const commandId = z.string().min(1).max(128).optional();
/** In an output, as `kontask.get` and `kontask.output` tell it. */
const place = z.number().int().min(1);
/** Of an output in one answer, about so many UTF-16 units. */
const mostChars = 1_000_000;
const fewestChars = 64;
const held = z.object({
  kontask,
  /** How often it was changed, from 1. */
  rev: z.number(),
  /** The session of the turn that asked, where that is still there. */
  session: id.optional(),
});
const went = z.object({ session: id, turn: id });

export const kontaskCommands = {
  'kontask.create': { params: z.object({ kontask: kontaskDraft, commandId }), result: held },
  /**
   * `base`: the revision that the edit was made on. Fields that others changed meanwhile, to something else than this
   * patch says, are `conflict`, and then nothing of the patch is done; without `base` the last one wins.
   */
  'kontask.update': {
    params: z.object({
      id,
      patch: kontaskPatch,
      base: z.number().int().min(1).optional(),
      commandId,
    }),
    result: held,
  },
  /**
   * `outputChars`: of a longer output about so much of its beginning, and `next` says where it goes on. What is read first
   * is there before megabytes are.
   */
  'kontask.get': {
    params: z.object({ id, outputChars: z.number().int().min(0).max(mostChars).optional() }),
    result: held.extend({ next: place.optional() }),
  },
  /** The output from such a place on, about `chars` of it. Of another revision than `rev` it is `conflict`. */
  'kontask.output': {
    params: z.object({
      id,
      rev: z.number().int(),
      from: place,
      chars: z.number().int().min(fewestChars).max(mostChars).optional(),
    }),
    result: z.object({ text: z.string(), next: place.optional() }),
  },
  'kontask.history': {
    params: z.object({ id, limit: z.number().int().min(1).max(200).optional() }),
    result: z.object({ changes: z.array(kontaskChange) }),
  },
  'kontask.delete': { params: z.object({ id, commandId }), result: z.object({}) },
  /** Takes back a `kontask.delete` within `limits.deleteUndoMs`. */
  'kontask.restore': { params: z.object({ id, commandId }), result: held },
  /**
   * Newest change first. `total`: how many the filter finds; `counts`: how many of each status it would find if it
   * named none. `all`: how many there are. With `each` the first `limit` of every status that the filter names (of all,
   * if it names none), one status after the other, and where each of them goes on is in `nexts`. `partial`: of what came a moment
   * ago not all is searched yet; asked again, more may be found.
   */
  'kontask.list': {
    params: kontaskFilter.extend({
      before: id.optional(),
      limit: z.number().int().min(1).max(200).optional(),
      each: z.boolean().optional(),
    }),
    result: z.object({
      kontasks: z.array(listedKontask),
      total: z.number(),
      all: z.number(),
      counts: z.partialRecord(kontaskStatus, z.number()),
      next: id.optional(),
      nexts: z.partialRecord(kontaskStatus, id).optional(),
      partial: z.literal(true).optional(),
    }),
  },
  /** Those that this turn asked for, newest change first, at most `limits.kontasksOfTurn`, and fewer where they are very long. */
  'kontask.of-turn': {
    params: z.object({ turn: id }),
    result: z.object({ kontasks: z.array(kontaskOfTurn) }),
  },
  'kontask.facets': { params: z.object({}), result: kontaskFacets },
  /**
   * Once: a second choice is `conflict`. `value` is that of a choice, as it stands now, or with `custom` any text. It
   * becomes the next message of the session that asked; where that is gone, or works on another turn, of a new one.
   */
  'kontask.choose': {
    params: z.object({
      id,
      value: z
        .string()
        .max(limits.choiceChars)
        .refine((text) => text.trim() !== '', 'is empty: write an answer first'),
      custom: z.boolean().optional(),
      commandId,
    }),
    result: went,
  },
  /** A main turn in a new session with the kontask as its brief; `conflict` while one works on it. */
  'kontask.start': {
    params: z.object({ id, workspace: z.string().max(4096).optional(), commandId }),
    result: went,
  },
  /** Of a turn that ended: its request as title, its answer as output. One that was made of it already comes back. */
  'kontask.make': { params: z.object({ session: id, turn: id, commandId }), result: held },
  /**
   * `kontasks` or `blob`, a JSON file of one or of a list. `check` does nothing and says what would be done. Without
   * `onDuplicate` an id that is there already is skipped and named in `duplicates`.
   */
  'kontask.import': {
    params: z.object({
      kontasks: z.array(z.unknown()).optional(),
      blob: id.optional(),
      onDuplicate: z.enum(['skip', 'replace', 'copy']).optional(),
      check: z.boolean().optional(),
      commandId,
    }),
    result: z.object({
      /** How many were (or with `check` would be) taken in, those replaced and copied included. */
      imported: z.number(),
      ids: z.array(id),
      duplicates: z.array(z.object({ index: z.number(), id: z.string(), title: z.string() })),
      problems: z.array(kontaskProblem),
      /** How many there are beyond those that are named. */
      more: z.object({ problems: z.number(), duplicates: z.number() }).optional(),
    }),
  },
  /** In the order of `ids`; without it all, newest change first. */
  'kontask.export': {
    params: z.object({ ids: z.array(id).max(10_000).optional() }),
    result: z.object({ kontasks: z.array(kontask) }),
  },
};
