/** The writing worker: takes everything that waits into one transaction a round, quick and other rounds in turn. */
import type { MessagePort } from 'node:worker_threads';
import { receiveMessageOnPort } from 'node:worker_threads';
import type { Sqlite } from '../storage/sqlite';
import { failureOf } from './ledger';
import type { AppendMessage, FromWriter, StoreMessage, ToWriter, WriterData } from './messages';
import { closeJournalFile, type OpenJournal, openJournalFile } from './opening';
import { nextRound, quickRound, type Split } from './rounds';

export function runWriter(sqlite: Sqlite, port: MessagePort, data: WriterData): void {
  const tell = (message: FromWriter) => port.postMessage(message);
  let journal: OpenJournal;
  try {
    journal = openJournalFile(sqlite, data);
  } catch (error) {
    tell({ t: 'failed', failure: failureOf(error, data.file) });
    port.close();
    return;
  }
  const { db, ledger, opened } = journal;
  let waiting: AppendMessage[] = [];
  let stores: StoreMessage[] = [];
  let closing: { clean: boolean } | undefined;
  let ended = false;
  let sweeping = true;
  /** What could be brought back until then is swept, epoch ms. */
  let sweepBefore = data.now;

  function take(message: ToWriter): void {
    if (message.t === 'append') waiting.push(message);
    else if (message.t === 'store') stores.push(message);
    else if (message.t === 'sweep') {
      sweeping = true;
      sweepBefore = message.now;
    } else closing = message;
  }

  function drain(): void {
    for (;;) {
      const next = receiveMessageOnPort(port);
      if (!next) return;
      take(next.message as ToWriter);
    }
  }

  function write({ round, rest }: Split): void {
    waiting = rest;
    for (const result of ledger.commit(round)) tell(result);
    sweeping ||= round.some((append) => append.rows.some((row) => row.type === 'session.deleted'));
  }

  /** A quick append waits for one round of others at most, and the others for one of its. */
  function work(): void {
    if (ended) return;
    drain();
    while (waiting.length > 0) {
      if (waiting.some((append) => append.lane === 'quick')) write(quickRound(waiting));
      if (waiting.length > 0) write(nextRound(waiting));
      drain();
    }
    if (closing) return end(closing.clean);
    const store = stores.shift();
    if (store) ledger.store(store);
    else if (sweeping) sweeping = ledger.sweep(sweepBefore);
    // Between two pieces of housekeeping, whoever wants to write comes first.
    if (stores.length > 0 || sweeping) setImmediate(work);
  }

  function end(clean: boolean): void {
    ended = true;
    try {
      closeJournalFile(db, clean);
      tell({ t: 'closed' });
    } catch (error) {
      tell({ t: 'closed', failure: failureOf(error, data.file) });
    }
    stores = [];
    port.close();
  }

  tell(opened);
  port.on('message', (message: ToWriter) => {
    take(message);
    work();
  });
  work();
}
