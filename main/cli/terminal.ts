/** What a command needs of whoever runs it: a terminal, a clock, and the way to a konsole. */
import type { Door } from './client';

export interface Terminal {
  /** Never throws; a stdout that was closed is told by `closed`. */
  out(text: string): void;
  err(text: string): void;
  outIsTerminal: boolean;
  errIsTerminal: boolean;
  /** Something was given on standard input: a pipe or a file, no terminal and no device. */
  hasInput: boolean;
  inIsTerminal: boolean;
  /** Bytes of standard input in the cuts they come in, to its end. */
  input(): AsyncIterable<Uint8Array>;
  /** Whoever read stdout has gone. */
  closed: Promise<string | undefined>;
  /** Each Ctrl+C. */
  onInterrupt(listener: () => void): void;
}

export interface CliDeps {
  terminal: Terminal;
  env: Readonly<Record<string, string | undefined>>;
  version: string;
  /** The person's working folder; absolute. */
  folder: string;
  /** Where the konsole of a data folder listens, and the word to get in. Throws a Trouble. */
  findDoor: (home: string | undefined) => Door;
  /** Epoch ms. */
  now: () => number;
  /** In [0, 1). */
  random: () => number;
  newId: () => string;
  /** Runs `run` after `ms`; returns how to cancel. */
  schedule: (ms: number, run: () => void) => () => void;
}

/** Dims a line, where the terminal may show it so. */
export type Dim = (text: string) => string;

export function dimFor(isTerminal: boolean, env: CliDeps['env']): Dim {
  const plain = !isTerminal || Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  return plain ? (text) => text : (text) => `\u001b[2m${text}\u001b[22m`;
}
