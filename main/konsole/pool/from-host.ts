/**
 * Checks what comes from a host. It is our own process, but it handles what models and tools say, so its words
 * are read as data: known message types, known event types, its own turn.
 */
import { z } from 'zod';
import { sessionEventBody, type SessionEventBody } from '../../../preload/contract/events';
import { logRecord, rateLimit, turnError, usage } from '../../../preload/contract/shapes';
import type { EngineTool, FromHost } from '../host/protocol';

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

/** A provider counts a few things. */
const someLimits = rateLimit.array().max(16);

const outcome = z.object({
  provider: z.string(),
  model: z.string(),
  error: turnError.pick({ message: true, hint: true }).optional(),
});

/** A question's input is a few words. */
const fewWords = 4_000;
/** A kontask has an output: what a host reads of a call, and JSON's marks. */
const wholeOutput = 2 * 1024 * 1024;

/** Characters that the input of each may have, as JSON. */
const askChars: Readonly<Record<EngineTool, number>> = {
  konsole_logs: fewWords,
  konsole_status: fewWords,
  turn_explain: fewWords,
  kontask_create: wholeOutput,
  kontask_update: wholeOutput,
  kontask_list: fewWords,
};

const isEngineTool = (tool: unknown): tool is EngineTool =>
  typeof tool === 'string' && Object.hasOwn(askChars, tool);

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
    case 'filled': {
      const { ms, usage: used, why, final } = message as Extract<FromHost, { t: 'filled' }>;
      const parsed = usage.safeParse(used);
      const words = typeof why === 'string' ? why.slice(0, 500) : 'it did not say why';
      if (parsed.success) return { t, ms, usage: parsed.data };
      return { t, ms, why: words, ...(final === true ? { final } : {}) };
    }
    case 'log': {
      const record = logRecord.safeParse((message as { record?: unknown }).record);
      return record.success ? { t, record: record.data } : undefined;
    }
    case 'limits': {
      const { provider, limits } = message as { provider?: unknown; limits?: unknown };
      const parsed = someLimits.safeParse(limits);
      return parsed.success && typeof provider === 'string'
        ? { t, provider, limits: parsed.data }
        : undefined;
    }
    case 'asked': {
      const parsed = outcome.safeParse(message);
      if (!parsed.success) return undefined;
      const { error, ...asked } = parsed.data;
      return { t, ...asked, ...(error ? { error } : {}) };
    }
    case 'ask':
      return readAsk(message as Record<string, unknown>);
    default:
      return undefined;
  }
}

/** A host that asks for something else, or for much, is not answered: its tool gives up after a moment. */
function readAsk({ turn, n, tool, input }: Record<string, unknown>): FromHost | undefined {
  if (!isEngineTool(tool) || typeof turn !== 'string' || !Number.isSafeInteger(n)) return undefined;
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return undefined;
  if (!isWithin(input, askChars[tool])) return undefined;
  return { t: 'ask', turn, n: n as number, tool, input: input as Record<string, unknown> };
}

function isWithin(input: object, chars: number): boolean {
  try {
    return JSON.stringify(input).length <= chars;
  } catch {
    // A circle, or something else that no JSON has.
    return false;
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
