/** What is found in the log, in lines: one a record, bounded, with what it is that is shown. Pure. */
import { lineOf } from '../../../../preload/contract/log-line';
import type { LogRecord } from '../../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../../preload/contract/text';
import type { Found } from './log-search';

/** Characters of one record, and of all that is told. */
const lineChars = 500;
const allChars = 8_000;

export const recordLine = (record: LogRecord) => cutText(oneLine(lineOf(record)), lineChars);

/** As it is, whatever marks are in it: no line of a record or a digest begins with the fence's own. */
export const fenced = (lines: readonly string[]) => ['```text', ...lines, '```'];

export interface LogWords {
  /** For people and models: what stands below, and what was not found. */
  head: string;
  lines: string[];
}

/** In parts, the best first; each part has the newest record last. */
export function logWords(found: Found, asked: string): LogWords[] {
  const { all, some, troubles } = found;
  const quoted = `"${cutText(oneLine(asked), 80)}"`;
  const parts: LogWords[] = [];
  const add = (head: string, records: readonly LogRecord[]) => {
    if (records.length > 0) parts.push({ head, lines: records.map(recordLine) });
  };
  if (asked.trim() === '') {
    add(`${counted(all.length)} of Konsole's log, newest last:`, all);
    if (parts.length === 0) parts.push({ head: 'The log has no such record.', lines: [] });
    return bounded(parts);
  }
  add(`${counted(all.length)} with all the words of ${quoted}, newest last:`, all);
  add(
    `${counted(some.length)} with some of the words of ${quoted}, or kindred ones, newest last:`,
    some,
  );
  if (parts.length === 0) {
    parts.push({
      head: `No record of the log has a word of ${quoted}, or a kindred one.`,
      lines: [],
    });
  }
  add('The newest warnings and errors beside that, newest last:', troubles);
  if (parts.length === 1 && parts[0]?.lines.length === 0) {
    parts.push({ head: 'There are no warnings and no errors either.', lines: [] });
  }
  return bounded(parts);
}

/** Where all is too long the oldest lines of each part go first, the last part before the others. */
function bounded(parts: LogWords[]): LogWords[] {
  let room = allChars;
  return parts.map(({ head, lines }) => {
    const kept: string[] = [];
    for (const line of lines.toReversed()) {
      if (line.length + 1 > room) break;
      room -= line.length + 1;
      kept.unshift(line);
    }
    const left = lines.length - kept.length;
    return { head: left > 0 ? `${head} (${left} older ones are left out)` : head, lines: kept };
  });
}

const counted = (count: number) => (count === 1 ? 'One record' : `${count} records`);
