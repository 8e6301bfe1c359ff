/** What can be known of a model beforehand. */

export interface Price {
  /** US dollars per million tokens. */
  input: number;
  output: number;
  cacheRead: number;
  /** Kept for five minutes. */
  cacheWrite: number;
}

export interface KnownModel {
  id: string;
  name: string;
  contextTokens: number;
  /** Largest answer the provider allows, tokens. */
  maxOutputTokens: number;
  /** `adaptive`: the model decides itself, and is asked to show a summary. `none`: no parameter is sent. */
  thinking: 'adaptive' | 'none';
  /** How much it can be asked to think, in its own terms, least first; absent: it cannot be asked. */
  efforts?: readonly string[];
  /** What a side question asks of it where a person said nothing. */
  quickEffort?: string;
  /** False: it calls no tools, so it serves side questions only. Absent: it does. */
  tools?: boolean;
  /** False: it sees no pictures. Absent: it does. */
  images?: boolean;
  /** False: it reads no PDF. Absent: it does. */
  pdf?: boolean;
  price: Price;
  /** The day after which the provider serves it no longer, as YYYY-MM-DD; what it says to use instead. */
  retires?: { on: string; instead?: string };
  /** The day of these figures. */
  asOf: string;
  /** A prompt of more tokens than `over` costs `price` for the whole request. */
  longPrompt?: { over: number; price: Price };
}

/** US dollars per million tokens. */
export const price = (
  input: number,
  output: number,
  cacheWrite: number,
  cacheRead: number,
): Price => ({
  input,
  output,
  cacheRead,
  cacheWrite,
});
