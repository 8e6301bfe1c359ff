/** A server and a link to it that tests may cut, thin out and repeat; the clock moves by hand. */
import { parseCursor } from '../../preload/contract/cursor';
import type { KonsoleEvent, SessionEvent } from '../../preload/contract/events';
import type { ClientFrame, ServerFrame } from '../../preload/contract/frames';
import { merge } from '../../preload/contract/merge';
import { reduceSession } from '../../preload/contract/session-state';
import type { ConnectionFact, Driver } from '../../preload/stream/types';
import { createMemoryFeed, foldSession } from '../transport/memory-feed';

interface Link {
  told: (fact: ConnectionFact) => void;
  open: boolean;
  attached: Map<string, number>;
  /** On its way to the reader. */
  queue: ServerFrame[];
}

export function createBadLink() {
  const feed = createMemoryFeed();
  const links: Link[] = [];
  const timers: { at: number; run: () => void }[] = [];
  let now = 0;
  let mergesReplays = false;

  feed.onCommit((events) => {
    for (const link of links) {
      if (!link.open) continue;
      for (const event of events) {
        if (!link.attached.has(event.channel)) continue;
        link.attached.set(event.channel, event.pos);
        link.queue.push({ t: 'event', event });
      }
    }
  });

  function answer(link: Link, frame: ClientFrame): void {
    if (!link.open) return;
    if (frame.t === 'detach') link.attached.delete(frame.channel);
    if (frame.t !== 'attach') return;
    const { channel } = frame;
    const cursor = frame.after === '0' ? { epoch: 'k1', pos: 0 } : parseCursor(frame.after ?? '');
    if (cursor?.epoch === feed.epoch && cursor.pos <= feed.head()) {
      const events = feed.all.filter((e) => e.channel === channel && e.pos > cursor.pos);
      const sent = mergesReplays ? merge(events) : events;
      link.queue.push(...sent.map((event) => ({ t: 'event', event }) as const));
      link.attached.set(channel, events.at(-1)?.pos ?? cursor.pos);
    } else {
      const state = foldSession(channel.slice(8), feed.all);
      link.queue.push({ t: 'snapshot', channel, seq: state.seq, pos: state.pos, state });
      link.attached.set(channel, state.pos);
    }
    link.queue.push({ t: 'synced', channel, pos: feed.head() });
  }

  const driver: Driver = (told) => {
    const link: Link = { told, open: true, attached: new Map(), queue: [] };
    links.push(link);
    told({ type: 'opened' });
    link.queue.push({
      t: 'hello',
      protocol: 1,
      epoch: feed.epoch,
      head: feed.head(),
      beatMs: 10000,
    });
    return {
      send: (frame) => answer(link, frame),
      close: () => {
        link.open = false;
      },
    };
  };

  const newest = () => links.at(-1);

  return {
    feed,
    driver,
    links: () => links.length,
    mergeReplays: (on: boolean) => {
      mergesReplays = on;
    },
    deps: {
      now: () => now,
      random: () => 0.5,
      schedule(ms: number, run: () => void) {
        const timer = { at: now + ms, run };
        timers.push(timer);
        return () => {
          const index = timers.indexOf(timer);
          if (index >= 0) timers.splice(index, 1);
        };
      },
    },
    deliver(count: number) {
      const link = newest();
      const frames = link?.queue.splice(0, count) ?? [];
      if (link?.open && frames.length > 0) link.told({ type: 'frames', frames });
    },
    drop() {
      newest()?.queue.shift();
    },
    repeat() {
      const link = newest();
      const first = link?.queue[0];
      if (first) link.queue.unshift(first);
    },
    /** What was still on its way over any earlier connection arrives after all. */
    haunt() {
      for (const link of links.slice(0, -1)) {
        link.told({ type: 'frames', frames: link.queue.splice(0) });
      }
    },
    cut() {
      const link = newest();
      if (!link?.open) return;
      link.open = false;
      link.told({ type: 'closed', reason: 'cut' });
    },
    beat() {
      const link = newest();
      if (link?.open) link.queue.push({ t: 'beat', heads: Object.fromEntries(link.attached) });
    },
    pass(ms: number) {
      const until = now + ms;
      for (;;) {
        const due = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers.splice(timers.indexOf(due), 1);
        now = Math.max(now, due.at);
        due.run();
      }
      now = until;
    },
    timers: () => timers.length,
  };
}

export type BadLink = ReturnType<typeof createBadLink>;

/** Follows `session/a` and keeps its state and all that it was given. */
export function createSessionFollower() {
  let state = foldSession('a', []);
  const given: string[] = [];
  const seen: KonsoleEvent[] = [];
  return {
    state: () => state,
    given,
    seen,
    follower: {
      snapshot(next: unknown) {
        given.push('snapshot');
        state = next as typeof state;
      },
      events(events: readonly KonsoleEvent[]) {
        given.push(`events ${events.length}`);
        seen.push(...events);
        state = (events as SessionEvent[]).reduce(reduceSession, state);
      },
      synced: () => void given.push('synced'),
      gone: (message: string) => void given.push(`gone ${message}`),
    },
  };
}
