/**
 * How events leave a host: batched, in order, with a bound on what the journal has not yet written. Folds
 * every event it sends, so that the turn and its clock here are exactly what a reader will see.
 */
import { applyBlockEvent, type BlockEvent } from '../../../preload/contract/block-state';
import type { SessionEventBody } from '../../../preload/contract/events';
import { limits } from '../../../preload/contract/limits';
import type { Block, Turn, TurnClock } from '../../../preload/contract/shapes';
import { holdHalfPair, safeOffset } from '../../../preload/contract/text';
import { startClock, tick } from '../../../preload/contract/timing';
import type { HostClock } from './clock';
import type { FromHost } from './protocol';

type Unstamped<Body> = Body extends unknown ? Omit<Body, 'at'> : never;
/** An event before its time is put on it. */
export type HostEvent = Unstamped<SessionEventBody>;

export interface Emitter {
  /** Sends what waits, then this, with the time of now. */
  event(body: HostEvent): void;
  /** Takes note of what the engine has written into this turn: it is sent by nobody here, and its time counts. */
  heard(body: SessionEventBody): void;
  /** Sends what waits, and gives the time of now: epoch ms, whole, never earlier than the last event. */
  stamp(): number;
  /**
   * Adds text to an open block; sent at once if it is the block's first, else within 16 ms or 2 KB.
   * Resolves when there is room for more: a caller that reads from a network awaits it.
   */
  append(block: string, text: string): Promise<void>;
  /** The same without waiting for room: for the few words that close what was cut off. */
  put(block: string, text: string): void;
  /** Sends a trailing half of a character that waits for its other half (it never came). */
  settle(block: string): void;
  /** Resolves once everything sent so far is in the journal, or the emitter is closed: look at the signal then. */
  durable(): Promise<void>;
  /** Batch `n` and all before it are in the journal. */
  written(n: number): void;
  /** The turn as it stands, from the very events that were sent. */
  turn(): Turn;
  clock(): TurnClock;
  /** Ends timers and lets every waiter go on. */
  close(): void;
}

export interface EmitterDeps {
  turn: Turn;
  post: (message: FromHost) => void;
  clock: HostClock;
  /** Number of the first batch, less one. */
  firstBatch?: number;
  /**
   * Runs something a moment later, once what is due now has run: what was said meanwhile is posted together, for each
   * message costs a tenth of a millisecond on both sides. At once where it is absent.
   */
  soon?: (run: () => void) => void;
}

/** A piece of text in one event; a larger one is cut, so that the bound on what is in flight holds. */
const maxPiece = 32 * 1024;

