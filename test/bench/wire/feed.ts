/** A feed without a journal: places events, tells the hub of them, and keeps each session's state alone. */
import type { Feed } from '../../../main/konsole/types';
import { parseCursor } from '../../../preload/contract/cursor';
import type {
  KonsoleEvent,
  SessionEvent,
  SessionEventBody,
} from '../../../preload/contract/events';
import { emptyIndex } from '../../../preload/contract/index-state';
import { limits } from '../../../preload/contract/limits';
import { emptySession, reduceSession } from '../../../preload/contract/session-state';
import type { PoolStatus, Session, Snapshot } from '../../../preload/contract/shapes';
import { snapshotOf } from '../../../preload/contract/snapshot';

export interface WireFeed extends Feed {
  /** A session whose turn runs, with so many open blocks `b0`, `b1`, … */
  begin(session: string, blocks: number): void;
  /** Makes events with their places; nobody is told yet. */
  place(session: string, bodies: readonly SessionEventBody[]): SessionEvent[];
  /** Commits them: to whoever listens, and, where the session is `folded`, to its state. */
  publish(events: readonly SessionEvent[], folded: boolean): void;
  stateOf(session: string): Snapshot;
  forget(session: string): void;
}

export const emptyPool: PoolStatus = { hosts: [], lanes: {} as PoolStatus['lanes'] };

export function createWireFeed(epoch = 'bench1'): WireFeed {
  const states = new Map<string, Snapshot>();
  const seqs = new Map<string, number>();
  const listeners = new Set<(events: readonly KonsoleEvent[]) => void>();
  let placed = 0;
  let head = 0;

  const stateOf = (session: string): Snapshot => states.get(session) ?? emptySession(session);

  const feed: WireFeed = {
    epoch,
    stateOf,
    forget(session) {
      states.delete(session);
      seqs.delete(session);
    },
    head: () => head,
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    position(cursor) {
      const parsed = parseCursor(cursor);
      return parsed?.epoch === epoch && parsed.pos <= head ? parsed.pos : undefined;
    },
    exists: async (channel) => channel === 'index' || states.has(channel.slice(8)),
    countAfter: async () => limits.farBehindEvents + 1,
    async *replay() {
      // Whoever has a place here is far behind it, and begins with a snapshot.
    },
    async snapshot(channel) {
      if (channel === 'index') return emptyIndex();
      return snapshotOf(stateOf(channel.slice(8)), limits.snapshotBytes);
    },
    pool: () => emptyPool,
    onPool: () => () => {},
    begin(session, blocks) {
      const turn = `${session}t`;
      const bodies: SessionEventBody[] = [
        { type: 'session.created', at: 1, session: sessionOf(session) },
        { type: 'turn.queued', at: 1, turn, text: 'Go' },
        { type: 'turn.started', at: 1, turn, attempt: 1, model: 'fake/model' },
      ];
      for (let n = 0; n < blocks; n += 1) {
        bodies.push({ type: 'block.opened', at: 1, turn, block: `b${n}`, kind: 'text' });
      }
      feed.publish(feed.place(session, bodies), true);
    },
    place(session, bodies) {
      let seq = seqs.get(session) ?? 0;
      const channel = `session/${session}`;
      // Written out for appends: copying any body costs more than what is measured.
      const events = bodies.map((body): SessionEvent => {
        seq += 1;
        placed += 1;
        if (body.type !== 'block.appended') return { ...body, channel, seq, pos: placed };
        const { type, at, block, off, text } = body;
        return { type, at, block, off, text, channel, seq, pos: placed };
      });
      seqs.set(session, seq);
      return events;
    },
    publish(events, folded) {
      head = events.at(-1)?.pos ?? head;
      if (folded) {
        for (const event of events) {
          const session = event.channel.slice(8);
          states.set(session, reduceSession(stateOf(session), event));
        }
      }
      for (const listener of listeners) listener(events);
    },
  };
  return feed;
}

const sessionOf = (id: string): Session => ({
  id,
  kind: 'main',
  title: id,
  model: 'fake/model',
  status: 'running',
  approvals: 0,
  createdAt: 1,
  updatedAt: 1,
});

const words = 'some words of an answer that streams in, and a few more of it, over and over again ';

/**
 * Appends to `blocks` blocks by turns: with more than one, no two neighbours can be merged. `already` were made before.
 * Texts have one length, and each is a string of its own, as those are that come in messages.
 */
export function createAppends(
  blocks: number,
  {
    chars = 40,
    already = 0,
    text = (_n: number) =>
      Buffer.from(words.repeat(Math.ceil(chars / words.length)).slice(0, chars)).toString(),
  } = {},
) {
  const offsets = Array.from({ length: blocks }, () => (already / blocks) * chars);
  let n = already;
  return (count: number): SessionEventBody[] =>
    Array.from({ length: count }, () => {
      const which = n % blocks;
      const off = offsets[which] ?? 0;
      offsets[which] = off + chars;
      n += 1;
      const at = 1_763_800_000_000;
      return { type: 'block.appended', at, block: `b${which}`, off, text: text(n) };
    });
}
