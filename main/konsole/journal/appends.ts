/** Appends on their way to the writing worker, and commits on their way to listeners, in `pos` order. */
import { KonsoleError } from '../../../preload/contract/errors';
import type { EventBody, KonsoleEvent } from '../../../preload/contract/events';
import { errorOf, type Line } from './line';
import type { AppendMessage, EventRow, Failure, FromWriter, ToWriter } from './messages';
import { closedError } from './questions';
import type { Append } from './types';

export interface AppendsDeps {
  writer: Line<ToWriter>;
  /** `pos` of the last event at opening. */
  head: number;
  /** Channels whose state is worth folding and storing, as of `upTo`. */
  commits: (channels: readonly string[], upTo: number) => void;
  noteFailure: (failure: Failure) => void;
}

type CommitListener = (events: readonly KonsoleEvent[]) => void;

interface Pending {
  append: Append;
  resolve: (events: KonsoleEvent[]) => void;
  reject: (error: KonsoleError) => void;
}

export interface Appends {
  head(): number;
  append(append: Append): Promise<KonsoleEvent[]>;
  onCommit(listener: CommitListener): () => void;
  /** Resolves when all is on disk and the worker has ended; rejects when the end could not be marked clean. */
  close(clean: boolean): Promise<void>;
  heard(message: FromWriter): void;
  ended(error: Error): void;
}

export function createAppends(deps: AppendsDeps): Appends {
  const { writer } = deps;
  const pending = new Map<number, Pending>();
  const listeners = new Set<CommitListener>();
  let head = deps.head;
  let next = 1;
  let closing: Promise<void> | undefined;
  let stopped: KonsoleError | undefined;
  let noteEnd: (error?: KonsoleError) => void = () => {};
  let closeFailure: KonsoleError | undefined;

  function deliver(events: readonly KonsoleEvent[]): void {
    if (events.length === 0) return;
    // A listener that attaches while it is called notes this head as its watermark.
    for (const listener of [...listeners]) {
      try {
        listener(events);
      } catch (error) {
        // One reader's fault takes the commit from no other; it surfaces as an uncaught error.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  function committed(message: Extract<FromWriter, { t: 'committed' }>): void {
    const done: { asked: Pending; events: KonsoleEvent[] }[] = [];
    const all: KonsoleEvent[] = [];
    for (const { id, pos, seqs } of message.appends) {
      const asked = pending.get(id);
      if (!asked) continue;
      pending.delete(id);
      const events = asked.append.events.map(({ channel, body }, index) =>
        placed(body, pos + index, channel, seqs[index] ?? 0),
      );
      done.push({ asked, events });
      all.push(...events);
    }
    head = message.head;
    deliver(all);
    for (const { asked, events } of done) asked.resolve(events);
    if (message.fold.length > 0) deps.commits(message.fold, head);
  }

  function failAll(error: KonsoleError): void {
    const all = [...pending.values()];
    pending.clear();
    for (const { reject } of all) reject(error);
  }

  return {
    head: () => head,
    append(append) {
      if (closing) return Promise.reject(closedError());
      if (stopped) return Promise.reject(stopped);
      let rows: EventRow[];
      try {
        rows = append.events.map(({ channel, body }) => ({
          channel,
          type: body.type,
          body: JSON.stringify(body),
        }));
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error);
        return Promise.reject(new KonsoleError('invalid', `An event is no JSON: ${detail}`));
      }
      const id = next;
      next += 1;
      return new Promise((resolve, reject) => {
        pending.set(id, { append, resolve, reject });
        const { lane, durability, command, restore } = append;
        const message: AppendMessage = { t: 'append', id, lane, full: durability === 'full', rows };
        if (command) message.command = command;
        if (restore) message.restore = restore;
        writer.post(message);
      });
    },
    onCommit(listener) {
      // Wrapped, so that the same function may listen twice.
      const own: CommitListener = (events) => listener(events);
      listeners.add(own);
      return () => listeners.delete(own);
    },
    close(clean) {
      closing ??= new Promise((resolve, reject) => {
        if (stopped) return reject(stopped);
        noteEnd = (error) => (error ? reject(error) : resolve());
        writer.post({ t: 'close', clean });
      });
      return closing;
    },
    heard(message) {
      if (message.t === 'committed') committed(message);
      else if (message.t === 'closed') {
        closeFailure = message.failure && errorOf(message.failure);
        noteEnd = closedAs(noteEnd, closeFailure);
      } else if (message.t === 'refused') {
        deps.noteFailure(message.failure);
        for (const id of message.ids) {
          const asked = pending.get(id);
          pending.delete(id);
          asked?.reject(errorOf(message.failure));
        }
      }
    },
    ended(error) {
      stopped = error instanceof KonsoleError ? error : new KonsoleError('internal', error.message);
      failAll(stopped);
      noteEnd(stopped);
    },
  };
}

/** Once the worker has said that it closed, its end is no failure. */
const closedAs = (end: (error?: KonsoleError) => void, failure: KonsoleError | undefined) => () =>
  end(failure);

/** The event as every reader sees it. */
function placed(body: EventBody, pos: number, channel: string, seq: number): KonsoleEvent {
  return { ...body, pos, channel, seq };
}
