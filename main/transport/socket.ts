/** One WebSocket: the frames of konsole/1 as text, both ways, with commands; see docs/protocol.md for the wire. */
import type { Socket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Answer } from '../../preload/contract/errors';
import type { ServerFrame } from '../../preload/contract/frames';
import type { Log } from '../konsole/types';
import { deepestParams } from './commands-door';
import type { Hub } from './hub';
import { createInbound } from './inbound';
import type { Sink } from './sink';
import { bytesOf } from './socket-bytes';
import { readJson } from './untrusted-json';

export interface SocketDeps {
  hub: Hub;
  log: Log;
  /** As this client at its door. Never rejects. */
  execute: (name: string, params: unknown) => Promise<Answer>;
  /** Several frames may come as one message with an array of them. */
  batch: boolean;
  /** Milliseconds after which a socket that takes nothing at all is dead. */
  deadMs: number;
}

type Goodbye = Extract<ServerFrame, { t: 'bye' }>['code'];

/** Status codes of closing (RFC 6455, 7.4.1, and the registry it founded). */
const closeCodes: Record<Goodbye, number> = {
  closing: 1001,
  protocol: 1002,
  auth: 1008,
  slow: 1013,
};

/** A command's params lie in a frame, and that in an array. */
const deepestMessage = deepestParams + 2;

/**
 * Serves until one of the two goes; returns how to send the client away, once its token is no longer good. `socket`
 * is the connection under `ws`: its buffer is the only measure of pace.
 */
export function serveSocket(deps: SocketDeps, ws: WebSocket, socket: Socket): () => void {
  const { hub, log, batch, deadMs } = deps;
  let open = true;

  const post = (frames: readonly ServerFrame[]) => {
    if (!open || ws.readyState !== ws.OPEN || frames.length === 0) return;
    // Past `ws`, which would frame each text for each reader anew. Nothing is compressed, so it keeps no queue of its own.
    socket.write(bytesOf(frames, batch));
    holdBack();
  };

  /** Who does not take what comes is not listened to either: answers would pile up. */
  const holdBack = () => {
    if (socket.writableNeedDrain) ws.pause();
  };

  const end = (code: Goodbye) => {
    post([{ t: 'bye', code, retry: code !== 'auth' }]);
    if (!open) return;
    open = false;
    reader.close();
    // Its own goodbye has to be heard.
    ws.resume();
    ws.close(closeCodes[code]);
  };

  const sink: Sink = {
    send: post,
    writable: () => !socket.writableNeedDrain,
    end,
  };
  const reader = hub.connect(sink, { pace: 'remote', window: 'either' });
  const inbound = createInbound({
    reader,
    post,
    execute: deps.execute,
    isOpen: () => open,
    giveUp: () => end('protocol'),
  });

  ws.on('message', (data, isBinary) => {
    if (!open) return;
    if (isBinary || !Buffer.isBuffer(data)) return inbound.refuse('Frames are text, not binary.');
    const read = readJson(data, deepestMessage);
    if ('why' in read) inbound.refuse(`A message ${read.why}.`);
    else inbound.take(read.value);
  });
  ws.on('ping', holdBack);
  ws.on('error', (error) => {
    // `ws` closes it, with the code that belongs to what was wrong.
    log.write('warn', 'transport', 'A WebSocket was closed: its client broke the rules.', {
      error: error.message,
    });
  });
  ws.on('close', () => {
    open = false;
    reader.close();
  });
  socket.on('drain', () => {
    if (!open) return;
    ws.resume();
    reader.drained();
  });
  socket.setTimeout(deadMs, () => {
    log.write('warn', 'transport', 'A reader took nothing for long: its socket was closed', {
      ms: deadMs,
    });
    ws.terminate();
  });
  reader.greet();
  return () => end('auth');
}
