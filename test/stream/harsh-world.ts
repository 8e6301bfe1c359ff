/**
 * A server and the ways to it, as bad as they may be: links that fail, stall, lose and repeat frames or come back
 * from the dead, a server that is slow, drops what waits or restarts without its last events, a clock that
 * jumps. Frames and time move by hand. Loss within a link is worse than any real transport.
 */
import { positionOf } from '../../main/konsole/journal/epochs';
import type { Epoch } from '../../main/konsole/journal/messages';
import type { EventBody, KonsoleEvent } from '../../preload/contract/events';
import type { ClientFrame, ServerFrame } from '../../preload/contract/frames';
import { merge } from '../../preload/contract/merge';
import type { PoolStatus } from '../../preload/contract/shapes';
import type { ConnectionFact, Driver } from '../../preload/stream/types';
import { emptyPool, foldSession, sessionOf } from '../transport/memory-feed';
import { createHarshTime } from './harsh-time';

interface Attached {
  /** What is still to be sent before it is live; undefined once it is. */
  plan: ServerFrame[] | undefined;
  /** Committed while it caught up. */
  held: ServerFrame[];
  watermark: number;
  sentPos: number | undefined;
  /** What waited for it was dropped: a snapshot follows. */
  dropped: boolean;
}

interface Way {
  told: (fact: ConnectionFact) => void;
  /** The reader closed it, or was told that it is closed. */
  ended: boolean;
  /** The server's end is there and heeds what comes. */
  served: boolean;
  opened: boolean;
  greeted: boolean;
  /** On its way to the server, and to the reader. */
  up: ClientFrame[];
  down: ServerFrame[];
  attached: Map<string, Attached>;
}

/** How the next attempts to open a link go. */
export type Opening = 'well' | 'never' | 'closed at once';

