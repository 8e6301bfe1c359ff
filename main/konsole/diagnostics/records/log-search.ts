/**
 * A kind search of the log: records with all of the words first, then those with some of them, and where that is little
 * the newest warnings and errors as well, for whoever asks seldom knows the very words of a record. Pure.
 */
import type { LogRecord } from '../../../../preload/contract/shapes';
import { lineOf } from '../../../../preload/contract/log-line';

export interface Found {
  /** Newest last, each of them. */
  all: LogRecord[];
  some: LogRecord[];
  /** Neither, and worth a look. */
  troubles: LogRecord[];
}

/** Warnings and errors that are shown beside what was found. */
const troublesShown = 12;
/** What every question has, and no record means. */
const dull = new Set([
  'the',
  'a',
  'an',
  'in',
  'of',
  'and',
  'or',
  'to',
  'my',
  'konsole',
  'log',
  'logs',
  'check',
]);

/** What a person calls by one name and a record by another: counts for half a word. */
const kin: Readonly<Record<string, readonly string[]>> = {
  websocket: ['socket', 'stream', 'connection'],
  sse: ['stream', 'connection'],
  stream: ['connection', 'broke off'],
  disconnect: ['was cut', 'stream', 'ended'],
  error: ['failed', 'broke off', 'was cut'],
  errors: ['error', 'failed', 'broke off', 'was cut'],
  timeout: ['silent', 'in time'],
  slow: ['silent', 'behind'],
  crash: ['ended', 'died'],
};

/** `records` newest last. Without words all of them are `all`. */
export function searchLog(records: readonly LogRecord[], text: string, limit: number): Found {
  const words = wordsOf(text);
  if (words.length === 0) return { all: records.slice(-limit), some: [], troubles: [] };
  const ranked = records.map((record) => {
    const line = lineOf(record).toLowerCase();
    return { record, hits: words.reduce((sum, word) => sum + hitOf(line, word), 0) };
  });
  const all = ranked.filter(({ hits }) => hits === words.length).slice(-limit);
  const room = limit - all.length;
  // The sort keeps the order of time among equals: the best and newest stand last and stay.
  const some = ranked
    .filter(({ hits }) => hits > 0 && hits < words.length)
    .sort((left, right) => left.hits - right.hits)
    .slice(room > 0 ? -room : ranked.length);
  const known = new Set([...all, ...some].map(({ record }) => record));
  const troubles =
    all.length > 0
      ? []
      : records
          .filter((record) => isTrouble(record) && !known.has(record))
          .slice(-Math.min(limit, troublesShown));
  const inOrder = (found: typeof ranked) =>
    records.filter((record) => found.some((one) => one.record === record));
  return { all: inOrder(all), some: inOrder(some), troubles };
}

function hitOf(line: string, word: string): number {
  if (line.includes(word)) return 1;
  return kin[word]?.some((other) => line.includes(other)) ? 0.5 : 0;
}

export const isTrouble = ({ level }: LogRecord) => level === 'warn' || level === 'error';

function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_.-]+/gu) ?? [];
  const telling = words.filter((word) => !dull.has(word));
  return [...new Set(telling.length > 0 ? telling : words)].slice(0, 12);
}
