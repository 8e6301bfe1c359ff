/** A gateway over a feed in memory, on a socket and a port of its own, and ways to talk to it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../../main/konsole/types';
import { type GatewayDeps, openGateway } from '../../main/transport/gateway';
import { createHub, type HubDeps, processTime } from '../../main/transport/hub';
import { ownerToken } from '../../main/transport/token';
import type { Answer } from '../../preload/contract/errors';
import { createMemoryBlobs } from '../konsole/support/memory-blobs';
import { createMemoryFeed } from './memory-feed';

export interface Executed {
  client: Client;
  name: string;
  params: unknown;
}

/** `time`: of the hub, where the process's own will not do. */
export async function openHouse(
  options: Partial<GatewayDeps> = {},
  time: Partial<Pick<HubDeps, 'schedule' | 'paceMs'>> = {},
) {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'k-'));
  const feed = createMemoryFeed();
  const executed: Executed[] = [];
  const logs: { message: string; fields: unknown }[] = [];
  const answers: {
    next: Answer;
    /** Waited for before each answer. */
    before: () => Promise<void>;
    /** Answers by name, where it has an answer. */
    to?: (name: string, params: unknown) => Answer | undefined | Promise<Answer>;
  } = {
    next: { ok: true, result: {} },
    before: async () => {},
  };
  const log = {
    write: (_level: string, _area: string, message: string, fields?: unknown) =>
      void logs.push({ message, fields }),
  };
  const hub = createHub({ feed, log, ...processTime, ...time });
  const token = ownerToken(home);
  const blobs = createMemoryBlobs();
  const konsole = {
    blobs,
    feed,
    log,
    execute: async (client: Client, name: string, params: unknown) => {
      executed.push({ client, name, params });
      await answers.before();
      return (await answers.to?.(name, params)) ?? answers.next;
    },
  };
  const gateway = await openGateway({
    konsole,
    hub,
    home,
    token,
    tcp: { port: 0 },
    ...options,
  });
  return {
    home,
    feed,
    blobs,
    hub,
    token,
    gateway,
    executed,
    logs,
    answers,
    port: Number(new URL(gateway.url ?? 'http://x:1').port),
    async close() {
      hub.close();
      await gateway.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export type House = Awaited<ReturnType<typeof openHouse>>;

export interface Asked {
  method?: string;
  path: string;
  headers?: Record<string, string | undefined>;
  body?: string | Buffer;
  /** Over the Unix socket in place of TCP. */
  socket?: boolean;
  /** Absent: the owner's. */
  token?: string | undefined;
}

export interface Heard {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
  json: () => { ok: boolean; code?: string; message?: string; result?: unknown };
}

/** Sends one request and reads the whole answer. */
export function ask(house: House, asked: Asked): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const req = open(house, asked, (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (chunk) => {
        text += chunk;
      });
      res.on('end', () =>
        resolve({
          status: res.statusCode ?? 0,
          headers: res.headers,
          text,
          json: () => JSON.parse(text),
        }),
      );
    });
    req.on('error', reject);
    req.end(asked.body);
  });
}

export function open(house: House, asked: Asked, answered: (res: IncomingMessage) => void) {
  const token = 'token' in asked ? asked.token : house.token;
  const headers: Record<string, string> = {};
  if (token !== undefined) headers.authorization = `Bearer ${token}`;
  if (asked.body !== undefined) headers['content-type'] = 'application/json';
  for (const [name, value] of Object.entries(asked.headers ?? {})) {
    if (value === undefined) delete headers[name];
    else headers[name] = value;
  }
  const where = asked.socket
    ? { socketPath: house.gateway.socket }
    : { host: '127.0.0.1', port: house.port };
  const { method = 'GET', path } = asked;
  return request({ ...where, method, path, headers, agent: false }, answered);
}

export interface SseEvent {
  event?: string;
  id?: string;
  data: string;
  json: () => Record<string, unknown>;
}

/** A stream of events as an outside client reads it; parsed by hand, so that the wire itself is tested. */
export function listenTo(house: House, asked: Asked) {
  const heard: SseEvent[] = [];
  const chunks: string[] = [];
  let rest = '';
  let ended = false;
  let status = 0;
  let response: IncomingMessage | undefined;
  const req = open(house, asked, (res) => {
    response = res;
    status = res.statusCode ?? 0;
    res.setEncoding('utf8');
    res.on('data', (chunk: string) => {
      chunks.push(chunk);
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      heard.push(...blocks.map(parseBlock));
    });
    res.on('close', () => {
      ended = true;
    });
  });
  req.on('error', () => {
    ended = true;
  });
  req.end();
  return {
    heard,
    raw: () => chunks.join(''),
    status: () => status,
    ended: () => ended,
    names: () => heard.map(({ event }) => event),
    pause: () => response?.pause(),
    resume: () => response?.resume(),
    stop: () => req.destroy(),
  };
}

function parseBlock(block: string): SseEvent {
  const fields: Record<string, string> = {};
  for (const line of block.split('\n')) {
    const colon = line.indexOf(': ');
    fields[line.slice(0, colon)] = line.slice(colon + 2);
  }
  const data = fields.data ?? '';
  return {
    ...(fields.event === undefined ? {} : { event: fields.event }),
    ...(fields.id === undefined ? {} : { id: fields.id }),
    data,
    json: () => JSON.parse(data),
  };
}
