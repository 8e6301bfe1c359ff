/** Reading kontasks, from the main thread: asks the workers, and parses what is used. */
import { KonsoleError } from '../../../preload/contract/errors';
import { limits } from '../../../preload/contract/limits';
import type { Kontask, KontaskSummary } from '../../../preload/contract/shapes';
import type { KontaskAnswers, KontaskText } from './kontask-messages';
import { kontaskOf } from './kontask-output';
import type { KeptKontask, KontaskQuery, KontaskReads } from './kontask-types';
import type { Questions } from './questions';

/** Of the searching worker: a list that is narrowed by words. */
export type AskKontasks = (query: KontaskQuery) => Promise<KontaskAnswers['kontask-list']>;

/** So many ids go along with one question for whole ones. */
const idsAtOnce = 500;

export function createKontaskReads(
  ask: Questions['ask'],
  search: AskKontasks,
  mostChars: number = limits.exportChars,
): KontaskReads {
  async function whole(ids: readonly string[]): Promise<Kontask[]> {
    const all: Kontask[] = [];
    let chars = 0;
    for (let from = 0; from < ids.length; ) {
      const some = ids.slice(from, from + idsAtOnce);
      const { texts, taken } = await ask<'kontask-bodies'>({ ask: 'kontask-bodies', ids: some });
      for (const text of texts) {
        chars += text.body.length + (text.output?.length ?? 0);
        if (chars > mostChars) throw tooMuch(mostChars);
        all.push(kontaskOf(text));
      }
      from += taken;
    }
    return all;
  }

  return {
    async get(id, outputChars) {
      const chars = outputChars === undefined ? {} : { outputChars };
      const text = await ask<'kontask'>({ ask: 'kontask', id, ...chars });
      return text && keptOf(text);
    },
    async output(id, from, chars) {
      const piece = await ask<'kontask-output'>({ ask: 'kontask-output', id, from, chars });
      if (!piece) return undefined;
      const { json, ...rest } = piece;
      return { text: JSON.parse(`"${json}"`) as string, ...rest };
    },
    async list(query) {
      const hasWords = (query.query?.trim() ?? '') !== '';
      const page = hasWords
        ? await search(query)
        : await ask<'kontask-list'>({ ask: 'kontask-list', query });
      const kontasks = page.kontasks.map(({ summary, session }) => ({
        ...(JSON.parse(summary) as KontaskSummary),
        ...(session === undefined ? {} : { session }),
      }));
      return { ...page, kontasks };
    },
    facets: () => ask<'kontask-facets'>({ ask: 'kontask-facets' }),
    history: (id, limit) => ask<'kontask-history'>({ ask: 'kontask-history', id, limit }),
    ofRequest: (turn) => ask<'kontask-request'>({ ask: 'kontask-request', turn }),
    ofTurn: (turn) => ask<'kontask-of-turn'>({ ask: 'kontask-of-turn', turn }),
    heads: (ids) => ask<'kontask-heads'>({ ask: 'kontask-heads', ids }),
    whole: async (ids) => whole(ids ?? (await ask<'kontask-ids'>({ ask: 'kontask-ids' }))),
    async fieldsAt(id, rev, fields) {
      const text = await ask<'kontask-fields'>({ ask: 'kontask-fields', id, rev, fields });
      return JSON.parse(text) as Record<string, unknown>;
    },
    async deleted(id, now) {
      const text = await ask<'kontask-deleted'>({ ask: 'kontask-deleted', id, now });
      return text && keptOf(text);
    },
    sessionOf: (turn) => ask<'turn-session'>({ ask: 'turn-session', turn }),
  };
}

const tooMuch = (mostChars: number) =>
  new KonsoleError(
    'too-large',
    `These kontasks have more than ${Math.floor(mostChars / (1024 * 1024))} MB together: export fewer of them at a time.`,
  );

function keptOf(text: KontaskText): KeptKontask {
  const { rev, session, next } = text;
  return {
    kontask: kontaskOf(text),
    rev,
    ...(session === undefined ? {} : { session }),
    ...(next === undefined ? {} : { next }),
  };
}
