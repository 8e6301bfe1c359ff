/**
 * One reader of the hub: its attachments, its window and its queue. A slow one gets merged events, then a
 * fresh snapshot; it never stalls a turn, and what waits for it is bounded (I9).
 */
import { formatCursor } from '../../preload/contract/cursor';
import type { KonsoleEvent } from '../../preload/contract/events';
import type { ServerFrame } from '../../preload/contract/frames';
import { limits } from '../../preload/contract/limits';
import type { PoolStatus } from '../../preload/contract/shapes';
import { type Beginning, type CatchUpDeps, type CatchUpReader, catchUp } from './catch-up';
import { bytesOf, charsOf, snapshotChars } from './encoding';
import { createQueue } from './queue';
import { type AttachRequest, errorFrame, type Reader, type ReaderKind, type Sink } from './sink';
import { createWindow } from './window';

/** How many channels one connection may follow. */
export const maxChannels = 64;
/** About the most characters of events in one message to a reader. */
const messageChars = 32_000;

/** What the hub uses beside the `Reader` of a transport. */
export interface HubReader extends Reader {
  readonly kind: ReaderKind;
  /** The channels it follows, sorted: readers with the same ones share a merged batch. */
  signature(): string;
  /** Live events of channels it follows, in `pos` order. */
  offer(events: readonly KonsoleEvent[]): void;
  offerPool(status: PoolStatus): void;
  gone(channel: string): void;
  beat(): void;
  end(code: 'closing' | 'slow'): void;
}

export interface ReaderDeps extends CatchUpDeps {
  sink: Sink;
  kind: ReaderKind;
  /** Told in the same synchronous step: from `following` on, live events of the channel are offered. */
  following: (channel: string) => void;
  left: (channel: string) => void;
  closed: () => void;
  /** Hands out what the pace still holds back, so that a watermark has nothing before it on its way. */
  settle: () => void;
  dropped: (events: number) => void;
}

interface Attachment {
  phase: 'catching-up' | 'live' | 'dropped';
  group: Group;
  /** `pos` of the last event or snapshot sent; undefined before the first. */
  sentPos: number | undefined;
}

/** Channels that attached together and are synced together. */
interface Group {
  held: KonsoleEvent[];
  heldBytes: number;
  overflowed: boolean;
}

