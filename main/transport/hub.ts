/**
 * The hub: fans the journal's commits out to every attached reader. Ports get them as journaled, remote
 * readers at most every 40 ms with appends merged; one beat for all, and only while somebody reads (I10).
 */
import type { KonsoleEvent } from '../../preload/contract/events';
import { sessionChannel } from '../../preload/contract/events';
import { limits } from '../../preload/contract/limits';
import type { Feed, Log } from '../konsole/types';
import { mergeAll } from './merging';
import { createReader, type HubReader } from './reader';
import type { Reader, ReaderKind, Sink } from './sink';

export interface HubDeps {
  feed: Feed;
  log: Log;
  /** Runs `run` after `ms`; returns how to cancel. */
  schedule: (ms: number, run: () => void) => () => void;
  /** Milliseconds of a clock that never runs backwards. */
  elapsed: () => number;
  /** Lets the rest of the process run before it resolves. */
  pause: () => Promise<void>;
  /** Between two batches to a remote reader; 0 switches pacing off. */
  paceMs?: number;
}

export interface Hub {
  /** A new connection; the sink must be ready to send. */
  connect(sink: Sink, kind: ReaderKind): Reader;
  readers(): number;
  /** Says goodbye to every reader. */
  close(): void;
}

export function createHub(deps: HubDeps): Hub {
  const { feed, log } = deps;
  const paceMs = deps.paceMs ?? limits.remotePaceMs;
  const readers = new Set<HubReader>();
  const followers = new Map<string, Set<HubReader>>();
  let remotes = 0;
  let closing = false;
  /** Committed, and not yet given to remote readers. */
  let paced: KonsoleEvent[] = [];
  let cancelPace: (() => void) | undefined;
  let cancelBeat: (() => void) | undefined;

  function onCommit(events: readonly KonsoleEvent[]): void {
    if (readers.size === 0) return;
    const direct = new Map<HubReader, KonsoleEvent[]>();
    let news = false;
    for (const event of events) {
      let remote = false;
      for (const reader of followers.get(event.channel) ?? []) {
        if (reader.kind.pace === 'remote') remote = true;
        else collect(direct, reader, event);
      }
      if (remote) paced.push(event);
      news ||= remote;
    }
    for (const [reader, its] of direct) reader.offer(its);
    if (news && !cancelPace) {
      settle();
      if (paceMs > 0) cancelPace = deps.schedule(paceMs, paceOver);
    }
    for (const event of events) if (event.type === 'session.deleted') deleted(event.session);
  }

  function paceOver(): void {
    cancelPace = undefined;
    if (paced.length === 0) return;
    settle();
    cancelPace = deps.schedule(paceMs, paceOver);
  }

  /** Gives remote readers what was held back; those with the same channels share one merged batch. */
  function settle(): void {
    if (paced.length === 0) return;
    const events = paced;
    paced = [];
    const batches = new Map<string, KonsoleEvent[]>();
    for (const reader of [...readers]) {
      if (reader.kind.pace !== 'remote') continue;
      const signature = reader.signature();
      let batch = batches.get(signature);
      if (!batch) {
        batch = mergeAll(events.filter((event) => followers.get(event.channel)?.has(reader)));
        batches.set(signature, batch);
      }
      if (batch.length > 0) reader.offer(batch);
    }
  }

  function deleted(session: string): void {
    const channel = sessionChannel(session);
    if (!followers.has(channel)) return;
    settle();
    for (const reader of [...(followers.get(channel) ?? [])]) reader.gone(channel);
  }

  function beat(): void {
    cancelBeat = deps.schedule(limits.beatMs, beat);
    for (const reader of [...readers]) reader.beat();
  }

  const stopCommits = feed.onCommit(onCommit);
  const stopPool = feed.onPool((status) => {
    for (const reader of [...(followers.get('pool') ?? [])]) reader.offerPool(status);
  });

  return {
    connect(sink, kind) {
      const reader: HubReader = createReader({
        feed,
        elapsed: deps.elapsed,
        pause: deps.pause,
        sink,
        kind,
        settle,
        following(channel) {
          const set = followers.get(channel);
          if (set) set.add(reader);
          else followers.set(channel, new Set([reader]));
        },
        left(channel) {
          const set = followers.get(channel);
          set?.delete(reader);
          if (set?.size === 0) followers.delete(channel);
        },
        closed() {
          if (!readers.delete(reader)) return;
          if (kind.pace === 'remote') remotes -= 1;
          if (remotes === 0) paced = [];
          if (!closing) {
            log.write('debug', 'transport', 'The stream of a reader ended', { pace: kind.pace });
          }
          if (readers.size > 0) return;
          cancelBeat?.();
          cancelBeat = undefined;
        },
        dropped(events) {
          log.write(
            'warn',
            'transport',
            'A reader fell behind: it gets a snapshot in place of what waited.',
            {
              events,
              pace: kind.pace,
            },
          );
        },
      });
      readers.add(reader);
      if (kind.pace === 'remote') remotes += 1;
      cancelBeat ??= deps.schedule(limits.beatMs, beat);
      return reader;
    },
    readers: () => readers.size,
    close() {
      closing = true;
      stopCommits();
      stopPool();
      for (const reader of [...readers]) reader.end('closing');
      cancelPace?.();
      cancelBeat?.();
      cancelPace = undefined;
      cancelBeat = undefined;
    },
  };
}

function collect(
  into: Map<HubReader, KonsoleEvent[]>,
  reader: HubReader,
  event: KonsoleEvent,
): void {
  const its = into.get(reader);
  if (its) its.push(event);
  else into.set(reader, [event]);
}

/** The hub's clock and timers in a real process. None of them keeps the process alive. */
export const processTime: Pick<HubDeps, 'schedule' | 'elapsed' | 'pause'> = {
  schedule(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
  elapsed: () => performance.now(),
  pause: () => new Promise((resolve) => setImmediate(resolve)),
};
