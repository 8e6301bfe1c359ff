/** A WebSocket client as a stranger would write it, over either door of a house; it acknowledges only when told to. */
import { type ClientOptions, WebSocket } from 'ws';
import type { KonsoleEvent } from '../../preload/contract/events';
import type { ClientFrame, ServerFrame } from '../../preload/contract/frames';
import type { House } from './house';
import { until } from './hub-bench';

export type Dialable = Pick<House, 'token' | 'port'> & {
  gateway: Pick<House['gateway'], 'socket'>;
};

export interface Dialled {
  path?: string;
  /** Over the Unix socket in place of TCP. */
  socket?: boolean;
  protocols?: string[];
  /** Absent: the owner's, as a header. */
  token?: string | undefined;
  headers?: Record<string, string>;
}

export function dial(house: Dialable, dialled: Dialled = {}) {
  const { path = '/v1/socket', socket = false, protocols = ['konsole.1'] } = dialled;
  const token = 'token' in dialled ? dialled.token : house.token;
  const options: ClientOptions = {
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(socket ? { host: 'localhost' } : {}),
      ...dialled.headers,
    },
  };
  const url = socket
    ? `ws+unix:${house.gateway.socket}:${path}`
    : `ws://127.0.0.1:${house.port}${path}`;
  const ws = new WebSocket(url, protocols, options);
  const frames: ServerFrame[] = [];
  const messages: unknown[] = [];
  let code: number | undefined;
  let refusal:
    | { status: number; headers: NodeJS.Dict<string | string[]>; body: string }
    | undefined;
  ws.on('message', (data: Buffer) => {
    const message: unknown = JSON.parse(data.toString());
    messages.push(message);
    frames.push(...((Array.isArray(message) ? message : [message]) as ServerFrame[]));
  });
  ws.on('unexpected-response', (_req, res) => {
    let body = '';
    res.on('data', (chunk) => (body += chunk));
    res.on('close', () => {
      refusal = { status: res.statusCode ?? 0, headers: res.headers, body };
    });
  });
  ws.on('error', () => undefined);
  ws.on('close', (closed) => (code = closed));

  const send = (frame: ClientFrame | ClientFrame[]) => ws.send(JSON.stringify(frame));
  return {
    ws,
    frames,
    messages,
    send,
    kinds: () => frames.map(({ t }) => t),
    events: (): KonsoleEvent[] =>
      frames.flatMap((frame) => (frame.t === 'event' ? [frame.event] : [])),
    opened: () => until('it is open', () => ws.readyState === WebSocket.OPEN),
    /** Status and body of an upgrade that was refused. */
    async refused() {
      await until('it was refused', () => refusal !== undefined);
      return refusal ?? { status: 0, headers: {}, body: '' };
    },
    async closed() {
      await until('it was closed', () => code !== undefined);
      return code;
    },
    async attached(channel: string, after?: string) {
      const before = frames.length;
      send({ t: 'attach', channel, ...(after === undefined ? {} : { after }) });
      const isSynced = (frame: ServerFrame) => frame.t === 'synced' && frame.channel === channel;
      await until('it is live', () => frames.slice(before).some(isSynced));
    },
    async command(id: string, name: string, params: unknown = {}) {
      send({ t: 'command', id, name, params });
      const isIts = (frame: ServerFrame) => frame.t === 'result' && frame.id === id;
      await until('it was answered', () => frames.some(isIts));
      return frames.find(isIts);
    },
    stop: () => ws.terminate(),
  };
}

export type Client = ReturnType<typeof dial>;

/** Clients of one test file; `stop` after each test leaves none behind. */
export function createClients() {
  const all: Client[] = [];
  const dialled = (house: Dialable, options: Dialled = {}): Client => {
    const client = dial(house, options);
    all.push(client);
    return client;
  };
  return {
    dialled,
    async opened(house: Dialable, options: Dialled = {}): Promise<Client> {
      const client = dialled(house, options);
      await client.opened();
      return client;
    },
    stop() {
      for (const client of all.splice(0)) client.stop();
    },
  };
}