export function createReader(deps: ReaderDeps): HubReader {
  const { sink, kind, feed } = deps;
  const attachments = new Map<string, Attachment>();
  const window = createWindow(kind.window, () => sink.writable());
  const queue = createQueue();
  let poolDue: PoolStatus | undefined;
  let greeted = false;
  let closed = false;
  /** Something was dropped: nothing is queued until a new beginning brings it all. */
  let behind = false;
  let signature: string | undefined;

  const send = (frames: readonly ServerFrame[]) => {
    if (!closed && frames.length > 0) sink.send(frames);
  };

  function sendEvents(events: readonly KonsoleEvent[]): void {
    const frames: ServerFrame[] = [];
    for (const event of events) {
      const attachment = attachments.get(event.channel);
      if (!attachment) continue;
      attachment.sentPos = event.pos;
      window.sent(event.channel, event.pos, charsOf(event));
      frames.push({ t: 'event', event });
    }
    send(frames);
  }

  function remove(channel: string): void {
    if (!attachments.delete(channel)) return;
    window.forget(channel);
    queue.forget(channel);
    if (channel === 'pool') poolDue = undefined;
    signature = undefined;
    deps.left(channel);
  }

  function greeting(head: number): ServerFrame[] {
    if (greeted) return [];
    greeted = true;
    return [{ t: 'hello', protocol: 1, epoch: feed.epoch, head, beatMs: limits.beatMs }];
  }

  function attach(requests: readonly AttachRequest[]): void {
    if (closed) return;
    deps.settle();
    // From here to the end everything is one synchronous step: listening begins at the watermark.
    const watermark = feed.head();
    const group: Group = { held: [], heldBytes: 0, overflowed: false };
    const beginnings: Beginning[] = [];
    const frames = greeting(watermark);
    for (const { channel, after } of requests) {
      if (attachments.get(channel)?.group === group) continue;
      remove(channel);
      if (attachments.size >= maxChannels) {
        const message = `One connection follows at most ${maxChannels} channels. Detach from one first.`;
        frames.push(errorFrame('busy', message, channel));
        continue;
      }
      const position = cursorAt(after);
      attachments.set(channel, { phase: 'catching-up', group, sentPos: position });
      signature = undefined;
      deps.following(channel);
      if (channel === 'pool') frames.push({ t: 'state', channel: 'pool', state: feed.pool() });
      else beginnings.push({ channel, after: position, fromFirst: after === '0' });
    }
    send(frames);
    const channels = requests.map((request) => request.channel);
    void catchUp(deps, catchUpOf(group), beginnings, watermark).then(() =>
      live(group, channels, watermark),
    );
  }

  function cursorAt(after: string | undefined): number | undefined {
    if (after === '0') return 0;
    return after === undefined ? undefined : feed.position(after);
  }

  function catchUpOf(group: Group): CatchUpReader {
    const wants = (channel: string) => !closed && attachments.get(channel)?.group === group;
    return {
      wants,
      room: () => (closed ? Promise.resolve() : window.room()),
      snapshot(channel, state) {
        const attachment = attachments.get(channel);
        if (!attachment) return;
        attachment.sentPos = state.pos;
        window.sent(channel, state.pos, snapshotChars(state));
        send([{ t: 'snapshot', channel, seq: state.seq, pos: state.pos, state }]);
      },
      failed(channel, { code, message }) {
        if (!wants(channel)) return;
        remove(channel);
        send([errorFrame(code, message, channel)]);
      },
      events: sendEvents,
    };
  }

  function live(group: Group, channels: readonly string[], watermark: number): void {
    if (closed) return;
    const frames: ServerFrame[] = [];
    for (const channel of new Set(channels)) {
      const attachment = attachments.get(channel);
      if (attachment?.group !== group) continue;
      attachment.phase = group.overflowed ? 'dropped' : 'live';
      if (!group.overflowed) frames.push({ t: 'synced', channel, pos: watermark });
    }
    send(frames);
    if (group.overflowed) {
      behind = true;
      return roomier();
    }
    for (const event of group.held) enqueue(event);
    group.held = [];
    roomier();
  }

  function offer(events: readonly KonsoleEvent[]): void {
    if (closed) return;
    for (const event of events) {
      const attachment = attachments.get(event.channel);
      if (attachment?.phase === 'live') enqueue(event);
      else if (attachment?.phase === 'catching-up') hold(attachment.group, event);
    }
    roomier();
  }

  function hold(group: Group, event: KonsoleEvent): void {
    if (group.overflowed) return;
    group.held.push(event);
    group.heldBytes += bytesOf(event);
    if (group.heldBytes <= limits.readerQueueBytes) return;
    deps.dropped(group.held.length);
    group.held = [];
    group.overflowed = true;
  }

  function enqueue(event: KonsoleEvent): void {
    const attachment = attachments.get(event.channel);
    if (behind || attachment?.phase !== 'live') return;
    queue.push(event, !window.hasRoom());
    if (queue.bytes() > messageChars) flush();
    if (queue.bytes() <= limits.readerQueueBytes) return;
    const lost = queue.clear();
    for (const channel of lost.channels) {
      const attachment = attachments.get(channel);
      if (attachment) attachment.phase = 'dropped';
    }
    behind = true;
    deps.dropped(lost.events);
  }

  function flush(): void {
    while (!closed && window.hasRoom()) {
      const events = queue.take(messageChars);
      if (events.length === 0) break;
      sendEvents(events);
    }
    if (poolDue && window.hasRoom()) {
      const state = poolDue;
      poolDue = undefined;
      send([{ t: 'state', channel: 'pool', state }]);
    }
  }

  /**
   * What was dropped begins anew with a snapshot, the rest where it was. All are held until that is there:
   * a reader that resumes by the last id it saw must not have seen one beyond what it missed.
   */
  function recover(): void {
    // What the pace still holds back comes after what was dropped: while behind, it is left to the replay too.
    deps.settle();
    if (!behind) return;
    behind = false;
    const requests: AttachRequest[] = [];
    for (const [channel, { phase, sentPos }] of attachments) {
      if (channel === 'pool' || phase === 'catching-up') continue;
      if (phase === 'dropped' || sentPos === undefined) requests.push({ channel });
      else
        requests.push({ channel, after: sentPos === 0 ? '0' : formatCursor(feed.epoch, sentPos) });
    }
    attach(requests);
  }

  function roomier(): void {
    if (closed) return;
    window.wake();
    if (!window.hasRoom()) return;
    if (behind) recover();
    else flush();
  }

  function close(): void {
    if (closed) return;
    closed = true;
    for (const channel of [...attachments.keys()]) remove(channel);
    window.release();
    deps.closed();
  }

  return {
    kind,
    signature: () => (signature ??= [...attachments.keys()].sort().join(' ')),
    greet: () => send(greeting(feed.head())),
    attach,
    detach(channel) {
      remove(channel);
      roomier();
    },
    ack(channel, pos) {
      if (attachments.has(channel) && window.acked(channel, pos)) roomier();
    },
    drained: roomier,
    offer,
    offerPool(status) {
      if (!attachments.has('pool')) return;
      poolDue = status;
      flush();
    },
    gone(channel) {
      if (!attachments.has(channel)) return;
      remove(channel);
      send([errorFrame('not-found', 'This session was deleted.', channel)]);
    },
    beat() {
      if (!sink.writable()) return;
      const heads: Record<string, number> = {};
      for (const [channel, { phase, sentPos }] of attachments) {
        if (phase === 'live' && sentPos !== undefined) heads[channel] = sentPos;
      }
      send([{ t: 'beat', heads }]);
    },
    end(code) {
      if (closed) return;
      close();
      sink.end(code);
    },
    close,
  };
}
