/**
 * The searching worker: keeps the search index beside the journal up to date and answers searches from it. It has a
 * thread and a file of its own, so that neither a commit nor any other read ever waits for it (I8).
 */
import { setTimeout as rest } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { KonsoleError } from '../../../preload/contract/errors';
import { type Database, openForReading, type Sqlite } from '../storage/sqlite';
import { catchUp } from './catch-up';
import { createFolding } from './folding';
import { createIndexing, type Indexing } from './indexing';
import { createKontaskIndexing } from './kontask-indexing';
import { createKontaskLists, type KontaskLists } from './kontask-list';
import { createKontaskWords, type KontaskWords } from './kontask-words';
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
  sessions: Indexing;
  kontasks: Pick<Indexing, 'step'>;
  searching: Searching;
  lists: KontaskLists;
  words: KontaskWords;
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
  const { journal, index, sessions, kontasks, searching, lists, words } = open;
  let closed = false;
  let isWarm = false;
  /** One piece at a time, whoever asked for it. */
  let last: Promise<unknown> = Promise.resolve();

  type Part = Pick<Indexing, 'step'>;

  function step(part: Part): Promise<boolean> {
    const own = last.then(() => !closed && part.step());
    last = own.catch(() => undefined);
    return own;
  }

  const takeIn = (part: Part) => catchUp(() => step(part), catchUpMs);

  /** In the background, half of the time is left to whoever else wants the processor. */
  async function takeInAll(): Promise<void> {
    const all: Part = { step: async () => (await sessions.step()) || kontasks.step() };
    for (let began = performance.now(); await step(all); began = performance.now()) {
      await rest(Math.min(restMs, performance.now() - began), undefined, {
        ref: false,
      });
    }
  }

  /** So that the first search of a person is not the one for which all is read and compiled. */
  async function warmUp(): Promise<void> {
    if (isWarm || closed) return;
    isWarm = true;
    const found = await words.find('a');
    if (!closed) lists.page({ limit: 1 }, found);
  }

  async function answer(question: Question): Promise<Answers[keyof Answers]> {
    switch (question.ask) {
      case 'index':
        await takeInAll();
        await warmUp();
        return undefined;
      case 'search':
        await takeIn(sessions);
        return closed ? [] : searching.search(question.text, question.limit);
      case 'kontask-list': {
        const { query } = question;
        const isAll = await takeIn(kontasks);
        const found = closed ? '[]' : await words.find(query.query ?? '');
        if (closed) throw new KonsoleError('busy', 'Konsole is closing: start it again to go on.');
        return { ...lists.page(query, found), ...(isAll ? {} : { partial: true as const }) };
      }
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
    const sessions = createIndexing(journal, file, createFolding(journal));
    const kontasks = createKontaskIndexing(journal, file);
    const words = createKontaskWords(file.db);
    return {
      journal,
      index: file.db,
      sessions,
      kontasks: {
        async step() {
          const changed = await kontasks.step();
          if (changed) words.forget();
          return changed;
        },
      },
      searching: createSearching(journal, file.db, sessions.drop),
      lists: createKontaskLists(journal),
      words,
    };
  } catch (error) {
    journal.close();
    throw error;
  }
}
