/** What goes between the journal's front and its two workers. Events travel as JSON text, parsed where they are used. */
import type { ErrorCode } from '../../../preload/contract/errors';
import type { EventType } from '../../../preload/contract/events';
import type { FindHit, Lane, SearchHit, Spending } from '../../../preload/contract/shapes';
import type { KontaskAnswers, KontaskQuestion } from './kontask-messages';
import type {
  Append,
  CommandRecord,
  OpeningReport,
  ReplayRequest,
  SessionQuery,
  Span,
  SpendingQuery,
} from './types';

export interface WriterData {
  role: 'writer';
  file: string;
  /** Epoch ms. */
  now: number;
  /** Used if this opening begins an epoch. */
  epoch: string;
  /** For tests of a full disk: SQLite's max_page_count. */
  maxPages?: number;
}

export interface ReaderData {
  role: 'reader';
  file: string;
}

export interface SearcherData {
  role: 'searcher';
  /** The journal; and the search index, which may go at any time. */
  file: string;
  index: string;
}

export interface EventRow {
  channel: string;
  type: EventType;
  /** The body as JSON. */
  body: string;
}

export interface Epoch {
  epoch: string;
  /** The `pos` of the first event that can be written in it. */
  firstPos: number;
}

export interface AppendMessage {
  t: 'append';
  id: number;
  lane: Lane;
  full: boolean;
  rows: EventRow[];
  command?: CommandRecord;
  restore?: Append['restore'];
}

export interface StoreMessage {
  t: 'store';
  channel: string;
  seq: number;
  pos: number;
  body: string;
}

export type ToWriter =
  | AppendMessage
  | StoreMessage
  | { t: 'sweep'; now: number }
  | { t: 'close'; clean: boolean };

export interface Failure {
  code: ErrorCode;
  message: string;
  /** The file itself is damaged: the end must not be marked clean, so that the next opening looks. */
  damaged?: true;
}

export interface Opened {
  t: 'opened';
  epochs: Epoch[];
  head: number;
  report: OpeningReport;
}

export type FromWriter =
  | Opened
  | { t: 'failed'; failure: Failure }
  /** One commit: each append's events have consecutive `pos` from `pos` on. `fold` names channels worth a stored snapshot. */
  | {
      t: 'committed';
      appends: { id: number; pos: number; seqs: number[] }[];
      head: number;
      fold: string[];
    }
  | { t: 'refused'; ids: number[]; failure: Failure }
  | { t: 'closed'; failure?: Failure };

export type Question =
  | { ask: 'exists'; channel: string }
  | { ask: 'count'; request: ReplayRequest }
  | { ask: 'replay'; request: ReplayRequest }
  | { ask: 'snapshot'; channel: string; upTo: number }
  /** The state to store and fold on from. */
  | { ask: 'fold'; channel: string; upTo: number }
  | { ask: 'turns'; session: string; before: string | undefined; limit: number }
  | { ask: 'span'; session: string; turn: string | undefined }
  | { ask: 'spending'; query: SpendingQuery }
  | { ask: 'session'; id: string }
  | { ask: 'sessions'; query: SessionQuery }
  | { ask: 'unfinished' }
  | { ask: 'command'; client: string; id: string }
  /** Client and id of all, unless there are more. */
  | { ask: 'commands'; most: number }
  | { ask: 'deleted'; id: string; now: number }
  | { ask: 'find'; session: string; text: string; limit: number }
  /** Of the searching worker: the sessions found; and to take in what was written since the last time. */
  | { ask: 'search'; text: string; limit: number }
  | { ask: 'index' }
  | KontaskQuestion;

/** Values are JSON text, so that the main thread alone pays for what it uses. */
export interface Answers extends KontaskAnswers {
  exists: boolean;
  count: number;
  replay: { events: string; last: number; more: boolean };
  snapshot: string;
  fold: { seq: number; pos: number; body: string };
  turns: { turns: string[]; next?: string };
  span: Span | undefined;
  spending: { session: Spending | undefined; days: Spending[] };
  session: string | undefined;
  sessions: { sessions: string[]; next?: string };
  unfinished: string[];
  command: CommandRecord | undefined;
  commands: string[] | undefined;
  deleted: string | undefined;
  find: { hits: FindHit[]; total: number };
  search: SearchHit[];
  index: undefined;
}

export type ToReader = { t: 'ask'; id: number; question: Question } | { t: 'close' };

export type FromReader =
  | { t: 'ready' }
  | { t: 'failed'; failure: Failure }
  | { t: 'answer'; id: number; value: Answers[keyof Answers] }
  | { t: 'error'; id: number; failure: Failure }
  | { t: 'closed' };
