/** What the kontasks room needs, and what its parts ask of one another. */
import type { KontaskEventBody } from '../../../preload/contract/events';
import type {
  Kontask,
  KontaskChange,
  KontaskDraft,
  KontaskFacets,
  KontaskFilter,
  KontaskOfTurn,
  KontaskPatch,
  KontaskStatus,
  ListedKontask,
} from '../../../preload/contract/shapes';
import type { CommandRecord, KontaskHead, NewEvent } from '../journal/types';

/** A kontask as it stands. `session` is that of the turn which asked, where it is still there. */
export interface OutputQuestion {
  id: string;
  rev: number;
  from: number;
  /** About so many UTF-16 units; 256 Ki where it is not said. */
  chars?: number | undefined;
}

export interface Held {
  kontask: Kontask;
  rev: number;
  session?: string;
}

export type RecordAnswer = (result: unknown) => CommandRecord | undefined;

export interface ListQuery extends KontaskFilter {
  before?: string | undefined;
  limit?: number | undefined;
  /** So many of every status. */
  each?: boolean | undefined;
}

export interface Listed {
  kontasks: ListedKontask[];
  total: number;
  all: number;
  counts: Partial<Record<KontaskStatus, number>>;
  next?: string;
  nexts?: Partial<Record<KontaskStatus, string>>;
}

/** A whole kontask to be written down: made new, or in place of what is there under its id. */
export interface Writing {
  kontask: Kontask;
  how: Extract<KontaskEventBody, { type: 'kontask.written' }>['how'];
}

/** What is done to one kontask while nobody else does anything to it. */
export interface Alone {
  /** As it stands; undefined when there is none (any more). */
  held: Held | undefined;
  /** The events that change it, to be appended once, by whoever also has others; and how it will stand. */
  changed(by: string, patch: KontaskPatch): { events: NewEvent[]; after: Held };
}

/**
 * All kontasks: reading, and every change, one at a time for each kontask and journaled before it is told. Rejects with
 * a `KonsoleError`: `not-found`, `invalid` (names the field), `conflict`, `too-large`, or the journal's own.
 */
export interface Book {
  /** `outputChars`: of a longer output about so much of its beginning. */
  get(id: string, outputChars?: number): Promise<Held & { next?: number }>;
  /** The output of that revision, from such a place on; throws `conflict` where it is another one by now. */
  output(piece: OutputQuestion): Promise<{ text: string; next?: number }>;
  list(query: ListQuery): Promise<Listed>;
  facets(): Promise<KontaskFacets>;
  history(id: string, limit: number): Promise<KontaskChange[]>;
  /** Those whose `requestId` this is, newest change first. */
  ofRequest(turn: string): Promise<KontaskHead[]>;
  /** The same as that turn shows them. */
  ofTurn(turn: string): Promise<KontaskOfTurn[]>;
  /** Which of these ids are there. */
  known(ids: readonly string[]): Promise<Set<string>>;
  /** Whole ones, in the order of `ids`, those that are gone left out; without `ids` all, newest change first. */
  whole(ids: readonly string[] | undefined): Promise<Kontask[]>;
  /** Fills in what the draft leaves open: an id, `general`, `pending`, the dates, and `by` as its creator. */
  create(draft: KontaskDraft, by: string, record?: RecordAnswer): Promise<Held>;
  update(
    change: {
      id: string;
      patch: KontaskPatch;
      base?: number | undefined;
      /** Throws where it may not be changed so; nothing comes between this and the change. */
      check?: (now: Kontask) => void;
    },
    by: string,
    record?: RecordAnswer,
  ): Promise<Held>;
  /**
   * As they are, dates included; many in one append. `decide` says what is written of those of `ids` that are there, and
   * nothing else is done to any of them between the two. Nothing is recorded unless `record` is given.
   */
  write(
    ids: readonly string[],
    decide: (there: ReadonlySet<string>) => { writings: readonly Writing[]; result?: unknown },
    by: string,
    record?: RecordAnswer,
  ): Promise<void>;
  remove(id: string, record?: RecordAnswer): Promise<void>;
  restore(id: string, by: string, record?: RecordAnswer): Promise<Held>;
  /** What `work` returns; no other change of this kontask begins before that is settled. */
  alone<T>(id: string, work: (alone: Alone) => Promise<T>): Promise<T>;
}
