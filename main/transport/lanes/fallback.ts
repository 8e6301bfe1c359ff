/** When a lane gives a transport up, and what it goes over to. Pure: facts about attempts in, the way to take out. */
import type { TransportKind } from '../../../preload/contract/settings';

export interface Way {
  /** By the settings. */
  readonly wanted: TransportKind;
  /** What is used in its place, until the setting is set again. */
  readonly fallen?: { readonly to: TransportKind; readonly why: string };
  /** Attempts in a row that ended too early, over what is used now. */
  readonly failures: number;
}

/** One connection that has ended. */
export interface Attempt {
  transport: TransportKind;
  by: 'window' | 'transport';
  /** The window wanted something of it. */
  asked: boolean;
  inStep: boolean;
  /** From its opening to its end. */
  ms: number;
  reason: string;
}

/** So many in a row, and the transport is given up. */
export const mostFailures = 3;
/** A connection that ends by itself before this, ms, has not held, though it came in step. */
export const steadyMs = 10_000;
/** A window that leaves a connection which told it nothing for so long, ms, did not leave for a reason of its own. */
export const patienceMs = 5_000;

const next: Record<TransportKind, TransportKind> = {
  websocket: 'sse',
  sse: 'direct',
  direct: 'direct',
};

const names: Record<TransportKind, string> = {
  direct: 'the direct way',
  sse: 'SSE',
  websocket: 'WebSocket',
};
export const nameOf = (transport: TransportKind): string => names[transport];

export const setTo = (wanted: TransportKind): Way => ({ wanted, failures: 0 });

export const usedBy = (way: Way): TransportKind => way.fallen?.to ?? way.wanted;

/** The same object when nothing came of it. The direct way is never given up. */
export function afterAttempt(way: Way, attempt: Attempt): Way {
  const { transport } = attempt;
  if (transport === 'direct' || transport !== usedBy(way)) return way;
  if (!failed(attempt)) {
    const held = attempt.inStep && attempt.ms >= steadyMs;
    return held && way.failures > 0 ? { ...way, failures: 0 } : way;
  }
  const failures = way.failures + 1;
  if (failures < mostFailures) return { ...way, failures };
  const to = next[transport];
  const why = `${nameOf(transport)} was given up after ${mostFailures} attempts that did not hold; the last: ${attempt.reason}.`;
  return { wanted: way.wanted, fallen: { to, why }, failures: 0 };
}

export function failed({ by, asked, inStep, ms }: Attempt): boolean {
  if (by === 'window') return asked && !inStep && ms >= patienceMs;
  return !inStep || ms < steadyMs;
}
