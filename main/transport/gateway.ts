/** The gateway: the door for clients outside the process. HTTP on a Unix socket, and on TCP when asked. */
import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { KonsoleError } from '../../preload/contract/errors';
import type { Konsole } from '../konsole/types';
import { createPageFiles } from '../pages/page-file';
import { createAuth, type Door, hostsOf } from './auth';
import type { Hub } from './hub';
import type { PageFiles } from './page';
import { createPairing } from './pairing';
import { createRefusalNote, createRequests, type RequestListener } from './requests';
import { makeRuntimeFolder, removeStaleSocket, socketPath } from './socket-path';
import { createTokenCheck } from './token';
import { createUpgrades, type UpgradeListener } from './upgrades';

export interface GatewayDeps {
  konsole: Pick<Konsole, 'execute' | 'feed' | 'log' | 'blobs'>;
  hub: Hub;
  home: string;
  token: string;
  /** Why a command may not come with the token in the data folder; the desktop passes `desktopRefuses`. */
  ownerRefuses?: (command: string) => string | undefined;
  tcp?: TcpOptions;
  /** Folder of the built pages; absent: none is served and no browser can be paired. */
  pages?: string;
  times?: Partial<GatewayTimes>;
}

export interface TcpOptions {
  port: number;
  /** Absent: 127.0.0.1. */
  host?: string;
  /** Names that clients may use beside the addresses. */
  allowHosts?: readonly string[];
  /** The person's word for a host that is not loopback. */
  exposed?: boolean;
}

/** Milliseconds. */
export interface GatewayTimes {
  headers: number;
  request: number;
  keepAlive: number;
  /** How often slow requests are looked for. */
  check: number;
  /** After which a stream or socket whose client takes nothing at all is closed. */
  dead: number;
}

export interface Gateway {
  /** Path of the Unix socket or named pipe. */
  readonly socket: string;
  /** Of the TCP door, where there is one. */
  readonly url?: string;
  /** A new address that pairs one browser, once and within ten minutes; undefined where no page is served. */
  pairAddress(): string | undefined;
  /** Takes no more and is gone within a second; close the hub first, so that streams end in order. */
  close(): Promise<void>;
}

/** The check is no more frequent than the beat, so that an idle gateway costs nothing (I10). */
const usualTimes: GatewayTimes = {
  headers: 10_000,
  request: 60_000,
  keepAlive: 60_000,
  check: 10_000,
  dead: 120_000,
};
const maxConnections = 256;
const maxStreams = 128;
const closeMs = 300;

/** Names of the local socket in a Host header: no browser and no name server has a say there. */
const socketHosts = new Set(['localhost', 'konsole', '127.0.0.1', 'unix']);

/** An agent's shell can reach the desktop's socket: it must not approve itself or change what it may do. */
export function desktopRefuses(command: string): string | undefined {
  if (!/^(settings|provider)\.|^(approval\.answer|session\.permit)$/.test(command))
    return undefined;
  return `${command} is refused at this door: do it in Konsole's own window.`;
}

/** Rejects with a `KonsoleError`: a socket or port in use, or a host that needs the person's word. */
export async function openGateway(deps: GatewayDeps): Promise<Gateway> {
  const times = { ...usualTimes, ...deps.times };
  const bears = createTokenCheck(deps.token);
  const elapsed = () => performance.now();
  const random = (bytes: number) => randomBytes(bytes).toString('base64url');
  const pairing = createPairing({ elapsed, random });
  const auth = createAuth({ bears, paired: pairing.bearer, elapsed });
  let url: string | undefined;
  const pairAddress = () =>
    url === undefined || deps.pages === undefined
      ? undefined
      : `${url}/pair?ticket=${pairing.ticket()}`;
  const { konsole, hub, home, pages } = deps;
  const page = pages && { files: pageFiles(pages), pairing, pairAddress, home };
  const noteRefusal = createRefusalNote(konsole.log);
  const gates = { konsole, hub, auth, maxStreams, noteRefusal, deadMs: times.dead };
  const requests = createRequests({ ...gates, ...(page ? { page } : {}) });
  const upgrades = createUpgrades(gates);
  const listeners = (door: Door) => ({
    request: requests(door),
    upgrade: upgrades.listener(door),
  });
  const note = (door: string) => (message: string, fields: Record<string, unknown>) =>
    deps.konsole.log.write('warn', 'transport', message, { door, ...fields });

  const socket = await openSocket(deps, listeners, times, note('socket'));
  try {
    const tcp = deps.tcp
      ? await openTcp({ ...deps.tcp, refuses: deps.ownerRefuses }, listeners, times, note('tcp'))
      : undefined;
    url = tcp?.url;
    return {
      socket: socket.path,
      ...(url === undefined ? {} : { url }),
      pairAddress,
      async close() {
        const force = setTimeout(upgrades.end, closeMs);
        await Promise.all([closeServer(socket.server), tcp ? closeServer(tcp.server) : undefined]);
        clearTimeout(force);
      },
    };
  } catch (error) {
    await closeServer(socket.server);
    throw error;
  }
}

