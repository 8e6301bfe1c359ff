/** What the journal answers about kontasks. No SQL leaks out. */
import type {
  Kontask,
  KontaskChange,
  KontaskFacets,
  KontaskFilter,
  KontaskOfTurn,
  KontaskStatus,
  ListedKontask,
} from '../../../preload/contract/shapes';

/** A kontask as it stands. `session` is that of the turn which asked, where it is still there. */
export interface KeptKontask {
  kontask: Kontask;
  /** How often it was changed, from 1: the seq of the last event of its channel. */
  rev: number;
  session?: string;
  /** Only the beginning of its output is here, which goes on at this place. */
  next?: number;
}

export interface KeptOutput {
  rev: number;
  text: string;
  /** Absent where it ends. */
  next?: number;
}

export interface KontaskQuery extends KontaskFilter {
  /** The list goes on after this one: an id, or the `next` of the page before. */
  before?: string | undefined;
  limit: number;
  /** The limit is of every status by itself, and one comes after the other. */
  each?: boolean | undefined;
}

export interface KontaskPage {
  kontasks: ListedKontask[];
  /** How many the filter finds; how many there are; and of each status how many a filter that names none would find. */
  total: number;
  all: number;
  counts: Partial<Record<KontaskStatus, number>>;
  next?: string;
  /** In place of `next` where each status was asked for. */
  nexts?: Partial<Record<KontaskStatus, string>>;
  /** Of a search: what came a moment ago is not all taken into the index yet. */
  partial?: true;
}

export interface KontaskHead {
  id: string;
  rev: number;
  type: string;
  status: KontaskStatus;
}

/** All reject with a `KonsoleError`. Reads see everything committed before they were asked. */
export interface KontaskReads {
  /** `outputChars`: of a longer output about so much of its beginning. */
  get(id: string, outputChars?: number): Promise<KeptKontask | undefined>;
  /** The output from such a place on, about so many characters. */
  output(id: string, from: number, chars: number): Promise<KeptOutput | undefined>;
  /** Newest change first. */
  list(query: KontaskQuery): Promise<KontaskPage>;
  facets(): Promise<KontaskFacets>;
  /** Newest first; rejects with `not-found`. */
  history(id: string, limit: number): Promise<KontaskChange[]>;
  /** Those that name this turn as the one that asked, newest change first. */
  ofRequest(turn: string): Promise<KontaskHead[]>;
  /** The same as that turn shows them, at most `limits.kontasksOfTurn`, and fewer where they are very long. */
  ofTurn(turn: string): Promise<KontaskOfTurn[]>;
  /** Of those that are there, in no order. */
  heads(ids: readonly string[]): Promise<KontaskHead[]>;
  /**
   * Whole ones, in the order of `ids`, those that are gone left out; without `ids` all, newest change first. Rejects
   * with `too-large` past `limits.exportChars`.
   */
  whole(ids: readonly string[] | undefined): Promise<Kontask[]>;
  /** What these fields (paths, see kontask-patch.ts) were when it had been changed `rev` times. */
  fieldsAt(id: string, rev: number, fields: readonly string[]): Promise<Record<string, unknown>>;
  /** A deleted one as it stood, if it can still be brought back at `now` (epoch ms). */
  deleted(id: string, now: number): Promise<{ kontask: Kontask; rev: number } | undefined>;
  /** The session of a turn, where it is still there. */
  sessionOf(turn: string): Promise<string | undefined>;
}
