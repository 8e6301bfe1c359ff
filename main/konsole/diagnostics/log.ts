/** The structured log: redacted at its root, a bounded ring in memory for `log.query`, JSON lines on disk. */
import type { LogRecord } from '../../../preload/contract/shapes';
import type { Clock } from '../surroundings';
import type { Log } from '../types';
import type { LogFile } from './log-file';
import { createRedactor } from './redact';

const ringSize = 2_000;
const order = { debug: 0, info: 1, warn: 2, error: 3 } as const;

export interface LogQuery {
  level?: LogRecord['level'] | undefined;
  area?: string | undefined;
  session?: string | undefined;
  text?: string | undefined;
  since?: number | undefined;
  limit?: number | undefined;
}

export interface KonsoleLog extends Log {
  /** A record that a host made: redacted and kept like our own. */
  take(record: LogRecord): void;
  /** Newest last; at most `limit` (200) of the newest that match. `level` is the least that is wanted. */
  query(query: LogQuery): LogRecord[];
  /** This key is never written from here on. */
  hide(secret: string): void;
  flush(): Promise<void>;
}

export function createLog(deps: { clock: Clock; file?: LogFile }): KonsoleLog {
  const redactor = createRedactor();
  const ring: LogRecord[] = [];

  function keep(record: LogRecord): void {
    ring.push(record);
    if (ring.length > ringSize * 1.25) ring.splice(0, ring.length - ringSize);
    deps.file?.line(JSON.stringify(record));
  }

  function take(raw: LogRecord): void {
    const { session, ...fields } = raw.fields;
    const named = raw.session ?? (typeof session === 'string' ? session : undefined);
    keep({
      at: raw.at,
      level: raw.level,
      area: raw.area.slice(0, 60),
      ...(named === undefined ? {} : { session: named }),
      message: redactor.text(raw.message),
      fields: redactor.fields(fields),
    });
  }

  return {
    write(level, area, message, fields = {}) {
      take({ at: deps.clock.now(), level, area, message, fields });
    },
    take,
    query({ level = 'debug', area, session, text, since = 0, limit = 200 }) {
      const wanted = text?.toLowerCase();
      const found: LogRecord[] = [];
      for (let n = ring.length - 1; n >= 0 && found.length < limit; n -= 1) {
        const record = ring[n];
        if (!record || record.at < since) continue;
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