interface Listeners {
  request: RequestListener;
  upgrade: UpgradeListener;
}

type Note = (message: string, fields: Record<string, unknown>) => void;

async function openSocket(
  deps: GatewayDeps,
  listeners: (door: Door) => Listeners,
  times: GatewayTimes,
  note: Note,
): Promise<{ server: Server; path: string }> {
  const uid = process.getuid?.();
  const { platform, env } = process;
  const { path, folder } = socketPath(deps.home, { platform, env, temporary: tmpdir(), uid });
  if (folder !== undefined) makeRuntimeFolder(folder, uid);
  await removeStaleSocket(path);
  const door: Door = {
    name: 'socket',
    hosts: socketHosts,
    origins: new Set(),
    client: { id: 'owner', scope: 'owner', door: 'socket' },
    refuses: deps.ownerRefuses ?? (() => undefined),
  };
  const server = createHttp(listeners(door), times, note);
  const listening = listen(server, () => server.listen(path));
  // Bound by now and nothing accepted yet: the socket is never open to others, not even for a moment.
  if (platform !== 'win32' && server.address() !== null) chmodSync(path, 0o600);
  await listening;
  return { server, path };
}

async function openTcp(
  options: TcpOptions & { refuses: GatewayDeps['ownerRefuses'] },
  listeners: (door: Door) => Listeners,
  times: GatewayTimes,
  note: Note,
): Promise<{ server: Server; url: string }> {
  const host = options.host ?? '127.0.0.1';
  if (!isLoopback(host) && !options.exposed) {
    throw new KonsoleError(
      'denied',
      `Everybody on the network could reach a door on ${host}. If that is meant, add --expose-to-network.`,
    );
  }
  const hosts = new Set<string>();
  const origins = new Set<string>();
  const server = createHttp(
    listeners({
      name: 'tcp',
      hosts,
      origins,
      client: { id: 'owner', scope: 'owner', door: 'tcp' },
      refuses: options.refuses ?? (() => undefined),
    }),
    times,
    note,
  );
  await listen(server, () => server.listen(options.port, host));
  const { port, address } = server.address() as AddressInfo;
  for (const name of hostsOf([...namesOf(host, address), ...(options.allowHosts ?? [])], port)) {
    hosts.add(name);
    origins.add(`http://${name}`);
  }
  const shown = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  return { server, url: `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}` };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/** Every address that reaches a door bound there; addresses cannot be rebound by a name server. */
function namesOf(host: string, address: string): string[] {
  if (isLoopback(host)) return ['127.0.0.1', '::1', 'localhost', host];
  if (address !== '0.0.0.0' && address !== '::') return [host, address];
  const all = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  return ['localhost', ...all.map((found) => found.address.split('%')[0] ?? '')];
}

function createHttp({ request, upgrade }: Listeners, times: GatewayTimes, note: Note): Server {
  const server = createServer({
    headersTimeout: times.headers,
    requestTimeout: times.request,
    keepAliveTimeout: times.keepAlive,
    connectionsCheckingInterval: times.check,
    maxHeaderSize: 16 * 1024,
  });
  server.maxConnections = maxConnections;
  server.on('request', request);
  // A body is asked for only after the request passed the gates.
  server.on('checkContinue', request);
  server.on('upgrade', upgrade);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // Reset by the client: nobody is there to be told, and nothing to be wary of.
    if (error.code === 'ECONNRESET' || error.code === 'EPIPE') return void socket.destroy();
    const [status, why] = clientErrors[error.code ?? ''] ?? ['400 Bad Request', 'no valid HTTP'];
    note(`A connection was ended: ${why}.`, { from: socket.remoteAddress });
    if (!socket.writable) return void socket.destroy();
    socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  });
  return server;
}

const clientErrors: Record<string, [status: string, why: string]> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'its request took too long'],
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'its headers were too large'],
};

function listen(server: Server, start: () => void): Promise<void> {
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

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), closeMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** Of the built pages, and of the second origin beside them. */
const pageFiles = (pages: string): PageFiles => ({
  readPage: createPageFiles(pages),
  readOutput: createPageFiles(join(pages, '..', 'output')),
});
