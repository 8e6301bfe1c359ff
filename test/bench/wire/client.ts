/** The process that reads, so that no loop is shared with who serves. */
import { type BlockedReader, type Manner, openBlocked } from './blocked';
import { serveCalls } from './calls';
import { onMessage, openEvents, openSocket, sendFrame } from './connect';
import { type Crowd, gather } from './crowd';
import type { BenchDoor } from './door';
import { createSseReader } from './reading';
import { socketTrips, tcpTrips } from './trips';
import { percentile } from '../statistics';

export interface Reading {
  port: number;
  way: 'ws' | 'sse';
  /** Of the product's door; a bare server has neither. */
  session?: string;
  count: number;
}

let trips: Record<string, (count: number) => Promise<number[]>> = {};
let reading: Counting | undefined;
let blocked: BlockedReader[] = [];
let crowd: Crowd | undefined;

interface Counting {
  /** ms from the first event to the last. */
  done: Promise<number>;
}

/** Counts events until all came; ms from the first to the last. */
function counter(count: number) {
  let come = 0;
  let first = 0;
  let last = 0;
  let finish: (ms: number) => void = () => {};
  const done = new Promise<number>((resolve) => {
    finish = resolve;
  });
  return {
    done,
    add(events: number) {
      if (events === 0) return;
      if (come === 0) first = performance.now();
      come += events;
      last = performance.now();
      if (come >= count) finish(last - first);
    },
  };
}

async function overSocket({ port, session, count }: Reading): Promise<Counting> {
  const ws = await openSocket(port, session === undefined ? '' : '/v1/socket?batch=1');
  const counted = counter(count);
  let inStep = () => {};
  const synced = new Promise<void>((resolve) => {
    inStep = resolve;
  });
  onMessage(ws, (told) => {
    const message = told as { t: string } | { t: string }[];
    if (Array.isArray(message)) counted.add(message.filter(({ t }) => t === 'event').length);
    else if (message.t === 'event') counted.add(1);
    else if (message.t === 'synced') inStep();
  });
  if (session !== undefined) {
    sendFrame(ws, { t: 'attach', channel: `session/${session}` });
    await synced;
  }
  return { done: counted.done.finally(() => ws.terminate()) };
}

async function overSse({ port, session, count }: Reading): Promise<Counting> {
  const path = session === undefined ? '/' : `/v1/events?channel=session/${session}`;
  const response = await openEvents(port, path);
  const counted = counter(count);
  let inStep = () => {};
  const synced = new Promise<void>((resolve) => {
    inStep = resolve;
  });
  const read = createSseReader((name, data) => {
    JSON.parse(data);
    if (name.includes('.')) counted.add(1);
    else if (name === 'synced') inStep();
  });
  response.on('data', read);
  if (session !== undefined) await synced;
  return { done: counted.done.finally(() => response.destroy()) };
}

const calls = {
  async openTrips({ tcp, ws, door }: { tcp: number; ws: number; door: BenchDoor }) {
    const command = JSON.stringify({ t: 'command', id: 'c1', name: 'pool.status', params: {} });
    const attach = JSON.stringify({ t: 'attach', channel: 'session/none' });
    trips = {
      tcp: await tcpTrips(tcp),
      ws: socketTrips(await openSocket(ws), command),
      command: socketTrips(await openSocket(door.port, '/v1/socket'), command),
      attach: socketTrips(await openSocket(door.port, '/v1/socket'), attach),
    };
  },
  /** µs each. */
  trips: ({ kind, count }: { kind: string; count: number }) => trips[kind]?.(count) ?? [],
  /** Resolves once it is in step. */
  async read(wanted: Reading) {
    reading = await (wanted.way === 'ws' ? overSocket : overSse)(wanted);
  },
  /** ms from the first event to the last. */
  readAll: () => reading?.done ?? Number.NaN,
  async block({
    port,
    sessions,
    manner,
  }: {
    port: number;
    sessions: readonly string[];
    manner: Manner;
  }) {
    blocked = await Promise.all(sessions.map((session) => openBlocked(port, session, manner)));
  },
  goOn() {
    for (const one of blocked) one.goOn();
  },
  async comeTo({ ends }: { ends: readonly string[] }) {
    await Promise.all(blocked.map((one, n) => one.comesTo(ends[n] ?? '')));
  },
  leave() {
    for (const one of blocked) one.close();
    crowd?.close();
  },
  async gather({ door, session, each }: { door: BenchDoor; session: string; each: number }) {
    crowd = await gather(door, session, each);
  },
  /** ms, and how many deliveries there were. */
  delivered() {
    const took = crowd?.take() ?? [];
    return {
      count: took.length,
      p50: percentile(took, 0.5) / 1000,
      p99: percentile(took, 0.99) / 1000,
      max: percentile(took, 1) / 1000,
    };
  },
};

export type ClientCalls = typeof calls;

serveCalls(calls);
