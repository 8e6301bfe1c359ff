/** The gateway: the door for clients outside the process. HTTP on a Unix socket, and on TCP when asked. */
import { randomBytes } from 'node:crypto';
import { chmodSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { KonsoleError } from '../../preload/contract/errors';
import type { Client, Konsole } from '../konsole/types';
import { createPageFiles } from '../pages/page-file';
import { createAuth, type Door, hostsOf } from './auth';
import { createClients } from './clients';
import { createDevices } from './devices';
import { createHttp, type GatewayTimes, type Http, listen, usualTimes } from './http';
import type { Hub } from './hub';
import type { PageFiles } from './page';
import { createPairing, type Pass } from './pairing';
import { createRefusalNote, createRequests } from './requests';
import { makeRuntimeFolder, removeStaleSocket, socketPath } from './socket-path';
import { createTokenCheck } from './token';
import { createUpgrades } from './upgrades';

export interface GatewayDeps {
  konsole: Pick<Konsole, 'execute' | 'feed' | 'log' | 'blobs'>;
  hub: Hub;
  home: string;
  token: string;
  /** Why a command may not come through the doors; the desktop passes `desktopRefuses`. */
  refuses?: Door['refuses'];
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

const maxStreams = 128;

/** Names of the local socket in a Host header: no browser and no name server has a say there. */
const socketHosts = new Set(['localhost', 'konsole', '127.0.0.1', 'unix']);

/**
 * An agent's shell can reach the desktop's socket, with the owner's token: it must not approve itself or change
 * what it may do. A paired device may answer, over TCP alone: it is in a person's hand, elsewhere, and has no way to
 * the socket.
 */
export function desktopRefuses(command: string, client: Client): string | undefined {
  if (command === 'approval.answer' && client.scope === 'device' && client.door === 'tcp')
    return undefined;
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
  const { konsole, hub, home, pages } = deps;
  const devices = createDevices({ home, log: konsole.log, now: Date.now, random });
  const pairing = createPairing({ devices, elapsed, random });
  const auth = createAuth({ bears, pairing, elapsed });
  const clients = createClients();
  let url: string | undefined;
  const pairAddress = (pass: Pass) =>
    url === undefined || pages === undefined
      ? undefined
      : `${url}/pair?ticket=${pairing.ticket(pass)}`;
  const page = pages && { files: pageFiles(pages), pairing, pairAddress, home };
  const noteRefusal = createRefusalNote(konsole.log);
  const deadMs = times.dead;
  const gates = { konsole, hub, auth, devices, clients, maxStreams, noteRefusal, deadMs };
  const requests = createRequests({ ...gates, ...(page ? { page } : {}) });
  const refuses = deps.refuses ?? (() => undefined);
  const open = createHttp({ requests, upgrades: createUpgrades(gates) }, times, konsole.log);

  const socket = await openSocket(home, refuses, open);
  try {
    const tcp = deps.tcp ? await openTcp(deps.tcp, refuses, open) : undefined;
    url = tcp?.url;
    return {
      socket: socket.path,
      ...(url === undefined ? {} : { url }),
      pairAddress: () => pairAddress({ scope: 'owner' }),
      async close() {
        await Promise.all([socket.http.close(), tcp?.http.close()]);
      },
    };
  } catch (error) {
    await socket.http.close();
    throw error;
  }
}

async function openSocket(
  home: string,
  refuses: Door['refuses'],
  open: (door: Door) => Http,
): Promise<{ http: Http; path: string }> {
  const uid = process.getuid?.();
  const { platform, env } = process;
  const { path, folder } = socketPath(home, { platform, env, temporary: tmpdir(), uid });
  if (folder !== undefined) makeRuntimeFolder(folder, uid);
  await removeStaleSocket(path);
  const door: Door = {
    name: 'socket',
    hosts: socketHosts,
    origins: new Set(),
    client: { id: 'owner', scope: 'owner', door: 'socket' },
    refuses,
  };
  const http = open(door);
  const { server } = http;
  const listening = listen(server, () => server.listen(path));
  // Bound by now and nothing accepted yet: the socket is never open to others, not even for a moment.
  if (platform !== 'win32' && server.address() !== null) chmodSync(path, 0o600);
  await listening;
  return { http, path };
}

async function openTcp(
  options: TcpOptions,
  refuses: Door['refuses'],
  open: (door: Door) => Http,
): Promise<{ http: Http; url: string }> {
  const host = options.host ?? '127.0.0.1';
  if (!isLoopback(host) && !options.exposed) {
    throw new KonsoleError(
      'denied',
      `Everybody on the network could reach a door on ${host}. If that is meant, add --expose-to-network.`,
    );
  }
  const hosts = new Set<string>();
  const origins = new Set<string>();
  const client: Client = { id: 'owner', scope: 'owner', door: 'tcp' };
  const http = open({ name: 'tcp', hosts, origins, client, refuses });
  const { server } = http;
  await listen(server, () => server.listen(options.port, host));
  const { port, address } = server.address() as AddressInfo;
  for (const name of hostsOf([...namesOf(host, address), ...(options.allowHosts ?? [])], port)) {
    hosts.add(name);
    origins.add(`http://${name}`);
  }
  const shown = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  return { http, url: `http://${shown.includes(':') ? `[${shown}]` : shown}:${port}` };
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

/** Of the built pages, and of the second origin beside them. */
const pageFiles = (pages: string): PageFiles => ({
  readPage: createPageFiles(pages),
  readOutput: createPageFiles(join(pages, '..', 'output')),
});
