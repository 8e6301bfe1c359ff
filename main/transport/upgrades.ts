/** Requests that ask to become a WebSocket: through the same gates as others, then to `socket.ts`, or refused and logged. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ServerOptions, WebSocketServer } from 'ws';
import { type Refusal, refusal, refuseUpgrade, upgradeRequired } from './answers';
import type { Door } from './auth';
import { runCommand } from './commands-door';
import type { Connections } from './connections';
import { notAllowed, parseUrl, type RequestDeps, tooManyStreams } from './requests';
import { serveSocket } from './socket';

export type UpgradeListener = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Largest message of a client. Bytes. */
const maxMessageBytes = 1024 * 1024;
const subprotocol = 'konsole.1';
/** How long a client has to answer our goodbye. */
export const goodbyeMs = 2000;

export function createUpgrades(
  deps: RequestDeps,
): (door: Door, connections: Connections) => UpgradeListener {
  const { konsole, hub, auth, clients, noteRefusal } = deps;
  let server: Promise<WebSocketServer> | undefined;

  async function upgrade(
    door: Door,
    connections: Connections,
    req: IncomingMessage,
    head: Buffer,
  ): Promise<Refusal | undefined> {
    const misplaced = auth.checkPlace(door, req);
    if (misplaced) return misplaced;
    takeToken(req);
    const client = auth.whoAsks(door, req);
    if ('status' in client) return client;
    req.socket.once('close', connections.serving(req.socket));
    const url = parseUrl(req.url);
    if (url?.pathname !== '/v1/socket') {
      return quiet(404, 'Only /v1/socket can be upgraded: ask without an Upgrade header.');
    }
    if (req.method !== 'GET') return notAllowed('GET');
    const unfit = handshakeProblem(req);
    if (unfit) return unfit;
    // Loaded by the first that asks: most konsoles never need it.
    server ??= makeServer();
    const ready = await server;
    // Its token may have been taken back while that was loaded.
    const still = auth.whoAsks(door, req);
    if ('status' in still) return still;
    const full = tooManyStreams(deps);
    if (full) return full;
    ready.handleUpgrade(req, req.socket, head, (ws) => {
      const sendAway = serveSocket(
        {
          hub,
          log: konsole.log,
          execute: (name, params) => runCommand(konsole, door, client, name, params),
          batch: url.searchParams.get('batch') === '1',
          deadMs: deps.deadMs,
        },
        ws,
        req.socket,
      );
      req.socket.once('close', clients.opened(client.id, sendAway));
    });
    return undefined;
  }

  return (door, connections) => (req, _duplex, head) => {
    const { socket } = req;
    connections.asked(socket);
    // Reset by the client: there is nobody to be told.
    socket.on('error', () => socket.destroy());
    upgrade(door, connections, req, head).then(
      (refused) => {
        if (!refused) return;
        if (refused.log) noteRefusal(door, req, refused);
        refuseUpgrade(socket, refused);
      },
      (error: unknown) => {
        konsole.log.write('error', 'transport', 'An upgrade failed inside Konsole.', {
          error: String(error),
        });
        refuseUpgrade(socket, refusal(500, 'internal', 'Something failed inside Konsole.'));
      },
    );
  };
}

async function makeServer(): Promise<WebSocketServer> {
  const ws = await import('ws');
  const options: ServerOptions & { closeTimeout: number } = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: maxMessageBytes,
    closeTimeout: goodbyeMs,
    // A token in the list is never echoed.
    handleProtocols: () => subprotocol,
  };
  return new ws.WebSocketServer(options);
}

/** A page cannot set headers here: its token comes in the list of subprotocols. A cookie opens no socket. */
function takeToken(req: IncomingMessage): void {
  delete req.headers.cookie;
  const token = offered(req).find((name) => name.startsWith('bearer.'));
  if (token === undefined || req.headers.authorization !== undefined) return;
  req.headers.authorization = `Bearer ${token.slice('bearer.'.length)}`;
}

const offered = (req: IncomingMessage): string[] =>
  (req.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());

function handshakeProblem(req: IncomingMessage): Refusal | undefined {
  const { upgrade, 'sec-websocket-key': key, 'sec-websocket-version': version } = req.headers;
  if (upgrade?.toLowerCase() !== 'websocket') return upgradeRequired();
  if (version !== '13') return upgradeRequired({ 'sec-websocket-version': '13' });
  if (!/^[A-Za-z0-9+/]{22}==$/.test(key ?? ''))
    return quiet(400, 'Sec-WebSocket-Key is 16 bytes, base64.');
  if (offered(req).includes(subprotocol)) return undefined;
  return quiet(
    400,
    `Ask for the subprotocol ${subprotocol}: "Sec-WebSocket-Protocol: ${subprotocol}", in a browser new WebSocket(url, ["${subprotocol}", "bearer.<token>"]).`,
  );
}

const quiet = (status: number, message: string): Refusal => ({
  ...refusal(status, status === 404 ? 'not-found' : 'invalid', message),
  log: false,
});
