/** Frames of the port and the socket: one JSON object each; on a port a message may be an array of them. Carries zod. */
import { z } from 'zod';
import type { ErrorCode } from './errors';
import type { KonsoleEvent } from './events';
import type { TransportKind } from './settings';
import type { IndexSnapshot, PoolStatus, Snapshot } from './shapes';

const channel = z.string().max(80);

export const clientFrame = z.discriminatedUnion('t', [
  z.object({ t: z.literal('attach'), channel, after: z.string().max(60).optional() }),
  z.object({ t: z.literal('detach'), channel }),
  z.object({ t: z.literal('ack'), channel, pos: z.number().int().nonnegative() }),
  z.object({
    t: z.literal('command'),
    id: z.string().max(128),
    name: z.string().max(64),
    /** Absent: `{}`. */
    params: z.unknown().optional(),
  }),
]);

export type ClientFrame = z.infer<typeof clientFrame>;

export type ServerFrame =
  | { t: 'hello'; protocol: 1; epoch: string; head: number; beatMs: number }
  | { t: 'snapshot'; channel: string; seq: number; pos: number; state: Snapshot | IndexSnapshot }
  | { t: 'event'; event: KonsoleEvent }
  | { t: 'synced'; channel: string; pos: number }
  /** State without a cursor: the channel `pool`. The newest replaces what came before. */
  | { t: 'state'; channel: 'pool'; state: PoolStatus }
  | { t: 'result'; id: string; ok: true; result: unknown }
  | { t: 'result'; id: string; ok: false; code: ErrorCode; message: string }
  | { t: 'error'; code: ErrorCode; message: string; channel?: string }
  | { t: 'beat'; heads: Record<string, number> }
  /** On a port alone, before anything else: what carries this port, and what was asked for. `why` where the two differ. */
  | { t: 'lane'; transport: TransportKind; wanted: TransportKind; why?: string }
  /** On a port alone: its lane goes another way now. Open a new port, and leave this one once that is in step. */
  | { t: 'move' }
  | { t: 'bye'; code: 'slow' | 'closing' | 'auth' | 'protocol'; retry: boolean };
