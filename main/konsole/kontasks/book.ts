/** All kontasks: reading, and every change, one at a time for each kontask. */
import { KonsoleError } from '../../../preload/contract/errors';
import { patchFields } from '../../../preload/contract/kontask-patch';
import { requestOf } from '../../../preload/contract/kontask-summary';
import { limits } from '../../../preload/contract/limits';
import type { Kontask } from '../../../preload/contract/shapes';
import type { KeptKontask } from '../journal/kontask-types';
import type { Journal, NewEvent } from '../journal/types';
import type { Clock } from '../surroundings';
import { drafted, listing, patched, refuseOverwriting, written } from './changes';
import { checkedKontask } from './checked';
import { createLines } from './lines';
import type { Book, Held, OutputQuestion, RecordAnswer } from './types';

export interface BookDeps {
  journal: Journal;
  clock: Clock;
  newId: () => string;
  /** Runs `run` after `ms`; absent: what was deleted is swept at the next opening. */
  schedule?: (ms: number, run: () => void) => unknown;
}

/** Of an output in one answer, where it is not said. */
const pieceChars = 256 * 1024;
/** Entries of a page where none are named. */
const pageLimit = 100;
/** A timer may ring a little early; what is swept a second late harms nobody. */
const sweepSlackMs = 1_000;

export function createBook(deps: BookDeps): Book {
  const { journal, clock, newId } = deps;
  const { kontasks } = journal;
  const lines = createLines();

  async function append(
    events: readonly NewEvent[],
    record: RecordAnswer | undefined,
    result: unknown,
    restore?: { kontask: string; now: number },
  ): Promise<void> {
    const command = record?.(result);
    if (events.length === 0 && !command) return;
    await journal.append({
      ...{ events, lane: 'main', durability: 'full' },
      ...(command ? { command } : {}),
      ...(restore ? { restore } : {}),
    });
  }

  async function get(id: string, outputChars?: number): Promise<KeptKontask> {
    const held = await kontasks.get(id, outputChars);
    if (held) return held;
    throw noKontask();
  }

  async function output({ id, rev, from, chars = pieceChars }: OutputQuestion) {
    const piece = await kontasks.output(id, from, chars);
    if (!piece) throw noKontask();
    const { rev: now, ...rest } = piece;
    if (now === rev) return rest;
    throw new KonsoleError(
      'conflict',
      `It was changed meanwhile, and is at revision ${now}: ask for it from the beginning.`,
    );
  }

  /** With the session of the turn that asked. */
  async function heldOf(kontask: Kontask, rev: number): Promise<Held> {
    const turn = requestOf(kontask);
    const session = turn === undefined ? undefined : await kontasks.sessionOf(turn);
    return { kontask, rev, ...(session === undefined ? {} : { session }) };
  }

  /** What the fields of a patch were when the edit began; undefined when that was another life of this kontask. */
  async function fieldsAtBase(
    { id }: Kontask,
    rev: number,
    base: number,
    patch: Parameters<typeof patchFields>[0],
  ): Promise<Record<string, unknown> | undefined> {
    return base > rev ? undefined : kontasks.fieldsAt(id, base, patchFields(patch));
  }

  return {
    get,
    output,
    list: ({ limit = pageLimit, ...query }) => kontasks.list({ ...query, limit }),
    facets: kontasks.facets,
    history: kontasks.history,
    ofRequest: kontasks.ofRequest,
    ofTurn: kontasks.ofTurn,
    known: async (ids) => new Set((await kontasks.heads(ids)).map(({ id }) => id)),
    whole: kontasks.whole,
    create(draft, by, record) {
      const id = draft.id ?? newId();
      return lines.run([id], async () => {
        const at = clock.now();
        const kontask = drafted(draft, id, by, at);
        if ((await kontasks.heads([id])).length > 0) {
          throw new KonsoleError(
            'conflict',
            `There is a kontask "${id}" already: leave the id out.`,
          );
        }
        const after = await heldOf(kontask, 1);
        await append(written({ kontask, how: 'created' }, undefined, by, at), record, after);
        return after;
      });
    },
    update({ id, patch, base, check }, by, record) {
      return lines.run([id], async () => {
        const held = await get(id);
        const { kontask, rev } = held;
        check?.(kontask);
        const change = patched(held, patch, by, clock.now());
        if (base !== undefined && base !== rev && change.events.length > 0) {
          refuseOverwriting(kontask, patch, await fieldsAtBase(kontask, rev, base, patch));
        }
        const after = await heldOf(change.after.kontask, change.after.rev);
        await append(change.events, record, after);
        return after;
      });
    },
    write(ids, decide, by, record) {
      return lines.run(ids, async () => {
        const heads = new Map((await kontasks.heads(ids)).map((head) => [head.id, head]));
        const { writings, result = {} } = decide(new Set(heads.keys()));
        for (const { kontask } of writings) checkedKontask(kontask);
        const at = clock.now();
        const events = writings.flatMap((writing) => {
          const { id, type, status } = writing.kontask;
          const was = heads.get(id);
          heads.set(id, { id, rev: (was?.rev ?? 0) + 1, type, status });
          return written(writing, was, by, at);
        });
        await append(events, record, result);
      });
    },
    remove(id, record) {
      return lines.run([id], async () => {
        const [head] = await kontasks.heads([id]);
        if (!head) await get(id);
        else {
          const body = {
            type: 'kontask.deleted',
            at: clock.now(),
            kontask: id,
            was: head.status,
          } as const;
          await append([{ channel: 'index', body }], record, {});
          deps.schedule?.(limits.deleteUndoMs + sweepSlackMs, () => journal.sweep(clock.now()));
        }
      });
    },
    restore(id, by, record) {
      return lines.run([id], async () => {
        const at = clock.now();
        const gone = await kontasks.deleted(id, at);
        if (!gone) {
          // Somebody else has brought it back: what was asked for is so.
          const there = await kontasks.get(id);
          if (!there) throw goneForGood();
          await append([], record, there);
          return there;
        }
        const { kontask } = gone;
        const rev = gone.rev + 1;
        const after = await heldOf(kontask, rev);
        const [whole] = written(
          { kontask, how: 'restored' },
          { ...gone, status: kontask.status },
          by,
          at,
        );
        const events = [listing(kontask, rev, at, undefined), ...(whole ? [whole] : [])];
        await append(events, record, after, { kontask: id, now: at });
        return after;
      });
    },
    alone(id, work) {
      return lines.run([id], async () => {
        const held = await kontasks.get(id);
        return work({
          held,
          changed(by, patch) {
            if (!held)
              throw new KonsoleError('not-found', 'This kontask does not exist (any more).');
            const { events, after } = patched(held, patch, by, clock.now());
            if (requestOf(after.kontask) !== requestOf(held.kontask)) return { events, after };
            return { events, after: { ...held, ...after } };
          },
        });
      });
    },
  };
}

const noKontask = () =>
  new KonsoleError(
    'not-found',
    'This kontask does not exist (any more): it may have been deleted.',
  );

const goneForGood = () =>
  new KonsoleError(
    'not-found',
    'There is no such deleted kontask (any more): one can be brought back for ten minutes.',
  );
