/** What a hub asks of a connection: where frames go. Made by port.ts, sse.ts and socket.ts. */
import type { ErrorCode } from '../../preload/contract/errors';
import type { ServerFrame } from '../../preload/contract/frames';

export interface Sink {
  /** In order, in batches. Never throws; what cannot be sent is dropped and the connection closes itself. */
  send(frames: readonly ServerFrame[]): void;
  /** False while the socket's buffer is full; `Reader.drained` follows. A port always says true. */
  writable(): boolean;
  /** The hub ends the connection: a `bye` where the transport has one, then close. */
  end(code: 'closing' | 'slow'): void;
}

export interface ReaderKind {
  /** `journal`: as journaled; `remote`: at most every 40 ms, consecutive appends merged. */
  pace: 'journal' | 'remote';
  /** What makes room: acknowledgements (a port), the connection's drain (SSE), or `either` (a WebSocket). */
  window: 'acks' | 'drain' | 'either';
}

export interface AttachRequest {
  channel: string;
  /** A cursor, `0` for the first event, or nothing for a snapshot. */
  after?: string;
}

/** One connection as the hub sees it. */
export interface Reader {
  /** Sends `hello`, once; attaching does so too. */
  greet(): void;
  /** All of one call are merged in `pos` order and synced together. Attaching again starts anew. */
  attach(requests: readonly AttachRequest[]): void;
  detach(channel: string): void;
  /** Cumulative. */
  ack(channel: string, pos: number): void;
  drained(): void;
  /** The connection is gone. Safe to repeat. */
  close(): void;
}

/** Tells one reader that something about it, or about one of its channels, failed. */
export const errorFrame = (code: ErrorCode, message: string, channel?: string): ServerFrame => ({
  t: 'error',
  code,
  message,
  ...(channel === undefined ? {} : { channel }),
});
