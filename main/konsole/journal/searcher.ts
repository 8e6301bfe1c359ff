/**
 * The searching worker: keeps the search index beside the journal up to date and answers searches from it. It has a
 * thread and a file of its own, so that neither a commit nor any other read ever waits for it (I8).
 */
import { setImmediate as afterOthers, setTimeout as rest } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { type Database, openForReading, type Sqlite } from '../storage/sqlite';
import { createFolding } from './folding';
import { createIndexing, type Indexing } from './indexing';
import { failureOf } from './ledger';
import type { Answers, FromReader, Question, SearcherData, ToReader } from './messages';
import { openSearchFile, removeSearchFile } from './search-file';
import { createSearching, type Searching } from './searching';

/** A search waits at most so long, ms, for what was written just before it. */
const catchUpMs = 1_000;
/** Longest pause between two pieces of what is taken in by the way, ms. */
const restMs = 100;

interface Open {
  journal: Database;
  index: Database;
  indexing: Indexing;
  searching: Searching;
}

export function runSearcher(sqlite: Sqlite, port: MessagePort, data: SearcherData): void {
  const tell = (message: FromReader) => port.postMessage(message);
  let open: Open;
  try {
    open = openSearcher(sqlite, data);
  } catch (error) {
    tell({ t: 'failed', failure: failureOf(error, data.index) });
    port.close();
    return;
  }
  const { journal, index, indexing, searching } = open;
  let closed = false;
  /** One piece at a time, whoever asked for it. */
  let last: Promise<unknown> = Promise.resolve();

  function step(): Promise<boolean> {
    const own = last.then(() => !closed && indexing.step());
    last = own.catch(() => undefined);
    return own;
  }

  async function catchUp(): Promise<void> {
    const began = performance.now();
    while ((await step()) && performance.now() - began < catchUpMs) await afterOthers();
  }

  /** In the background, half of the time is left to whoever else wants the processor. */
  async function takeInAll(): Promise<void> {
    for (let began = performance.now(); await step(); began = performance.now()) {
      await rest(Math.min(restMs, performance.now() - began), undefined, {
        ref: false,
      });
    }
  }

  async function answer(question: Question): Promise<Answers[keyof Answers]> {
    switch (question.ask) {
      case 'index':
        await takeInAll();
        return undefined;
      case 'search':
        await catchUp();
        return closed ? [] : searching.search(question.text, question.limit);
      default:
        throw new Error('The reading worker answers this, not the searching one.');
    }
  }

  function close(): void {
    closed = true;
    void last.then(() => {
      journal.close();
      index.close();
      tell({ t: 'closed' });
      port.close();
    });
  }

  /** The next question finds a new worker, and that makes a new index. */
  function discard(): void {
    if (closed) return;
    closed = true;
    journal.close();
    index.close();
    removeSearchFile(data.index);
    port.close();
  }

  port.on('message', (message: ToReader) => {
    if (message.t === 'close') return close();
    const { id } = message;
    answer(message.question).then(
      (value) => tell({ t: 'answer', id, value }),
      (error: unknown) => {
        const failure = failureOf(error, data.index);
        tell({ t: 'error', id, failure });
        if (failure.damaged) discard();
      },
    );
  });
  tell({ t: 'ready' });
}

function openSearcher(sqlite: Sqlite, data: SearcherData): Open {
  const journal = openForReading(sqlite, data.file);
  try {
    const file = openSearchFile(sqlite, data.index, journal);
    const indexing = createIndexing(journal, file, createFolding(journal));
    const searching = createSearching(journal, file.db, indexing.drop);
    return { journal, index: file.db, indexing, searching };
  } catch (error) {
    journal.close();
    throw error;
  }
}
