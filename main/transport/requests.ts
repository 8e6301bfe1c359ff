/** One request of the gateway: through the gates, to its route, or refused and logged. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Client, Konsole } from '../konsole/types';
import {
  type Refusal,
  refusal,
  sendAnswer,
  sendJson,
  sendRefusal,
  upgradeRequired,
} from './answers';
import type { Auth, Door } from './auth';
import { givePicture, takeBlob } from './blobs-door';
import { serveCommand } from './commands-door';
import type { Hub } from './hub';
import { isPage, type PageFiles, servePage } from './page';
import { servePair } from './pair-door';
import type { Pairing } from './pairing';
import { serveEvents } from './sse';

export interface RequestDeps {
  konsole: Pick<Konsole, 'execute' | 'feed' | 'log' | 'blobs'>;
  hub: Hub;
  auth: Auth;
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
  pairAddress: () => string | undefined;
}

export type RequestListener = (req: IncomingMessage, res: ServerResponse) => void;

export function createRequests(deps: RequestDeps): (door: Door) => RequestListener {
  const { noteRefusal } = deps;
  return (door) => (req, res) => {
    res.on('error', () => res.destroy());
    serve(deps, door, req, res).then(
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
  req: IncomingMessage,
  res: ServerResponse,
): Promise<Refusal | undefined> {
  const { konsole, hub, auth } = deps;
  const misplaced = auth.checkPlace(door, req);
  if (misplaced) return misplaced;
  const url = parseUrl(req.url);
  if (!url) return refusal(400, 'invalid', 'This is no path.');
  const path = url.pathname;
  const method = req.method ?? '';

  if (path === '/v1/health') {
    if (!isRead(method)) return notAllowed('GET, HEAD');
    sendJson(req, res, 200, { ok: true, result: { name: 'konsole', protocol: 1 } });
    return undefined;
  }
  const rawPath = req.url?.split(/[?#]/, 1)[0] ?? '';
  if (isPage(rawPath) && isRead(method)) return servePage(deps.page?.files, rawPath, method, res);
  if (path === '/pair' && deps.page && door.name === 'tcp') {
    if (method !== 'POST') return notAllowed('GET, HEAD, POST');
    return servePair({ auth, ...deps.page }, req, res);
  }
  const client = auth.whoAsks(door, req);
  if ('status' in client) return client;
  if (path === '/v1/tickets') {
    if (method !== 'POST') return notAllowed('POST');
    return serveTicket(deps, door, client, req, res);
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

/** Only who has the owner's own token, not a browser that was paired by one of its tickets. */
function serveTicket(
  { page }: RequestDeps,
  door: Door,
  client: Client,
  req: IncomingMessage,
  res: ServerResponse,
): Refusal | undefined {
  if (client.id !== door.client.id) {
    return refusal(403, 'denied', "Pairing another browser needs the owner's token.");
  }
  const address = page?.pairAddress();
  if (address === undefined) {
    const message = 'No page is served here: start Konsole with npm run serve -- --port 0.';
    return { ...refusal(501, 'unsupported', message), log: false };
  }
  sendAnswer(req, res, { ok: true, result: { page: address } });
  return undefined;
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

/** Refusals logged in one span of ten seconds; what is beyond is counted, so that nobody floods the log. */
const notesPerSpan = 200;
const spanMs = 10_000;

export type NoteRefusal = (door: Door, req: IncomingMessage, refused: Refusal) => void;

export function createRefusalNote(log: Konsole['log']): NoteRefusal {
  let since = 0;
  let count = 0;
  return (door, req, { status, message }) => {
    const now = performance.now();
    if (now - since > spanMs) {
      if (count > notesPerSpan) {
        log.write('warn', 'transport', 'More requests were refused than are noted.', { count });
      }
      since = now;
      count = 0;
    }
    count += 1;
    if (count > notesPerSpan) return;
    log.write('warn', 'transport', `A request was refused: ${message}`, {
      status,
      door: door.name,
      method: req.method,
      // Without its query, where a client might have put a secret.
      path: req.url?.split('?')[0]?.slice(0, 200),
      host: req.headers.host?.slice(0, 100),
      origin: req.headers.origin?.slice(0, 100),
      from: req.socket.remoteAddress,
    });
  };
}
