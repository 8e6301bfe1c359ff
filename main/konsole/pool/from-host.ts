/**
 * Checks what comes from a host. It is our own process, but it handles what models and tools say, so its words
 * are read as data: known message types, known event types, its own turn.
 */
import { sessionEventBody, type SessionEventBody } from '../../../preload/contract/events';
import { logRecord } from '../../../preload/contract/shapes';
import type { FromHost } from '../host/protocol';

/** What only the engine may say, never a host. */
const enginesOwn = new Set<SessionEventBody['type']>([
  'session.created',
  'session.changed',
  'turn.queued',
  'turn.started',
  'turn.steered',
  'queue.changed',
  'grant.revoked',
]);

export function readFromHost(message: unknown): FromHost | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { t } = message as { t?: unknown };
  switch (t) {
    case 'ready':
    case 'warmed':
    case 'events':
    case 'free':
    case 'pong':
    case 'ending':
      return message as FromHost;
    case 'log': {
      const record = logRecord.safeParse((message as { record?: unknown }).record);
      return record.success ? { t, record: record.data } : undefined;
    }
    default:
      return undefined;
  }
}

/** The events of a batch that a host may say about this turn, and how many were not accepted. */
export function checkEvents(
  turn: string,
  events: readonly unknown[],
): { events: SessionEventBody[]; refused: number } {
  const accepted: SessionEventBody[] = [];
  for (const raw of events) {
    const parsed = sessionEventBody.safeParse(raw);
    if (!parsed.success || enginesOwn.has(parsed.data.type)) continue;
    // An answer is a person's; a host can only take its own question back.
    if (parsed.data.type === 'approval.resolved' && parsed.data.decision !== 'withdrawn') continue;
    if ('turn' in parsed.data && parsed.data.turn !== turn) continue;
    accepted.push(parsed.data);
  }
  return { events: accepted, refused: events.length - accepted.length };
}
