/**
 * The journal's front, on the main thread: hands appends to the writing worker and commits to listeners,
 * asks the reading worker, and answers `head` and `position` at once from memory.
 */
import type { KonsoleEvent } from '../../../preload/contract/events';
import type { IndexSnapshot, Session, Snapshot, Turn } from '../../../preload/contract/shapes';
import type { Clock } from '../surroundings';
import { createAppends } from './appends';
import { positionOf } from './epochs';
import { createFoldStore } from './fold-store';
import { createKnownCommands, mostKnown } from './known-commands';
import { createKontaskReads } from './kontask-reads';
import { errorOf, openLine } from './line';
import type { Failure, FromWriter, Opened, ToWriter } from './messages';
import { openQuestions } from './questions';
import { createSearch } from './search';
import type { Append, Journal, ReplayRequest } from './types';

export interface JournalDeps {
  /** Path of the database; its folder exists. */
  file: string;
  /** Path of the built journal-worker.cjs. */
  worker: string;
  clock: Clock;
  /** A new epoch's name: at most 32 lower-case letters and digits, never repeated. */
  newEpoch: () => string;
  /** Runs `run` after `ms` and returns how to cancel; without it nothing is indexed in the background. */
  schedule?: (ms: number, run: () => void) => () => void;
  /** For tests of a full disk: the database may have so many pages of 4 KB. */
  maxPages?: number;
}

/** Rejects with a `KonsoleError`: written by a newer Konsole, cannot be opened, disk full. */
export async function openJournal(deps: JournalDeps): Promise<Journal> {
  const { file, worker, clock, newEpoch } = deps;
  let heard: (message: FromWriter) => void = () => {};
  let ended: (error: Error) => void = () => {};
  const { promise: opening, resolve, reject } = deferred<Opened>();
  const writer = openLine<ToWriter, FromWriter>(
    worker,
    {
      role: 'writer',
      file,
      now: clock.now(),
      epoch: newEpoch(),
      ...(deps.maxPages === undefined ? {} : { maxPages: deps.maxPages }),
    },
    {
      message: (message) => {
        if (message.t === 'opened') resolve(message);
        else if (message.t === 'failed') reject(errorOf(message.failure));
        else heard(message);
      },
      ended: (error) => {
        reject(error);
        ended(error);
      },
    },
  );
  const { epochs, head, report } = await opening;
  let damaged = false;
  const noteFailure = (failure: Failure) => {
    damaged ||= failure.damaged === true;
  };
  const questions = openQuestions(worker, { role: 'reader', file }, noteFailure);

  const known = createKnownCommands();
  void questions
    .ask<'commands'>({ ask: 'commands', most: mostKnown })
    .catch(() => undefined)
    .then(known.loaded);

  const storeFold = createFoldStore(questions, writer);
  const appends = createAppends({ writer, head, commits: storeFold, noteFailure });
  const search = createSearch({
    worker,
    file,
    ...(deps.schedule ? { schedule: deps.schedule } : {}),
  });
  appends.onCommit(search.committed);
  heard = appends.heard;
  ended = appends.ended;

  async function* replay(request: ReplayRequest): AsyncGenerator<KonsoleEvent[]> {
    let { channels } = request;
    for (;;) {
      const slice = await questions.ask<'replay'>({
        ask: 'replay',
        request: { channels, upTo: request.upTo },
      });
      const events = JSON.parse(slice.events) as KonsoleEvent[];
      if (events.length > 0) yield events;
      if (!slice.more) return;
      channels = channels.map(({ channel, after }) => ({
        channel,
        after: Math.max(after, slice.last),
      }));
    }
  }

  return {
    epoch: epochs.at(-1)?.epoch ?? '',
    opening: report,
    head: appends.head,
    append(append: Append) {
      if (append.command) known.took(append.command.client, append.command.id);
      return appends.append(append);
    },
    onCommit: appends.onCommit,
    position: (cursor) => positionOf(cursor, epochs, appends.head()),
    exists: (channel) => questions.ask<'exists'>({ ask: 'exists', channel }),
    countAfter: (request) => questions.ask<'count'>({ ask: 'count', request }),
    replay,
    async snapshot(channel, upTo) {
      const text = await questions.ask<'snapshot'>({ ask: 'snapshot', channel, upTo });
      return JSON.parse(text) as Snapshot | IndexSnapshot;
    },
    async turns(session, before, limit) {
      const page = await questions.ask<'turns'>({ ask: 'turns', session, before, limit });
      const turns = page.turns.map((text) => JSON.parse(text) as Turn);
      return page.next === undefined ? { turns } : { turns, next: page.next };
    },
    span: (session, turn) => questions.ask<'span'>({ ask: 'span', session, turn }),
    async spending(query) {
      const { session, days } = await questions.ask<'spending'>({ ask: 'spending', query });
      return session ? { session, days } : { days };
    },
    async session(id) {
      const text = await questions.ask<'session'>({ ask: 'session', id });
      return text === undefined ? undefined : (JSON.parse(text) as Session);
    },
    async sessions(query) {
      const page = await questions.ask<'sessions'>({ ask: 'sessions', query });
      const sessions = page.sessions.map((text) => JSON.parse(text) as Session);
      return page.next === undefined ? { sessions } : { sessions, next: page.next };
    },
    async unfinished() {
      const texts = await questions.ask<'unfinished'>({ ask: 'unfinished' });
      return texts.map((text) => JSON.parse(text) as Session);
    },
    command: async (client, id) =>
      known.isNew(client, id)
        ? undefined
        : questions.ask<'command'>({ ask: 'command', client, id }),
    async deleted(id, now) {
      const text = await questions.ask<'deleted'>({ ask: 'deleted', id, now });
      return text === undefined ? undefined : (JSON.parse(text) as Session);
    },
    sweep(now) {
      writer.post({ t: 'sweep', now });
      search.swept();
    },
    search: search.search,
    find: (session, text, limit) => questions.ask<'find'>({ ask: 'find', session, text, limit }),
    kontasks: createKontaskReads(questions.ask, search.kontasks),
    async close() {
      // The readers first: the write-ahead log can be folded in whole only when nobody reads.
      await Promise.all([questions.close(), search.close()]);
      await appends.close(!damaged);
    },
  };
}

interface Deferred<Value> {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (error: Error) => void;
}

function deferred<Value>(): Deferred<Value> {
  let resolve: (value: Value) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<Value>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
