/**
 * Searching from the main thread: starts the searching worker when it is first needed, and has it take in what was
 * written a little later, so that neither a start nor a turn shares its time with it.
 */
import type { EventType, KonsoleEvent } from '../../../preload/contract/events';
import type { SearchHit } from '../../../preload/contract/shapes';
import type { AskKontasks } from './kontask-reads';
import { openQuestions, type Questions } from './questions';

/** Ms from the first change, and from the opening, to the time it is taken in. A search does not wait for that. */
const soonMs = 2_000;
const afterOpeningMs = 5_000;

const changing: ReadonlySet<EventType> = new Set<EventType>([
  'session.listed',
  'session.deleted',
  'turn.queued',
  'queue.changed',
  'turn.finished',
  'kontask.listed',
  'kontask.deleted',
]);

export interface SearchDeps {
  /** Path of the built journal-worker.cjs; of the journal. */
  worker: string;
  file: string;
  /** Absent: what is new is taken in by the next search. */
  schedule?: (ms: number, run: () => void) => () => void;
}

export interface Search {
  search(text: string, limit: number): Promise<SearchHit[]>;
  kontasks: AskKontasks;
  committed(events: readonly KonsoleEvent[]): void;
  /** Deleted sessions are swept: their words go too. */
  swept(): void;
  close(): Promise<void>;
}

/** `konsole.db` has its index in `konsole-search.db`. */
export const searchFileOf = (file: string): string => `${file.replace(/\.db$/, '')}-search.db`;

export function createSearch({ worker, file, schedule }: SearchDeps): Search {
  let questions: Questions | undefined;
  let closed = false;
  let cancel: (() => void) | undefined;
  let working = false;
  let grown = false;

  // Damage of the index is none of the journal: it is made again.
  const open = () =>
    (questions ??= openQuestions(
      worker,
      { role: 'searcher', file, index: searchFileOf(file) },
      () => undefined,
    ));

  function takeIn(): void {
    cancel = undefined;
    if (closed) return;
    working = true;
    grown = false;
    const over = () => {
      working = false;
      if (grown) later(soonMs);
    };
    // What fails here fails again, with words, when somebody searches.
    open().ask<'index'>({ ask: 'index' }).then(over, over);
  }

  function later(ms: number): void {
    grown = true;
    if (!schedule || cancel || working || closed) return;
    cancel = schedule(ms, takeIn);
  }

  later(afterOpeningMs);
  return {
    kontasks: (query) => open().ask<'kontask-list'>({ ask: 'kontask-list', query }),
    search: (text, limit) => open().ask<'search'>({ ask: 'search', text, limit }),
    committed(events) {
      if (events.some((event) => changing.has(event.type))) later(soonMs);
    },
    swept: () => later(soonMs),
    async close() {
      closed = true;
      cancel?.();
      await questions?.close();
    },
  };
}
