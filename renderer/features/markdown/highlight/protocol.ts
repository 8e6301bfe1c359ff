/** What the page and the worker that colours code say to each other. */

export interface HighlightRequest {
  id: number;
  lang: string;
  text: string;
}

/** `ready` once the grammar is there and reading begins; then the runs, or none where it failed. */
export type HighlightAnswer =
  | { id: number; type: 'ready' }
  /** Each run is its length times 16 plus its look; together they are the whole text. */
  | { id: number; type: 'done'; runs: Uint32Array<ArrayBuffer> }
  | { id: number; type: 'failed'; reason: string };

export const bitsOfLook = 4;
