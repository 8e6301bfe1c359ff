/** A journal in memory, by the contract's own folds: for tests of what stands on a journal. Can be made to refuse. */
import type { Append, Journal, NewEvent } from '../../../main/konsole/journal/types';
import { KonsoleError } from '../../../preload/contract/errors';
import type { IndexEvent, KonsoleEvent, SessionEvent } from '../../../preload/contract/events';
import { emptyIndex, reduceIndex } from '../../../preload/contract/index-state';
import {
  emptySession,
  reduceSession,
  type SessionState,
} from '../../../preload/contract/session-state';
import { limits } from '../../../preload/contract/limits';
import type { Session } from '../../../preload/contract/shapes';
import { memoryKontasks } from './memory-kontasks';
import { memorySpending } from './memory-spending';

export interface MemoryJournal extends Journal {
  readonly appends: readonly Append[];
  readonly events: readonly KonsoleEvent[];
  of(channel: string): SessionEvent[];
  /** Appends for which this is true reject, as on a full disk, until it is set back. */
  refuse: (append: Append) => boolean;
  /** Appends wait until the promise resolves. */
  gate: Promise<void> | undefined;
}

export function createMemoryJournal(): MemoryJournal {
  const events: KonsoleEvent[] = [];
  const appends: Append[] = [];
  const seqs = new Map<string, number>();
  const sessions = new Map<string, Session>();
  const deletions = new Map<string, { session: Session; until: number }>();
  const records = new Map<string, NonNullable<Append['command']>>();
  const listeners = new Set<(events: readonly KonsoleEvent[]) => void>();
  let last: Promise<unknown> = Promise.resolve();

  const sessionIdOf = (channel: string) => channel.slice('session/'.length);
  const exists = (channel: string) => channel === 'index' || sessions.has(sessionIdOf(channel));

  function place({ channel, body }: NewEvent): KonsoleEvent {
    const seq = (seqs.get(channel) ?? 0) + 1;
    seqs.set(channel, seq);
    const event = {
      ...structuredClone(body),
      pos: events.length + 1,
      channel,
      seq,
    } as KonsoleEvent;
    events.push(event);
    if (event.type === 'session.listed') {
      sessions.set(event.session.id, event.session);
      deletions.delete(event.session.id);
    }
    if (event.type === 'session.deleted') {
      const session = sessions.get(event.session);
      const until = event.at + limits.deleteUndoMs;
      if (session) deletions.set(event.session, { session, until });
      sessions.delete(event.session);
    }
    return event;
  }

  async function write(append: Append): Promise<KonsoleEvent[]> {
    if (journal.gate) await journal.gate;
    await Promise.resolve();
    if (journal.refuse(append)) {
      throw new KonsoleError('internal', 'The disk is full. Make room on it, then go on.');
    }
    appends.push(append);
    const placed = append.events.map(place);
    const { command } = append;
    if (command) records.set(JSON.stringify([command.client, command.id]), command);
    if (placed.length > 0) for (const listener of [...listeners]) listener(placed);
    return placed;
  }

  const of = (channel: string) =>
    events.filter((event) => event.channel === channel) as SessionEvent[];

  function stateOf(channel: string, upTo: number): SessionState {
    if (!exists(channel)) throw new KonsoleError('not-found', 'There is no such session.');
    return of(channel)
      .filter((event) => event.pos <= upTo)
      .reduce(reduceSession, emptySession(sessionIdOf(channel)));
  }

  const journal: MemoryJournal = {
    epoch: 'memory',
    opening: { notices: [], recovered: false },
    appends,
    events,
    of,
    refuse: () => false,
    gate: undefined,
    head: () => events.length,
    append(append) {
      const done = last.then(() => write(append));
      last = done.catch(() => undefined);
      return done;
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    position: () => undefined,
    exists: async (channel) => exists(channel),
    countAfter: async () => 0,
    async *replay({ channels, upTo }) {
      const wanted = new Map(channels.map(({ channel, after }) => [channel, after]));
      yield events.filter((event) => {
        const after = wanted.get(event.channel);
        return after !== undefined && event.pos > after && event.pos <= upTo;
      });
    },
    async snapshot(channel, upTo) {
      if (channel !== 'index') return structuredClone(stateOf(channel, upTo));
      return (of('index') as unknown as IndexEvent[]).reduce(reduceIndex, emptyIndex());
    },
    async turns(session, before, limit) {
      if (!exists(`session/${session}`)) throw new KonsoleError('not-found', 'No such session.');
      const { turns } = stateOf(`session/${session}`, events.length);
      const end = before === undefined ? turns.length : turns.findIndex((one) => one.id === before);
      const start = Math.max(0, end - limit);
      const page = structuredClone(turns.slice(start, end));
      const next = start > 0 ? page[0]?.id : undefined;
      return next === undefined ? { turns: page } : { turns: page, next };
    },
    async span(session, wanted) {
      if (!exists(`session/${session}`)) throw new KonsoleError('not-found', 'No such session.');
      const own = of(`session/${session}`);
      const begun = own.filter((event) => event.type === 'turn.started');
      const turn = wanted ?? begun.at(-1)?.turn;
      const known = own.filter((event) => 'turn' in event && event.turn === turn);
      if (turn === undefined || known.length === 0) return undefined;
      const started = known.find(({ type }) => type === 'turn.started')?.pos;
      const finished = known.find(({ type }) => type === 'turn.finished')?.pos;
      return { turn, ...(started ? { started } : {}), ...(finished ? { finished } : {}) };
    },
    spending: async (query) =>
      memorySpending(
        events,
        query,
        ({ session }) => session !== undefined && sessions.has(session),
      ),
    session: async (id) => sessions.get(id),
    sessions: async ({ limit }) => ({ sessions: [...sessions.values()].slice(0, limit) }),
    unfinished: async () =>
      [...sessions.values()].filter(
        ({ status, jobs, mode }) =>
          status === 'running' || status === 'waiting' || jobs !== undefined || mode === 'all',
      ),
    command: async (client, id) => records.get(JSON.stringify([client, id])),
    deleted: async (id, now) => {
      const entry = deletions.get(id);
      return entry && entry.until > now ? entry.session : undefined;
    },
    kontasks: memoryKontasks(events, limits.deleteUndoMs),
    sweep(now) {
      for (const [id, { until }] of deletions) if (until <= now) deletions.delete(id);
    },
    async search(text, limit) {
      const lower = text.toLowerCase();
      const hits = [...sessions.values()].filter((one) => one.title.toLowerCase().includes(lower));
      return hits.slice(0, limit).map(({ id, title, kind, updatedAt }) => ({
        ...{ session: id, title, kind, at: updatedAt },
        ...{ excerpt: title, marks: [] },
      }));
    },
    find: async () => ({ hits: [], total: 0 }),
    close: async () => undefined,
  };
  return journal;
}
