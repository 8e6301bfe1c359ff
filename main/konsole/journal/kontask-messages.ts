/** Questions about kontasks between the journal's front and its workers. Kontasks travel as JSON text. */
import type { KontaskChange, KontaskFacets, KontaskOfTurn } from '../../../preload/contract/shapes';
import type { KontaskHead, KontaskPage, KontaskQuery } from './kontask-types';

export type KontaskQuestion =
  | { ask: 'kontask'; id: string; outputChars?: number }
  | { ask: 'kontask-output'; id: string; from: number; chars: number }
  /** Of the searching worker, where it has words to look for. */
  | { ask: 'kontask-list'; query: KontaskQuery }
  | { ask: 'kontask-facets' }
  | { ask: 'kontask-history'; id: string; limit: number }
  | { ask: 'kontask-request'; turn: string }
  | { ask: 'kontask-of-turn'; turn: string }
  | { ask: 'kontask-heads'; ids: readonly string[] }
  | { ask: 'kontask-ids' }
  /** As many of the first ones as make an answer of some size. */
  | { ask: 'kontask-bodies'; ids: readonly string[] }
  | { ask: 'kontask-fields'; id: string; rev: number; fields: readonly string[] }
  | { ask: 'kontask-deleted'; id: string; now: number }
  | { ask: 'turn-session'; turn: string };

export interface KontaskText {
  rev: number;
  /** Without its output, which follows as the JSON of a string. */
  body: string;
  output?: string;
  /** Only a piece of the output is here, without the quotes around it; it goes on at this place. */
  next?: number;
  session?: string;
}

/** A piece of the JSON of an output: the letters between its quotes, each of them whole. */
export interface OutputPiece {
  json: string;
  /** Absent where it ends. */
  next?: number;
}

export interface KontaskAnswers {
  kontask: KontaskText | undefined;
  'kontask-output': (OutputPiece & { rev: number }) | undefined;
  'kontask-list': Omit<KontaskPage, 'kontasks'> & {
    kontasks: { summary: string; session?: string }[];
  };
  'kontask-facets': KontaskFacets;
  'kontask-history': KontaskChange[];
  'kontask-request': KontaskHead[];
  'kontask-of-turn': KontaskOfTurn[];
  'kontask-heads': KontaskHead[];
  'kontask-ids': string[];
  /** `taken`: how many of the ids this answers; one that is gone has no text. */
  'kontask-bodies': { texts: { body: string; output?: string }[]; taken: number };
  /** Values by field, as JSON. */
  'kontask-fields': string;
  'kontask-deleted': KontaskText | undefined;
  'turn-session': string | undefined;
}
