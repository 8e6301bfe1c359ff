/**
 * The structured log: redacted at its root, a bounded ring in memory for `log.query`, JSON lines on disk. What earlier
 * runs wrote is in the ring too, so that a question about what happened can be answered after a new start.
 */
import type { LogRecord } from '../../../preload/contract/shapes';
import type { Clock } from '../surroundings';
import type { Log } from '../types';
import type { LogFile } from './log-file';
import { pastRecords } from './log-past';
import { createRedactor } from './redact';

const ringSize = 2_000;
const order = { debug: 0, info: 1, warn: 2, error: 3 } as const;

export interface LogQuery {
  level?: LogRecord['level'] | undefined;
  area?: string | undefined;
  session?: string | undefined;
  text?: string | undefined;
  since?: number | undefined;
  after?: number | undefined;
  limit?: number | undefined;
}

export interface KonsoleLog extends Log {
  /** A record that a host made: redacted and kept like our own. */
  take(record: LogRecord): void;
  /** Newest last; at most `limit` (200) of the newest that match. `level` is the least that is wanted. */
  query(query: LogQuery): LogRecord[];
  /** Resolves once the records of earlier runs are there. Never rejects. */
  readonly ready: Promise<void>;
  /** This key is never written from here on. */
  hide(secret: string): void;
  flush(): Promise<void>;
}

export interface LogDeps {
  clock: Clock;
  file?: LogFile;
  /** What earlier runs wrote is looked at after this: the start of a window comes first. */
  settled?: Promise<void> | undefined;
}

export function createLog(deps: LogDeps): KonsoleLog {
  const redactor = createRedactor();
  const ring: LogRecord[] = [];
  let n = 0;

  /** Older records stand before all of this run, with numbers below the first of it. */
  async function bringPast(file: LogFile): Promise<void> {
    await deps.settled?.catch(() => undefined);
    const past = await pastRecords(await file.takePast(), ringSize, clean);
    const numbered = past.map((record, index) => ({ ...record, n: index - past.length + 1 }));
    ring.unshift(...numbered.slice(Math.max(0, past.length + ring.length - ringSize)));
  }

  function keep(record: LogRecord): void {
    ring.push({ n: ++n, ...record });
    if (ring.length > ringSize * 1.25) ring.splice(0, ring.length - ringSize);
    deps.file?.line(JSON.stringify(record), record.level === 'warn' || record.level === 'error');
  }

  /** A key that became known since a record was written is taken out of it as well. */
  function clean(raw: LogRecord): LogRecord {
    const { session, ...fields } = raw.fields;
    const named = raw.session ?? (typeof session === 'string' ? session : undefined);
    return {
      at: raw.at,
      level: raw.level,
      area: raw.area.slice(0, 60),
      ...(named === undefined ? {} : { session: named }),
      message: redactor.text(raw.message),
      fields: redactor.fields(fields),
    };
  }

  const take = (record: LogRecord) => keep(clean(record));

  return {
    ready: deps.file ? bringPast(deps.file) : Promise.resolve(),
    write(level, area, message, fields = {}) {
      take({ at: deps.clock.now(), level, area, message, fields });
    },
    take,
    query({ level = 'debug', area, session, text, since = 0, after, limit = 200 }) {
      const wanted = text?.toLowerCase();
      const found: LogRecord[] = [];
      for (let place = ring.length - 1; place >= 0 && found.length < limit; place -= 1) {
        const record = ring[place];
        if (!record || record.at < since) continue;
        if (after !== undefined && (record.n ?? 0) <= after) break;
        if (order[record.level] < order[level]) continue;
        if (area !== undefined && record.area !== area) continue;
        if (session !== undefined && record.session !== session) continue;
        if (wanted && !JSON.stringify(record).toLowerCase().includes(wanted)) continue;
        found.push(record);
      }
      return found.reverse();
    },
    hide: redactor.hide,
    flush: async () => deps.file?.flush(),
  };
}
