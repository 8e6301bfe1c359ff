/** Which records are wanted: as a question to the konsole, and as a check of what it answered. Pure. */
import type { CommandParams } from '../../../preload/contract/commands';
import type { LogRecord } from '../../../preload/contract/shapes';
import { clock, lineOf } from './log-text';
import type { LogLevel } from './log-text';

export interface LogFilter {
  /** The least that is wanted. */
  level: LogLevel;
  /** Absent: of every area. */
  area?: string | undefined;
  session?: string | undefined;
  /** Every word of it must be there, in any order, capital or not. */
  text: string;
}

export const plainFilter: LogFilter = { level: 'info', text: '' };

/** Rows there are at most; older records stay in the log. */
export const mostRecords = 500;

export function wordsOf(text: string): string[] {
  return [...new Set(text.toLowerCase().split(/\s+/).filter(Boolean))];
}

/** True where something is left out beyond what the level leaves out. */
export function narrows({ area, session, text }: LogFilter): boolean {
  return area !== undefined || session !== undefined || wordsOf(text).length > 0;
}

/** What reads otherwise in JSON than in a line: quotes, pairs of name and value, times. */
const reworded = /["\\=]|^[\d:.tz-]+$/;

/** The konsole looks for one text in a record as JSON: it gets the longest word that reads the same there. */
export function questionOf(filter: LogFilter, after?: number): CommandParams<'log.query'> {
  const { level, area, session } = filter;
  const [longest] = wordsOf(filter.text)
    .filter((word) => !reworded.test(word))
    .toSorted((one, other) => other.length - one.length);
  return {
    level,
    limit: mostRecords,
    ...(area === undefined ? {} : { area }),
    ...(session === undefined ? {} : { session }),
    ...(longest === undefined ? {} : { text: longest.slice(0, 200) }),
    ...(after === undefined ? {} : { after }),
  };
}

export function matches(record: LogRecord, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const line = `${clock(record.at)} ${lineOf(record)}`.toLowerCase();
  return words.every((word) => line.includes(word));
}

/** A text in runs, those marked that one of the words names; no run is empty. */
export function marked(
  text: string,
  words: readonly string[],
): Array<{ text: string; mark: boolean }> {
  if (words.length === 0) return text === '' ? [] : [{ text, mark: false }];
  const any = words
    .toSorted((one, other) => other.length - one.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|');
  // Split by a group: what matched stands at the odd places.
  return text
    .split(new RegExp(`(${any})`, 'gi'))
    .map((run, at) => ({ text: run, mark: at % 2 === 1 }))
    .filter((run) => run.text !== '');
}
