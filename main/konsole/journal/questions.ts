/** Asking the reading or the searching worker: one promise a question. A reader that died is started again by the next question. */
import { KonsoleError } from '../../../preload/contract/errors';
import { errorOf, type Line, openLine } from './line';
import type {
  Answers,
  Failure,
  FromReader,
  Question,
  ReaderData,
  SearcherData,
  ToReader,
} from './messages';

export interface Questions {
  /** Resolves with the value for `question.ask`; rejects with a `KonsoleError`. */
  ask<Ask extends keyof Answers>(question: Extract<Question, { ask: Ask }>): Promise<Answers[Ask]>;
  close(): Promise<void>;
}

interface Waiting {
  resolve: (value: Answers[keyof Answers]) => void;
  reject: (error: KonsoleError) => void;
}

export const closedError = () =>
  new KonsoleError('busy', 'Konsole is closing: start it again to go on.');

export function openQuestions(
  worker: string,
  data: ReaderData | SearcherData,
  noteFailure: (failure: Failure) => void,
): Questions {
  const waiting = new Map<number, Waiting>();
  let line: Line<ToReader> | undefined;
  let next = 1;
  let closed = false;
  let noteEnd = () => {};

  function failAll(error: KonsoleError): void {
    const all = [...waiting.values()];
    waiting.clear();
    for (const { reject } of all) reject(error);
  }

  function hear(message: FromReader): void {
    if (message.t === 'failed') return failAll(errorOf(message.failure));
    if (message.t !== 'answer' && message.t !== 'error') return;
    const asked = waiting.get(message.id);
    if (!asked) return;
    waiting.delete(message.id);
    if (message.t === 'answer') asked.resolve(message.value);
    else {
      noteFailure(message.failure);
      asked.reject(errorOf(message.failure));
    }
  }

  function open(): Line<ToReader> {
    const opened: Line<ToReader> = openLine<ToReader, FromReader>(worker, data, {
      message: hear,
      ended: (error) => {
        if (line === opened) line = undefined;
        failAll(closed ? closedError() : error);
        noteEnd();
      },
    });
    return opened;
  }

  line = open();
  return {
    ask(question) {
      if (closed) return Promise.reject(closedError());
      line ??= open();
      const to = line;
      const id = next;
      next += 1;
      return new Promise((resolve, reject) => {
        // The worker answers a question with the value of its `ask`; messages.ts holds both together.
        waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
        to.post({ t: 'ask', id, question });
      });
    },
    async close() {
      closed = true;
      const open = line;
      if (!open) return;
      await new Promise<void>((resolve) => {
        noteEnd = resolve;
        open.post({ t: 'close' });
      });
    },
  };
}
