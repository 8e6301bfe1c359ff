/**
 * Follows one session through the stream machine and folds its events, so that a broken connection loses nothing and
 * repeats nothing. What a snapshot leaves out of the newest turns is fetched before its state is told.
 */
import type { KonsoleEvent, SessionEvent } from '../../preload/contract/events';
import { emptySession, reduceSession } from '../../preload/contract/session-state';
import type { Snapshot, Turn } from '../../preload/contract/shapes';
import { createSseDriver } from '../../preload/stream/sse-driver';
import { createStream } from '../../preload/stream/stream';
import type { StreamHealth } from '../../preload/stream/types';
import type { Client } from './client';
import { span } from './spans';
import type { CliDeps } from './terminal';

export interface Watched {
  client: Pick<Client, 'fetch' | 'token' | 'command'>;
  session: string;
  /** Where to begin: a cursor, and the state there. Without one, a snapshot comes first. */
  begin?: { after: string; state?: Snapshot };
  /** How long to go on without Konsole, ms. */
  waitMs: number;
}

export interface Watcher {
  /** As they came over the wire. */
  events?(events: readonly KonsoleEvent[]): void;
  /** A state came in place of events. */
  snapshot?(state: Snapshot): void;
  /** After each event, with it; and after a snapshot, without. */
  changed(state: Snapshot, event?: SessionEvent): void;
  /** All that was there when it attached has been told. */
  synced?(): void;
  /** The session is not there any more. */
  gone(message: string): void;
  /** Nothing was heard for a while; `false` once it is there again. */
  away(isAway: boolean): void;
  /** Nothing was heard for `waitMs`, or the token is not taken (`refused`). Nothing comes after it. */
  lost(refused: boolean): void;
}

/** How often it is looked after a connection that is not in step, ms. */
const lookMs = 500;
/** Away this long is said, ms. */
const saidMs = 1_500;
/** Newest turns that are made whole after a snapshot. */
const wholeTurns = 4;

/** Returns how to end it. */
export function watch(
  { client, session, begin, waitMs }: Watched,
  watcher: Watcher,
  { now, random, schedule }: Pick<CliDeps, 'now' | 'random' | 'schedule'>,
): () => void {
  let state: Snapshot = begin?.state ?? emptySession(session);
  let ended = false;
  /** Set while parts of a snapshot are fetched: what comes meanwhile is told after it. */
  let held: (() => void)[] | undefined;
  let cancelLook: (() => void) | undefined;
  let awaySince: number | undefined;
  let said = false;

  const stream = createStream({
    driver: createSseDriver({ fetch: client.fetch, token: client.token, schedule }),
    transport: 'sse',
    now,
    schedule,
    random,
  });

  function end(): void {
    ended = true;
    cancelLook?.();
    stream.close();
  }

  function inOrder(tell: () => void): void {
    if (held) held.push(tell);
    else if (!ended) tell();
  }

  async function take(snapshot: Snapshot): Promise<void> {
    watcher.snapshot?.(snapshot);
    const waiting: (() => void)[] = [];
    held = waiting;
    const next = snapshot.turns.some(isCut) ? await whole(snapshot) : snapshot;
    // A newer one has come meanwhile.
    if (held !== waiting || ended) return;
    state = next;
    held = undefined;
    watcher.changed(state);
    for (const tell of waiting) if (!ended) tell();
  }

  async function whole(snapshot: Snapshot): Promise<Snapshot> {
    try {
      const { turns } = await client.command('history.page', { session, limit: wholeTurns });
      return withWhole(snapshot, turns);
    } catch {
      // Then it is told as it is: the printer says how much is missing.
      return snapshot;
    }
  }

  /** A stream that is not in step is looked after until it is, or was silent for too long. */
  function look({ status }: Pick<StreamHealth, 'status'>): void {
    if (ended) return;
    if (status === 'refused') {
      end();
      return watcher.lost(true);
    }
    if (status === 'live') {
      cancelLook?.();
      cancelLook = undefined;
      awaySince = undefined;
      if (said) watcher.away((said = false));
      return;
    }
    awaySince ??= now();
    cancelLook ??= schedule(lookMs, () => {
      cancelLook = undefined;
      later();
    });
  }

  function later(): void {
    const health = stream.health();
    const silent = now() - Math.max(awaySince ?? now(), health.lastHeardAt ?? 0);
    if (health.status !== 'live' && silent >= waitMs) {
      end();
      return watcher.lost(false);
    }
    if (health.status !== 'live' && silent >= saidMs && !said) watcher.away((said = true));
    // Konsole is on this machine: it is no burden to it to be looked for often.
    if (health.status === 'waiting') stream.wake();
    look(health);
  }

  stream.onHealth(look);
  stream.follow(
    `session/${session}`,
    {
      snapshot: (snapshot) => void take(snapshot as Snapshot),
      events(events) {
        inOrder(() => {
          watcher.events?.(events);
          for (const event of events as readonly SessionEvent[]) {
            if (ended) return;
            state = reduceSession(state, event);
            watcher.changed(state, event);
          }
        });
      },
      synced: () => inOrder(() => watcher.synced?.()),
      gone: (message) => inOrder(() => watcher.gone(message)),
    },
    begin?.after,
  );
  return end;
}

export function awayWords(isAway: boolean, waitMs: number): string {
  return isAway
    ? `Konsole does not answer. Trying again for ${span(waitMs)} …`
    : 'Konsole is there again.';
}

const isCut = (turn: Turn): boolean =>
  (turn.cut ?? 0) > 0 || turn.blocks.length >= 256 || turn.blocks.some(({ from = 0 }) => from > 0);

/** With the blocks and requests as history has them: newer ones do no harm, what repeats them is trimmed. */
export function withWhole(snapshot: Snapshot, pages: readonly Turn[]): Snapshot {
  const turns = snapshot.turns.map((turn) => {
    const page = pages.find(({ id }) => id === turn.id);
    if (!page || !isCut(turn)) return turn;
    const { cut: _cut, ...rest } = turn;
    return { ...rest, text: page.text, blocks: page.blocks };
  });
  return { ...snapshot, turns };
}
