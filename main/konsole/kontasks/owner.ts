/**
 * A turn that owns kontasks fills them in when it ends: its time, its answer where they have no output, and how they
 * stand; and what was picked in a kontask is done when the turn is that it became. Whoever ended it: its host, a person,
 * the closing of Konsole, or the start after a crash.
 */
import type { KonsoleEvent, SessionEvent } from '../../../preload/contract/events';
import type { Journal } from '../journal/types';
import type { Log } from '../types';
import { doneWith, endedWith, familyOf } from './from-turn';
import type { TurnReader } from './turns';
import type { Book } from './types';

export interface OwnerDeps {
  book: Book;
  journal: Pick<Journal, 'append' | 'onCommit'>;
  turns: TurnReader;
  log: Log;
}

export interface Owner {
  /** A turn has made one; it may have ended meanwhile. */
  made(turn: string): void;
  /** What was picked in this kontask has become this turn. */
  picked(turn: string, kontask: string): void;
  /** What the last run had no time for: the end of a turn was written, and what follows from it was not. */
  mend(): Promise<void>;
  /** Resolves when nothing is being filled in. */
  settled(): Promise<void>;
}

/** Turns whose end is remembered, for a kontask that is made while its turn is being stopped. */
const endsKept = 50;
/** Kontasks that are looked at when Konsole starts: what was cut off is among those that changed last. */
const mended = 100;

const sessionPrefix = 'session/';

export function createOwner({ book, journal, turns, log }: OwnerDeps): Owner {
  const ends = new Map<string, string>();
  /** Kontasks by the turn that what was picked in them became. */
  const pickedBy = new Map<string, string>();
  const working = new Set<Promise<void>>();

  journal.onCommit((events: readonly KonsoleEvent[]) => {
    for (const event of events as readonly SessionEvent[]) {
      if (event.type !== 'turn.finished') continue;
      const session = event.channel.slice(sessionPrefix.length);
      ends.set(event.turn, session);
      const [oldest] = ends.keys();
      if (ends.size > endsKept && oldest !== undefined) ends.delete(oldest);
      fill(session, event.turn);
    }
  });

  function fill(session: string, turn: string): void {
    const work = filled(session, turn)
      .catch((error: unknown) => {
        log.write('error', 'kontask', 'What a turn did could not be put into its kontask', {
          session,
          turn,
          error,
        });
      })
      .finally(() => working.delete(work));
    working.add(work);
  }

  async function filled(session: string, id: string): Promise<void> {
    const kontasks = new Set((await book.ofRequest(id)).map((head) => head.id));
    const picked = pickedBy.get(id);
    if (picked !== undefined) kontasks.add(picked);
    if (kontasks.size === 0) return;
    const turn = await turns.find(session, id);
    if (!turn) return;
    for (const kontask of kontasks) {
      await book.alone(kontask, async (alone) => {
        const known = alone.held?.kontask;
        const patch = known && (endedWith(known, turn) ?? doneWith(known, turn));
        if (!patch) return;
        const { events } = alone.changed(familyOf(turn.model), patch);
        await journal.append({ events, lane: 'main', durability: 'batch' });
      });
    }
    if (turn.status !== 'running') pickedBy.delete(id);
  }

  function made(turn: string): void {
    const session = ends.get(turn);
    if (session !== undefined) fill(session, turn);
  }

  return {
    made,
    picked(turn, kontask) {
      pickedBy.set(turn, kontask);
      made(turn);
    },
    async mend() {
      const status = ['in_progress', 'needs_decision', 'completed'] as const;
      const { kontasks } = await book.list({ status: [...status], limit: mended });
      const open = new Map(
        kontasks.flatMap(({ session, requestId, timing }) =>
          session !== undefined && requestId !== undefined && !timing ? [[requestId, session]] : [],
        ),
      );
      for (const { id, status: stands, chosen } of kontasks) {
        if (stands !== 'in_progress' || chosen === undefined) continue;
        const { context } = (await book.get(id)).kontask;
        const { session, turn } = context?.chosen ?? {};
        if (session === undefined || turn === undefined) continue;
        pickedBy.set(turn, id);
        open.set(turn, session);
      }
      for (const [turn, session] of open) fill(session, turn);
    },
    async settled() {
      await Promise.all(working);
    },
  };
}
