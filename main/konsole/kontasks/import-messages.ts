/** What the importing worker is told and tells. */
import type { ErrorCode } from '../../../preload/contract/errors';
import type { Kontask, KontaskProblem } from '../../../preload/contract/shapes';

/** Its `workerData`. */
export interface ImportData {
  source: { file: string } | { values: unknown[] };
  /** Of several with one id in the file, the one that counts; the others are `again`. */
  counts: 'first' | 'last';
  /** Give the kontasks themselves, not their names alone. */
  whole: boolean;
}

/** One that can be taken. */
export interface Found {
  index: number;
  id: string;
  title: string;
  /** Another one of the file has this id, and counts. */
  again: boolean;
  kontask?: Kontask;
}

export interface ToImporter {
  t: 'next';
}

export type FromImporter =
  /** Once, when all of them were looked at. */
  | { t: 'checked'; problems: KontaskProblem[]; moreProblems: number }
  /** One for each `next`, in the order of the file. */
  | { t: 'batch'; found: Found[]; isLast: boolean }
  | { t: 'failed'; code: ErrorCode; message: string };
