/**
 * The sessions that something happens to, in memory only as long as it does, and the last side conversations; one line
 * each.
 */
import { KonsoleError } from '../../../preload/contract/errors';
import { sessionChannel } from '../../../preload/contract/events';
import { emptySession, queuedOf } from '../../../preload/contract/session-state';
import type { Session, Snapshot } from '../../../preload/contract/shapes';
import type { Journal } from '../journal/types';
import { appDied } from './endings';
import { lightState } from './light-state';
import { createLine } from '../line';
import type { Live } from './types';

/** A snapshot cuts longer queues (contract/snapshot.ts); then the journal has them whole. */
const wholeQueueLength = 40;

/** Side conversations that stay in memory when nothing happens in them: the next question does not wait for a disk. */
const keptChats = 2;

export interface Lives {
  /** Runs alone among everything that concerns this session. Rejects with `not-found`. */
  change<Result>(id: string, work: (live: Live) => Promise<Result>): Promise<Result>;
  /** The same for a session that does not exist yet: `work` makes it. Nothing of it stays if that fails. */
  begin<Result>(session: Session, work: (live: Live) => Promise<Result>): Promise<Result>;
  /** The session if it is in memory; everything that runs is. */
  peek(id: string): Live | undefined;
  all(): Live[];
}

export function notFound(id: string): KonsoleError {
  return new KonsoleError(
    'not-found',
    `There is no session "${id.slice(0, 64)}" (any more). Choose another one.`,
  );
}

/** `settle` runs before each change: what is still owed to the journal comes first. */
export function createLives(journal: Journal, settle: (live: Live) => Promise<void>): Lives {
  const entries = new Map<string, { live: Promise<Live>; users: number; ready?: Live }>();

  const quiet = (live: Live) =>
    !live.run &&
    !live.starting &&
    !live.owed &&
    !live.state.jobs?.length &&
    live.state.queue.length === 0 &&
    live.line.length === 0;

  function add(id: string, loading: Promise<Live>) {
    const entry: { live: Promise<Live>; users: number; ready?: Live } = { live: loading, users: 0 };
    entries.set(id, entry);
    loading.then(
      (live) => {
        entry.ready = live;
      },
      () => {
        if (entries.get(id) === entry) entries.delete(id);
      },
    );
    return entry;
  }

  function release(id: string): void {
    const entry = entries.get(id);
    if (!entry?.ready || entry.users > 0) return;
    const { ready } = entry;
    if (!ready.gone && !quiet(ready)) return;
    entries.delete(id);
    if (ready.gone || ready.state.session.kind !== 'chat') return;
    // The last one asked stays longest.
    entries.set(id, entry);
    const kept = [...entries].filter(([, one]) => one.users === 0 && one.ready && quiet(one.ready));
    for (const [old] of kept.slice(0, -keptChats)) entries.delete(old);
  }

  return {
    async change(id, work) {
      const known = entries.get(id);
      // One that was deleted may have been brought back since.
      const entry = known && !known.ready?.gone ? known : add(id, load(journal, id));
      entry.users += 1;
      try {
        const live = await entry.live;
        return await live.line.run(async () => {
          if (live.gone) throw notFound(id);
          if (live.owed) await settle(live);
          return work(live);
        });
      } finally {
        entry.users -= 1;
        release(id);
      }
    },
    async begin({ id, kind }, work) {
      const empty = emptySession(id);
      const state = { ...empty, session: { ...empty.session, kind } };
      const live: Live = { id, line: createLine(), state };
      const entry = add(id, Promise.resolve(live));
      entry.users += 1;
      try {
        return await live.line.run(() => work(live));
      } catch (error) {
        live.gone = true;
        throw error;
      } finally {
        entry.users -= 1;
        release(id);
      }
    },
    peek: (id) => entries.get(id)?.ready,
    all: () => [...entries.values()].flatMap((entry) => (entry.ready ? [entry.ready] : [])),
  };
}

async function load(journal: Journal, id: string): Promise<Live> {
  const channel = sessionChannel(id);
  if (!(await journal.exists(channel))) throw notFound(id);
  const snapshot = (await journal.snapshot(channel, journal.head())) as Snapshot;
  const state = lightState(snapshot);
  return {
    id,
    line: createLine(),
    state: { ...state, queue: await wholeQueue(journal, snapshot) },
    // What runs is in memory: a running turn that is not could not be closed when Konsole started.
    ...(state.turns.length > 0 ? { owed: appDied } : {}),
  };
}

/** Queued messages with their whole text. */
export async function wholeQueue(journal: Journal, snapshot: Snapshot): Promise<Snapshot['queue']> {
  const { queue } = snapshot;
  const isWhole = queue.length < wholeQueueLength && queue.every((one) => one.cut === undefined);
  if (isWhole) return queue;
  let whole: Snapshot['queue'] = [];
  const channels = [{ channel: sessionChannel(snapshot.session.id), after: 0 }];
  for await (const slice of journal.replay({ channels, upTo: snapshot.pos })) {
    for (const event of slice) {
      if (event.type === 'turn.queued') whole.push(queuedOf(event));
      else if (event.type === 'queue.changed') whole = [...event.queue];
      else if (event.type === 'turn.started')
        whole = whole.filter((one) => one.turn !== event.turn);
    }
  }
  return whole;
}
