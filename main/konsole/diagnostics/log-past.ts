/** What earlier runs wrote into the log: the newest lines of its files, bounded, and the records in them. */
import { open } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogRecord } from '../../../preload/contract/shapes';
import { logRecord } from '../../../preload/contract/shapes';

/** Bytes that are read at most, of the current file and the one set aside before it together. */
const maxBytes = 1024 * 1024;
/** Lines looked at in one go: the thread that every window needs is not held up. */
const slice = 100;

/** Whole lines, oldest first. Never rejects: what cannot be read is left out. */
export async function readPast(path: string): Promise<string[]> {
  const current = await tail(path, maxBytes);
  const rest = maxBytes - Buffer.byteLength(current);
  const older = rest > 0 ? await tail(`${path}.1`, rest) : '';
  return [older, current].flatMap((text) => text.split('\n')).filter((line) => line !== '');
}

/** The end of a file, from the first line that begins in it. */
async function tail(path: string, most: number): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, most);
      const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
      const text = buffer.toString('utf8', 0, bytesRead);
      return size > length ? text.slice(text.indexOf('\n') + 1) : text;
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}

/** The newest `most` records as `keep` makes them, in the order of time; a damaged line is left out. */
export async function pastRecords(
  lines: readonly string[],
  most: number,
  keep: (record: LogRecord) => LogRecord,
): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  const newest = lines.slice(-most);
  for (let from = 0; from < newest.length; from += slice) {
    for (const line of newest.slice(from, from + slice)) {
      const record = recordIn(line);
      if (record) records.push(keep(record));
    }
    await nextTurn();
  }
  return records.sort((left, right) => left.at - right.at);
}

function recordIn(line: string): LogRecord | undefined {
  try {
    const parsed = logRecord.safeParse(JSON.parse(line));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
