/** `GET /v1/events`: one reader over server-sent events; see docs/protocol.md for the wire. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { formatCursor } from '../../preload/contract/cursor';
import type { ServerFrame } from '../../preload/contract/frames';
import type { Feed, Log } from '../konsole/types';
import { commonHeaders, onceGone, type Refusal, refusal } from './answers';
import { createShared } from './encoding';
import type { Hub } from './hub';
import { maxChannels } from './reader';
import type { AttachRequest, Sink } from './sink';

export interface SseDeps {
  hub: Hub;
  feed: Pick<Feed, 'epoch' | 'exists'>;
  log: Log;
  /** Milliseconds after which a client that takes nothing at all is dead; a slow one is not. */
  deadMs: number;
}

const sharedNamed = createShared<string>();
const sharedPlain = createShared<string>();
/** Told to the browser: how long it waits before it connects again. */
const retryMs = 500;

/** Streams until the client goes, or gives the refusal that is to be sent. */
export async function serveEvents(
  { hub, feed, log, deadMs }: SseDeps,
  url: URL,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<Refusal | undefined> {
  const requests = readRequests(url.searchParams, req.headers['last-event-id']);
  if ('status' in requests) return requests;
  for (const { channel } of requests) {
    if (channel === 'pool' || (await feed.exists(channel))) continue;
    const message = `There is no channel "${channel}". Channels are index, pool and session/<id> of a session that exists.`;
    return { ...refusal(404, 'not-found', message), log: false, channel };
  }
  if (res.destroyed || req.socket.destroyed) return undefined;
  const named = url.searchParams.get('named') !== '0';
  const shared = named ? sharedNamed : sharedPlain;
  res.writeHead(200, {
    ...commonHeaders,
    'content-type': 'text/event-stream; charset=utf-8',
    // Its end is the end of the connection: an idle one would only hold up closing.
    connection: 'close',
    'x-accel-buffering': 'no',
  });
  res.write(`retry: ${retryMs}\n`);
  const remaining = new Set(requests.map(({ channel }) => channel));
  const sink: Sink = {
    send(frames) {
      if (res.writableEnded || res.destroyed) return;
      res.write(shared(frames, () => encodeFrames(frames, feed.epoch, named)));
      for (const frame of frames) {
        if (frame.t === 'error' && frame.channel !== undefined) remaining.delete(frame.channel);
      }
      if (remaining.size === 0) res.end();
    },
    writable: () => !res.writableNeedDrain,
    end: () => void res.end(),
  };
  const reader = hub.connect(sink, { pace: 'remote', window: 'drain' });
  res.on('drain', () => reader.drained());
  onceGone(req, res, () => reader.close());
  req.socket.setTimeout(deadMs, () => {
    log.write('warn', 'transport', 'A reader took nothing for long: its stream was closed', {
      ms: deadMs,
    });
    res.destroy();
  });
  reader.attach(requests);
  return undefined;
}

/** `after` is given once for all, or once per channel in the same order with `-` for none. */
export function readRequests(
  query: URLSearchParams,
  lastEventId: string | string[] | undefined,
): AttachRequest[] | Refusal {
  const channels = query.getAll('channel');
  const afters = query.getAll('after');
  if (channels.length === 0) {
    return invalid('Name at least one channel: /v1/events?channel=session/<id>&channel=index.');
  }
  if (channels.length > maxChannels) return invalid(`At most ${maxChannels} channels a stream.`);
  if (new Set(channels).size < channels.length) return invalid('A channel is named twice.');
  if (channels.some((channel) => channel.length > 80)) return invalid('A channel is too long.');
  if (afters.length > 1 && afters.length !== channels.length) {
    return invalid('Give "after" once for all channels, or once for each, "-" for none.');
  }
  return channels.map((channel, index) => {
    const own = afters.length === 1 ? afters[0] : afters[index];
    const after = typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : own;
    return after === undefined || after === '-' || after === '' ? { channel } : { channel, after };
  });
}

const invalid = (message: string): Refusal => ({ ...refusal(400, 'invalid', message), log: false });

/** Frames as server-sent events. A row of `synced` of one watermark is one event. */
export function encodeFrames(
  frames: readonly ServerFrame[],
  epoch: string,
  named: boolean,
): string {
  let text = '';
  let syncedAt: number | undefined;
  for (const frame of frames) {
    if (frame.t === 'synced') {
      if (syncedAt === frame.pos) continue;
      syncedAt = frame.pos;
    } else syncedAt = undefined;
    text += encodeFrame(frame, epoch, named);
  }
  return text;
}

function encodeFrame(frame: ServerFrame, epoch: string, named: boolean): string {
  const line = (name: string, data: Record<string, unknown>, id?: string) => {
    // Without names the data itself must say what it is; an event always does.
    const json = JSON.stringify(named ? data : { type: name, ...data });
    return `${named ? `event: ${name}\n` : ''}${id === undefined ? '' : `id: ${id}\n`}data: ${json}\n\n`;
  };
  switch (frame.t) {
    case 'event': {
      const { event } = frame;
      const name = named ? `event: ${event.type}\n` : '';
      return `${name}id: ${formatCursor(epoch, event.pos)}\ndata: ${JSON.stringify(event)}\n\n`;
    }
    case 'hello':
      return line('hello', { epoch: frame.epoch, head: frame.head });
    case 'snapshot': {
      const { channel, seq, pos, state } = frame;
      return line('snapshot', { channel, seq, pos, state });
    }
    case 'synced':
      return line('synced', { pos: frame.pos }, formatCursor(epoch, frame.pos));
    case 'state':
      return line('state', { channel: frame.channel, state: frame.state });
    case 'beat':
      return line('beat', { heads: frame.heads });
    case 'error': {
      const { code, message, channel } = frame;
      return line('error', channel === undefined ? { code, message } : { code, message, channel });
    }
    case 'result':
    case 'bye':
    case 'lane':
    case 'move':
      // A stream of events carries no commands, its end is its goodbye, and lanes are of ports alone.
      return '';
  }
}