export function createHarshWorld() {
  const journal: KonsoleEvent[] = [];
  const epochs: Epoch[] = [{ epoch: 'k1', firstPos: 1 }];
  const ways: Way[] = [];
  let pool: PoolStatus = emptyPool;
  let opening: Opening = 'well';
  let merges = false;
  let mostAlive = 0;
  let lossyRestarts = 0;

  const head = () => journal.at(-1)?.pos ?? 0;
  const alive = () => ways.filter((way) => !way.ended);
  /** The links that are alive, oldest first; a number beyond them names the last. */
  const pick = (index: number) => alive()[Math.min(index, alive().length - 1)];

  function commit(channel: string, body: EventBody): void {
    const seq = (journal.findLast((event) => event.channel === channel)?.seq ?? 0) + 1;
    const event = { ...body, channel, seq, pos: head() + 1 } as KonsoleEvent;
    journal.push(event);
    for (const way of ways) tell(way, channel, { t: 'event', event }, event.pos);
  }

  function tell(way: Way, channel: string, frame: ServerFrame, pos?: number): void {
    const attached = way.served ? way.attached.get(channel) : undefined;
    if (!attached || attached.dropped) return;
    if (attached.plan) {
      attached.held.push(frame);
      return;
    }
    if (pos !== undefined) attached.sentPos = pos;
    way.down.push(frame);
  }

  function begin(way: Way, channel: string, after: string | undefined): Attached {
    const watermark = head();
    const from = after === undefined ? undefined : positionOf(after, epochs, watermark);
    const own = journal.filter((event) => event.channel === channel);
    let plan: ServerFrame[];
    if (channel === 'pool') plan = [{ t: 'state', channel, state: pool }];
    else if (from === undefined && after !== '0') {
      const state = foldSession(channel.slice(8), own);
      plan = [{ t: 'snapshot', channel, seq: state.seq, pos: state.pos, state }];
    } else {
      const missed = own.filter((event) => event.pos > (from ?? 0));
      plan = (merges ? merge(missed) : missed).map((event) => ({ t: 'event', event }));
    }
    const sentPos = own.at(-1)?.pos;
    const attached: Attached = { plan, held: [], watermark, sentPos, dropped: false };
    way.attached.set(channel, attached);
    return attached;
  }

  function serve(way: Way): void {
    for (const frame of way.up.splice(0)) {
      if (!way.served) continue;
      if (frame.t === 'detach') way.attached.delete(frame.channel);
      if (frame.t !== 'attach') continue;
      if (!way.greeted) {
        way.greeted = true;
        const { epoch = '' } = epochs.at(-1) ?? {};
        way.down.push({ t: 'hello', protocol: 1, epoch, head: head(), beatMs: 10_000 });
      }
      begin(way, frame.channel, frame.after);
    }
  }

  /** Some frames of what is still to be sent to links that catch up. */
  function work(way: Way, most: number): void {
    if (!way.served) return;
    for (const [channel, attached] of way.attached) {
      const is = attached.dropped ? begin(way, channel, undefined) : attached;
      if (!is.plan) continue;
      way.down.push(...is.plan.splice(0, most));
      if (is.plan.length > 0) continue;
      way.down.push({ t: 'synced', channel, pos: is.watermark }, ...is.held);
      const last = is.held.findLast((frame) => frame.t === 'event');
      if (last?.t === 'event') is.sentPos = last.event.pos;
      is.plan = undefined;
      is.held = [];
    }
  }

  const driver: Driver = (told) => {
    const way: Way = {
      told,
      ended: false,
      served: opening === 'well',
      opened: false,
      greeted: false,
      up: [],
      down: [],
      attached: new Map(),
    };
    ways.push(way);
    mostAlive = Math.max(mostAlive, alive().length);
    if (opening === 'closed at once') end(way, false);
    return {
      send: (frame) => void way.up.push(frame),
      close: () => {
        way.ended = true;
      },
    };
  };

  function end(way: Way, refused: boolean): void {
    if (way.ended) return;
    way.ended = true;
    way.served = false;
    way.told({ type: 'closed', reason: 'the world', refused });
  }

  return {
    ...createHarshTime(),
    journal,
    driver,
    head,
    pool: () => pool,
    made: () => ways.length,
    mostAlive: () => mostAlive,
    alive: () => alive().length,
    lossyRestarts: () => lossyRestarts,
    create(id: string) {
      const channel = `session/${id}`;
      commit(channel, { type: 'session.created', at: 1, session: sessionOf(id) });
      commit(channel, { type: 'turn.queued', at: 1, turn: `${id}t`, text: 'do it' });
      commit(channel, { type: 'turn.started', at: 1, turn: `${id}t`, attempt: 1, model: 'm' });
      commit(channel, {
        type: 'block.opened',
        at: 1,
        turn: `${id}t`,
        block: `${id}b`,
        kind: 'text',
      });
    },
    append(id: string, text: string) {
      const { turns } = foldSession(id, journal);
      const off = turns[0]?.blocks[0]?.text.length ?? 0;
      commit(`session/${id}`, { type: 'block.appended', at: 2, block: `${id}b`, off, text });
    },
    poolChanges() {
      const count = (pool.fills?.count ?? 0) + 1;
      pool = { ...emptyPool, fills: { count, costUsd: 0 } };
      for (const way of ways) tell(way, 'pool', { t: 'state', channel: 'pool', state: pool });
    },
    opens: (how: Opening) => void (opening = how),
    merges: (on: boolean) => void (merges = on),
    /** The driver says that it is open; what the reader sent arrives, and the server begins with it. */
    serve(index: number, most: number) {
      const way = pick(index);
      if (!way) return;
      if (!way.opened && way.served) {
        way.opened = true;
        way.told({ type: 'opened' });
      }
      serve(way);
      work(way, most);
    },
    deliver(index: number, count: number) {
      const way = pick(index);
      const frames = way?.down.splice(0, count) ?? [];
      if (frames.length > 0) way?.told({ type: 'frames', frames });
    },
    /** One frame is lost on its way, if its loss can be noticed. */
    lose(index: number, at: number) {
      const down = pick(index)?.down;
      const frame = down?.[at];
      if (!down || !frame || frame.t === 'state') return;
      // A reader that is set back by a restart learns of it by its snapshot alone.
      if (frame.t === 'snapshot' && epochs.length > 1) return;
      down.splice(at, 1);
    },
    /** One frame comes again, at once or later. */
    repeat(index: number, at: number) {
      const down = pick(index)?.down;
      const frame = down?.[at];
      if (down && frame && frame.t !== 'state') down.splice(at + 2, 0, frame);
    },
    /** What was still on its way over links that are gone arrives after all. */
    haunt() {
      for (const way of ways) {
        if (way.ended) way.told({ type: 'frames', frames: way.down.splice(0) });
      }
    },
    /** The reader is too slow: what waits for it is dropped. */
    fallBehind(index: number) {
      for (const [channel, attached] of pick(index)?.attached ?? []) {
        if (channel !== 'pool' && !attached.plan) attached.dropped = true;
      }
    },
    cut(index: number) {
      const way = pick(index);
      if (way) end(way, false);
    },
    /** The link is dead and nobody says so. */
    mute(index: number) {
      const way = pick(index);
      if (way) way.served = false;
    },
    /** Only a next link: a refused current one is the end by rule. */
    refuseNext() {
      const way = alive().at(-1);
      if (way && alive().length > 1) end(way, true);
    },
    say(index: number, frame: ServerFrame) {
      const way = pick(index);
      if (way?.served && way.greeted) way.down.push(frame);
    },
    /** Not closed in order: the last events may be lost, and a new epoch begins. */
    restart(lost: number, isTold: boolean) {
      const kept = Math.max(8, journal.length - lost);
      if (kept < journal.length) lossyRestarts += 1;
      journal.splice(kept);
      epochs.push({ epoch: `k${epochs.length + 1}`, firstPos: head() + 1 });
      for (const way of ways) {
        way.served = false;
        if (isTold) end(way, false);
      }
    },
    beat() {
      for (const way of alive()) {
        const heads: Record<string, number> = {};
        for (const [channel, { plan, dropped, sentPos }] of way.attached) {
          if (!plan && !dropped && sentPos !== undefined && channel !== 'pool') {
            heads[channel] = sentPos;
          }
        }
        if (way.served && way.opened) way.down.push({ t: 'beat', heads });
      }
    },
  };
}

export type HarshWorld = ReturnType<typeof createHarshWorld>;
