/** What a search finds. Reached through shapes.ts; carries zod. */
import { z } from 'zod';

const id = z.string().min(1).max(64);
const time = z.number();

/** Where in an excerpt the words that were looked for stand, UTF-16 offsets `[start, end)`. */
const marks = z.array(z.tuple([z.number(), z.number()]));

/** A session that a search found; `turn` is absent where its title alone matched. */
export const searchHit = z.object({
  session: id,
  turn: id.optional(),
  title: z.string(),
  kind: z.enum(['main', 'chat']),
  archived: z.boolean().optional(),
  at: time,
  excerpt: z.string(),
  marks,
});

/** A place in one session: `at` is a UTF-16 offset in the block's text, or in the request where no block is named. */
export const findHit = z.object({
  turn: id,
  block: id.optional(),
  at: z.number(),
  excerpt: z.string(),
  marks,
});

export type SearchHit = z.infer<typeof searchHit>;
export type FindHit = z.infer<typeof findHit>;
