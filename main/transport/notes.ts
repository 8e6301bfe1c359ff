/** Lines of the log about what strangers do: bounded, so that nobody floods it. */
import type { Log } from '../konsole/types';

export type Note = (message: string, fields: Record<string, unknown>) => void;

/** Noted in one span of ten seconds; what is beyond is counted. */
const notesPerSpan = 200;
const spanMs = 10_000;

/** `beyond` says what the count of those that were left out is of. */
export function createNotes(log: Log, beyond: string): Note {
  let since = 0;
  let count = 0;
  return (message, fields) => {
    const now = performance.now();
    if (now - since > spanMs) {
      if (count > notesPerSpan) log.write('warn', 'transport', beyond, { count });
      since = now;
      count = 0;
    }
    count += 1;
    if (count <= notesPerSpan) log.write('warn', 'transport', message, fields);
  };
}
