/** One request of the gateway: through the gates, to its route, or refused and logged. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Konsole } from '../konsole/types';
import {
  onceGone,
  linger,
  type Refusal,
  refusal,
  sendJson,
  sendRefusal,
  upgradeRequired,
} from './answers';
import type { Auth, Door } from './auth';
import { givePicture, takeBlob } from './blobs-door';
import type { Clients } from './clients';
import { serveCommand } from './commands-door';
import type { Connections } from './connections';
import type { Devices } from './devices';
import { serveDevices, serveTicket } from './devices-door';
import type { Hub } from './hub';
import { createNotes } from './notes';
import { isPage, type PageFiles, servePage } from './page';
import { servePair } from './pair-door';
import type { Pairing, Pass } from './pairing';
import { serveEvents } from './sse';

export interface RequestDeps {
  konsole: Pick<Konsole, 'execute' | 'feed' | 'log' | 'blobs'>;
  hub: Hub;
  auth: Auth;
  devices: Devices;
  clients: Clients;
  /** Streams of events and sockets open at once. */
  maxStreams: number;
  /** Milliseconds after which one that takes nothing at all is dead. */
  deadMs: number;
  noteRefusal: NoteRefusal;
  /** Absent where no page is served. */
  page?: PageDeps;
}

export interface PageDeps {
  files: PageFiles;
  pairing: Pairing;
  home: string;
  /** An address with a fresh ticket; undefined without a TCP door. */
  pairAddress: (pass: Pass) => string | undefined;
}

export type RequestListener = (req: IncomingMessage, res: ServerResponse) => void;

export function createRequests(
  deps: RequestDeps,
): (door: Door, connections: Connections) => RequestListener {
  const { noteRefusal } = deps;
  return (door, connections) => (req, res) => {
    res.on('error', () => res.destroy());
    connections.asked(req.socket);
    serve(deps, door, connections, req, res).then(
      (refused) => {
        if (!refused) return;
        if (refused.log) noteRefusal(door, req, refused);
        sendRefusal(req, res, refused);
      },
      (error: unknown) => {
        // A client that goes away in mid-request ends here too: nobody is left to be answered.
        if (req.destroyed && !req.complete) return;
        deps.konsole.log.write('error', 'transport', 'A request failed inside Konsole.', {
          error: String(error),
        });
        sendRefusal(
          req,
          res,
          refusal(500, 'internal', 'Something failed inside Konsole. Try again.'),
        );
      },
    );
  };
}

async function serve(
  deps: RequestDeps,
  door: Door,
  connections: Connections,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<Refusal | undefined> {
  const { konsole, hub, auth, devices, clients } = deps;
  const misplaced = auth.checkPlace(door, req);
  if (misplaced) return misplaced;
  const url = parseUrl(req.url);
  if (!url) return refusal(400, 'invalid', 'This is no path.');
  const path = url.pathname;
  const method = req.method ?? '';

  const rawPath = req.url?.split(/[?#]/, 1)[0] ?? '';
  if (path === '/v1/health' || path === '/pair' || isPage(rawPath)) {
    const brake = auth.tooManyOpen(door, req);
    if (brake) return brake;
  }
  if (path === '/v1/health') {
    if (!isRead(method)) return notAllowed('GET, HEAD');
    sendJson(req, res, 200, { ok: true, result: { name: 'konsole', protocol: 1 } });
    return undefined;
  }
  if (isPage(rawPath) && isRead(method)) return servePage(deps.page?.files, rawPath, method, res);
  if (path === '/pair' && deps.page && door.name === 'tcp') {
    if (method !== 'POST') return notAllowed('GET, HEAD, POST');
    return servePair({ auth, ...deps.page }, req, res);
  }
  const client = auth.whoAsks(door, req, method === 'GET' && path === '/v1/events');
  if ('status' in client) return client;
  onceGone(req, res, connections.serving(req.socket));
  const left = clients.opened(client.id, () => sendAway(req, res));
  onceGone(req, res, left);
  if (path === '/v1/tickets') {
    if (method !== 'POST') return notAllowed('POST');
    return serveTicket(deps.page?.pairAddress, door, client, req, res);
  }
  if (path === '/v1/devices') {
    if (!isRead(method)) return notAllowed('GET, HEAD');
    return serveDevices({ devices, clients }, client, undefined, req, res);
  }
  const device = /^\/v1\/devices\/([\w-]{1,64})$/.exec(path)?.[1];
  if (device !== undefined) {
    if (method !== 'DELETE') return notAllowed('DELETE');
    return serveDevices({ devices, clients }, client, device, req, res);
  }

  const command = /^\/v1\/commands\/([a-z][a-z.-]{0,63})$/.exec(path)?.[1];
  if (command !== undefined) {
    if (method !== 'POST') return notAllowed('POST');
    return serveCommand(konsole, door, client, command, req, res);
  }
  if (path === '/v1/blobs') {
    if (method !== 'POST') return notAllowed('POST');
    return takeBlob(konsole, url, req, res);
  }
  const blob = /^\/v1\/blobs\/([a-z0-9]{8,64})$/.exec(rawPath)?.[1];
  if (blob !== undefined) {
    if (!isRead(method)) return notAllowed('GET, HEAD');
    return givePicture(konsole, blob, method, res);
  }
  if (path === '/v1/events') {
    if (method !== 'GET') return notAllowed('GET');
    const full = tooManyStreams(deps);
    if (full) return full;
    const { feed, log } = konsole;
    return serveEvents({ hub, feed, log, deadMs: deps.deadMs }, url, req, res);
  }
  if (path === '/v1/socket') return upgradeRequired();
  if (path === '/') return notAllowed('GET, HEAD');
  return {
    ...refusal(404, 'not-found', 'There is nothing here: see docs/protocol.md.'),
    log: false,
  };
}

export function tooManyStreams({ hub, maxStreams }: RequestDeps): Refusal | undefined {
  if (hub.readers() < maxStreams) return undefined;
  return refusal(429, 'busy', 'Too many streams are open. Close one first.');
}

/** Ends what a client has open whose token was taken back: a stream in order, anything else at once. */
function sendAway(req: IncomingMessage, res: ServerResponse): void {
  if (!res.headersSent) return void req.socket.destroy();
  res.end();
  linger(req.socket);
}

const isRead = (method: string) => method === 'GET' || method === 'HEAD';

export const notAllowed = (allow: string): Refusal => ({
  ...refusal(405, 'invalid', `Use ${allow} here.`, { allow }),
  log: false,
});

export function parseUrl(text: string | undefined): URL | undefined {
  if (!text?.startsWith('/') || text.startsWith('//')) return undefined;
  try {
    return new URL(text, 'http://konsole');
  } catch {
    return undefined;
  }
}

export type NoteRefusal = (door: Door, req: IncomingMessage, refused: Refusal) => void;

export function createRefusalNote(log: Konsole['log']): NoteRefusal {
  const note = createNotes(log, 'More requests were refused than are noted.');
  return (door, req, { status, message }) =>
    note(`A request was refused: ${message}`, {
      status,
      door: door.name,
      method: req.method,
      // Without its query, where a client might have put a secret.
      path: req.url?.split('?')[0]?.slice(0, 200),
      host: req.headers.host?.slice(0, 100),
      origin: req.headers.origin?.slice(0, 100),
      from: req.socket.remoteAddress,
    });
}