export function createEmitter(deps: EmitterDeps): Emitter {
  const { turn: first, post, clock, firstBatch = 0, soon } = deps;
  let turn = first;
  let ticking = startClock(first.startedAt ?? clock.now());
  let lastAt = ticking.startedAt;
  let n = firstBatch;
  let closed = false;
  const inFlight: { n: number; bytes: number }[] = [];
  let unwritten = 0;
  const waiters: { ready: () => boolean; resolve: () => void }[] = [];
  let pending: { block: string; off: number; text: string; at: number }[] = [];
  let pendingChars = 0;
  let cancelTimer: (() => void) | undefined;
  let lastFlush = Number.NEGATIVE_INFINITY;
  /** Next offset and held half character of each block that has had text. */
  const tails = new Map<string, { off: number; hold: string }>();
  /** Blocks that are closed: what somebody still wants to add to them came too late. */
  const shut = new Set<string>();

  /** Later than the turn's start and than the last event, whatever two processes think the time is. */
  const now = () => {
    lastAt = Math.max(lastAt, Math.round(clock.now()));
    return lastAt;
  };

  function fold(event: SessionEventBody): void {
    ticking = tick(ticking, event);
    if (event.type.startsWith('block.') || event.type.startsWith('tool.')) {
      turn = applyBlockEvent(turn, { ...event, pos: 0, seq: 0, channel: '' } as BlockEvent);
    }
  }

  /** Said and not yet posted. */
  let outgoing: { events: SessionEventBody[]; chars: number; bytes: number } | undefined;

  function send(events: SessionEventBody[]): void {
    if (events.length === 0) return;
    if (!outgoing) {
      outgoing = { events: [], chars: 0, bytes: 0 };
      soon?.(postOutgoing);
    }
    for (const event of events) {
      fold(event);
      outgoing.events.push(event);
      if (event.type === 'block.appended') {
        outgoing.chars += event.text.length;
        outgoing.bytes += Buffer.byteLength(event.text) + 120;
      } else {
        outgoing.bytes += Buffer.byteLength(JSON.stringify(event));
      }
    }
    if (!soon) postOutgoing();
  }

  function postOutgoing(): void {
    if (!outgoing) return;
    const { events, chars, bytes } = outgoing;
    outgoing = undefined;
    n += 1;
    inFlight.push({ n, bytes });
    unwritten += bytes;
    post({ t: 'events', turn: turn.id, n, chars, events });
  }

  function takePending(): SessionEventBody[] {
    cancelTimer?.();
    cancelTimer = undefined;
    const events = pending.map(
      ({ block, off, text, at }): SessionEventBody => ({
        type: 'block.appended',
        at,
        block,
        off,
        text,
      }),
    );
    pending = [];
    pendingChars = 0;
    return events;
  }

  function flush(): void {
    lastFlush = clock.now();
    send(takePending());
  }

  function add(block: string, text: string): void {
    if (closed || shut.has(block)) return;
    let tail = tails.get(block);
    if (!tail) {
      tail = { off: 0, hold: '' };
      tails.set(block, tail);
    }
    const split = holdHalfPair(tail.hold + text);
    tail.hold = split.hold;
    if (split.send === '') return;
    const last = pending.at(-1);
    const at = now();
    if (last?.block === block) {
      last.text += split.send;
      last.at = at;
    } else {
      pending.push({ block, off: tail.off, text: split.send, at });
    }
    tail.off += split.send.length;
    pendingChars += split.send.length;
    if (tail.off === split.send.length || pendingChars >= limits.hostBatchChars) {
      flush();
    } else if (!cancelTimer) {
      const due = Math.max(0, lastFlush + limits.hostBatchMs - clock.now());
      cancelTimer = clock.schedule(due, () => {
        cancelTimer = undefined;
        flush();
      });
    }
  }

  const hasRoom = () => unwritten + (outgoing?.bytes ?? 0) < limits.hostUnwrittenBytes;

  function until(ready: () => boolean): Promise<void> {
    if (closed || ready()) return Promise.resolve();
    return new Promise((resolve) => waiters.push({ ready, resolve }));
  }

  function release(): void {
    for (let at = waiters.length - 1; at >= 0; at--) {
      const waiter = waiters[at];
      if (waiter && (closed || waiter.ready())) {
        waiters.splice(at, 1);
        waiter.resolve();
      }
    }
  }

  return {
    put: add,
    event(body) {
      if (body.type === 'block.closed') shut.add(body.block);
      send([...takePending(), { ...body, at: now() }]);
    },
    heard(body) {
      flush();
      lastAt = Math.max(lastAt, body.at);
      ticking = tick(ticking, body);
    },
    stamp() {
      flush();
      return now();
    },
    async append(block, text) {
      for (let from = 0; from < text.length; ) {
        // Room first: a flood waits here, and its sender behind it.
        if (!hasRoom()) {
          flush();
          postOutgoing();
          await until(hasRoom);
          // A stop may have closed the block meanwhile.
          if (closed || shut.has(block)) return;
        }
        const to = Math.max(from + 1, safeOffset(text, from + maxPiece));
        add(block, text.slice(from, to));
        from = to;
      }
      if (!hasRoom()) {
        postOutgoing();
        await until(hasRoom);
      }
    },
    settle(block) {
      const tail = tails.get(block);
      if (!tail || tail.hold === '') return;
      tail.hold = '';
      add(block, '\ufffd');
    },
    durable() {
      flush();
      postOutgoing();
      const upTo = n;
      return until(() => (inFlight[0]?.n ?? Number.POSITIVE_INFINITY) > upTo);
    },
    written(upTo) {
      while (inFlight[0] && inFlight[0].n <= upTo) unwritten -= inFlight.shift()?.bytes ?? 0;
      release();
    },
    turn: () => turn,
    clock: () => ticking,
    close() {
      closed = true;
      cancelTimer?.();
      postOutgoing();
      release();
    },
  };
}

/** Blocks of the turn that are still open, in order. */
export function openBlocks(turn: Turn): Block[] {
  return turn.blocks.filter((block) => !block.closed);
}
