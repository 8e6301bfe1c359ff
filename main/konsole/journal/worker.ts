/** Entry of the journal's workers, built to journal-worker.cjs: one writes, one reads, one searches, each with its own connection. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadSqlite } from '../storage/sqlite';
import { failureOf } from './ledger';
import type { ReaderData, SearcherData, WriterData } from './messages';
import { runReader } from './reader';
import { runSearcher } from './searcher';
import { runWriter } from './writer';

const data = workerData as WriterData | ReaderData | SearcherData;
const port = parentPort;

if (port) {
  loadSqlite().then(
    (sqlite) => {
      if (data.role === 'writer') runWriter(sqlite, port, data);
      else if (data.role === 'searcher') runSearcher(sqlite, port, data);
      else runReader(sqlite, port, data);
    },
    (error: unknown) => {
      port.postMessage({ t: 'failed', failure: failureOf(error, data.file) });
      port.close();
    },
  );
}
