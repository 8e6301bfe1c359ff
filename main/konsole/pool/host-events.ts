/** What a host says of the turn that it runs: taken as data, and handed on only where it is that turn's. */
import type { LogRecord } from '../../../preload/contract/shapes';
import type { FromHost, ToHost } from '../host/protocol';
import { checkEvents } from './from-host';
import { type Held, heard } from './held';
import type { Schedule } from './types';

/** From the last event of a turn until the host must be free again. */
const resetMs = 5_000;

interface Hearing {
  host: string;
  post: (message: ToHost) => void;
  kill: (why: 'silent') => void;
  schedule: Schedule;
  log: (level: LogRecord['level'], message: string, fields?: Record<string, unknown>) => void;
}

export function hearEvents(
  lease: Held | undefined,
  message: Extract<FromHost, { t: 'events' }>,
  { host, post, kill, schedule, log }: Hearing,
): void {
  if (!lease?.order || lease.turn !== message.turn || !Array.isArray(message.events)) {
    const fields = { host, turn: message.turn };
    log('warn', 'Events of a turn that this host does not run were dropped', fields);
    post({ t: 'written', n: message.n });
    return;
  }
  heard(lease);
  lease.lastBatch = message.n;
  const { events, refused } = checkEvents(lease.turn, message.events);
  if (refused > 0) {
    const fields = { host, refused, session: lease.session };
    log('error', 'A host said something that no host may say; it was dropped', fields);
  }
  if (events.some((event) => event.type === 'turn.finished')) {
    lease.finished = true;
    lease.steering.close();
    lease.cancelTimer?.();
    lease.cancelTimer = schedule(resetMs, () => kill('silent'));
  }
  if (lease.abandoned) post({ t: 'written', n: message.n });
  else lease.listener?.events(message.n, events);
}
