/**
 * The driver over fetch and server-sent events. Their stream has no attach frames: its channels are named when
 * it opens. So this keeps what is attached and how far each channel has come, and opens anew when that changes.
 */
import { createParser } from 'eventsource-parser';
import { formatCursor } from '../contract/cursor';
import type { ServerFrame } from '../contract/frames';
import { limits } from '../contract/limits';
import type { Connection, ConnectionFact, Driver } from './types';

/** What is read of a `Response`: a program that has no use for a whole one makes this of its own. */
export interface SseAnswer {
  ok: boolean;
  status: number;
  body: {
    getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> };
  } | null;
  json(): Promise<unknown>;
}

export interface SseDriverDeps {
  /** Of the page, of a program over a socket, or a test's own. `path` begins with `/v1/events?`. */
  fetch: (path: string, init: RequestInit) => Promise<SseAnswer>;
  /** Sent as a bearer header. */
  token: string;
  /** Runs `run` after `ms`; returns how to cancel. */
  schedule: (ms: number, run: () => void) => () => void;
  /** Awaited before each read: whoever is told may still owe what it was told before. */
  room?: () => Promise<void>;
}

/** A page that changes what it shows detaches and attaches at once: one opening serves them all. */
const gatherMs = 5;

/** A channel without a cursor yet begins with a snapshot. */
type Cursors = Map<string, string | undefined>;

export function createSseDriver(deps: SseDriverDeps): Driver {
  return (told) => connectionOf(deps, told);
}

function connectionOf(deps: SseDriverDeps, told: (fact: ConnectionFact) => void): Connection {
  const cursors: Cursors = new Map();
  let reading: AbortController | undefined;
  let cancelOpening: (() => void) | undefined;
  let ended = false;

  function stop(): void {
    ended = true;
    cancelOpening?.();
    reading?.abort();
    reading = undefined;
  }

  function end(reason: string, refused = false): void {
    if (ended) return;
    stop();
    told({ type: 'closed', reason, refused });
  }

  /** What still comes of the old stream is not read: each channel goes on after the last that was told. */
  function openAnew(): void {
    reading?.abort();
    reading = undefined;
    cancelOpening ??= deps.schedule(gatherMs, () => {
      cancelOpening = undefined;
      if (cursors.size > 0) void read();
    });
  }

  async function read(): Promise<void> {
    const own = new AbortController();
    reading = own;
    const isCurrent = () => reading === own;
    try {
      const response = await deps.fetch(pathOf(cursors), {
        headers: { accept: 'text/event-stream', authorization: `Bearer ${deps.token}` },
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        signal: own.signal,
      });
      if (!isCurrent()) return;
      if (!response.ok || !response.body) return await turnedAway(response, isCurrent);
      await readBody(response.body, isCurrent);
      // It ends by itself once every channel of it is gone: then there is nothing left to hear.
      if (isCurrent() && cursors.size > 0) end('the stream ended');
    } catch (error) {
      if (isCurrent()) end(`the stream broke: ${String(error)}`);
    }
  }

  async function turnedAway(response: SseAnswer, isCurrent: () => boolean): Promise<void> {
    const said = (await response.json().catch(() => undefined)) as
      | { message?: string; channel?: string }
      | undefined;
    if (!isCurrent()) return;
    const { message = 'There is no such channel.', channel } = said ?? {};
    if (response.status !== 404 || channel === undefined || !cursors.has(channel)) {
      return end(`the server answered ${response.status}`, response.status === 401);
    }
    tell([{ t: 'error', code: 'not-found', message, channel }]);
    if (!ended) openAnew();
  }

  async function readBody(
    body: NonNullable<SseAnswer['body']>,
    isCurrent: () => boolean,
  ): Promise<void> {
    let frames: ServerFrame[] = [];
    const parser = createParser({
      onEvent: ({ event, data }) => {
        frames.push(...framesOf(event ?? 'message', JSON.parse(data), cursors));
      },
    });
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (;;) {
      await deps.room?.();
      if (!isCurrent()) return;
      const { done, value } = await reader.read();
      if (done || !isCurrent()) return;
      frames = [];
      parser.feed(decoder.decode(value, { stream: true }));
      if (frames.length > 0) tell(frames);
    }
  }

  let epoch = '';
  function tell(frames: readonly ServerFrame[]): void {
    // Before it is told: who is told may attach again from an earlier place, and that counts.
    for (const frame of frames) {
      if (frame.t === 'hello') epoch = frame.epoch;
      if (frame.t === 'snapshot') move(frame.channel, frame.pos);
      if (frame.t === 'event') move(frame.event.channel, frame.event.pos);
      if (frame.t === 'error' && frame.channel !== undefined) cursors.delete(frame.channel);
    }
    told({ type: 'frames', frames });
  }

  function move(channel: string, pos: number): void {
    if (cursors.has(channel)) cursors.set(channel, formatCursor(epoch, pos));
  }

  queueMicrotask(() => {
    if (!ended) told({ type: 'opened' });
  });
  return {
    send(frame) {
      if (ended) return;
      if (frame.t === 'attach') cursors.set(frame.channel, frame.after);
      else if (frame.t === 'detach') cursors.delete(frame.channel);
      else return;
      openAnew();
    },
    close: stop,
  };
}

function pathOf(cursors: Cursors): string {
  const query = new URLSearchParams();
  for (const channel of cursors.keys()) query.append('channel', channel);
  for (const after of cursors.values()) query.append('after', after ?? '-');
  return `/v1/events?${query.toString()}`;
}

/** One event of the stream as frames of a port; what is unknown is none (docs/protocol.md). */
function framesOf(name: string, data: unknown, cursors: Cursors): ServerFrame[] {
  const frame = (t: ServerFrame['t'], more: object = {}) =>
    ({ t, ...(data as object), ...more }) as ServerFrame;
  switch (name) {
    case 'hello':
      return [frame('hello', { protocol: 1, beatMs: limits.beatMs })];
    case 'snapshot':
    case 'state':
    case 'beat':
    case 'error':
      return [frame(name)];
    case 'synced':
      return [...cursors.keys()].map((channel) => frame('synced', { channel }));
    default:
      return name.includes('.') ? [{ t: 'event', event: data } as ServerFrame] : [];
  }
}
