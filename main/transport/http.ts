/** The HTTP server of one door: its limits, what it says to connections that speak no HTTP, and how it ends. */
import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import { KonsoleError } from '../../preload/contract/errors';
import type { Log } from '../konsole/types';
import type { Door } from './auth';
import { createConnections } from './connections';
import { createNotes, type Note } from './notes';
import type { createRequests } from './requests';
import type { createUpgrades } from './upgrades';

/** Milliseconds. */
export interface GatewayTimes {
  /** From connecting to a first whole request. */
  fresh: number;
  headers: number;
  request: number;
  keepAlive: number;
  /** How often slow requests are looked for. */
  check: number;
  /** After which a stream or socket whose client takes nothing at all is closed. */
  dead: number;
}

/** The check is no more frequent than the beat, so that an idle gateway costs nothing (I10). */
export const usualTimes: GatewayTimes = {
  fresh: 5_000,
  headers: 10_000,
  request: 60_000,
  keepAlive: 60_000,
  check: 10_000,
  dead: 120_000,
};
/** Of each door: strangers at one do not touch the other. */
const maxConnections = 512;
const closeMs = 300;

/** One door's server, and how it ends within a second. */
export interface Http {
  server: Server;
  close(): Promise<void>;
}

export interface Listeners {
  requests: ReturnType<typeof createRequests>;
  upgrades: ReturnType<typeof createUpgrades>;
}

export function createHttp(
  { requests, upgrades }: Listeners,
  times: GatewayTimes,
  log: Log,
): (door: Door) => Http {
  const note = createNotes(log, 'More connections were ended than are noted.');
  return (door) => {
    const server = createServer({
      headersTimeout: times.headers,
      requestTimeout: times.request,
      keepAliveTimeout: times.keepAlive,
      connectionsCheckingInterval: times.check,
      maxHeaderSize: 16 * 1024,
    });
    const noteHere: Note = (message, fields) => note(message, { door: door.name, ...fields });
    const connections = createConnections({
      most: maxConnections,
      freshMs: times.fresh,
      note: noteHere,
    });
    server.on('connection', connections.arrived);
    const listener = requests(door, connections);
    server.on('request', listener);
    // A body is asked for only after the request passed the gates.
    server.on('checkContinue', listener);
    server.on('upgrade', upgrades(door, connections));
    server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
      // Reset by the client: nobody is there to be told, and nothing to be wary of.
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return void socket.destroy();
      const [status, why] = clientErrors[error.code ?? ''] ?? ['400 Bad Request', 'no valid HTTP'];
      noteHere(`A connection was ended: ${why}.`, { from: socket.remoteAddress });
      // It does not read what it was told before: it would not read this.
      if (!socket.writable || socket.writableLength > 0) return void socket.destroy();
      socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      // Not only our half of it: whoever was cut off for being slow would take his time here too.
      socket.destroySoon();
    });
    return { server, close: () => closeServer(server, connections.end) };
  };
}

const clientErrors: Record<string, [status: string, why: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'its request took too long'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'its headers were too large'],
};

export function listen(server: Server, start: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException) => reject(listenError(error));
    server.once('error', failed);
    server.once('listening', () => {
      server.off('error', failed);
      resolve();
    });
    start();
  });
}

function listenError(error: NodeJS.ErrnoException): KonsoleError {
  const where =
    'port' in error ? `port ${String(error.port)}` : String(Reflect.get(error, 'address') ?? 'it');
  if (error.code === 'EADDRINUSE') {
    return new KonsoleError(
      'conflict',
      `Something else already listens on ${where}. Choose another --port; 0 takes a free one.`,
    );
  }
  if (error.code === 'EACCES') {
    return new KonsoleError(
      'denied',
      `Konsole may not listen on ${where}. Choose a --port above 1023.`,
    );
  }
  return new KonsoleError('internal', `Konsole cannot listen: ${error.message}`);
}

function closeServer(server: Server, endAll: () => void): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(endAll, closeMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}
