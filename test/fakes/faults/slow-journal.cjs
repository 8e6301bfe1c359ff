/**
 * Loaded into a journal worker before the worker itself: while a file is there, each of its transactions takes 50 ms
 * to be on the disk. Resolves once that is so.
 */
'use strict';
const { existsSync } = require('node:fs');
const { workerData } = require('node:worker_threads');

const commitMs = 50;

module.exports = async function slowJournal(file) {
  if (workerData?.role !== 'writer') return;
  const builtins = process.getBuiltinModule?.bind(process);
  const sqlite = builtins?.('node:sqlite') ?? (await import('@photostructure/sqlite'));
  const clock = new Int32Array(new SharedArrayBuffer(4));
  class SlowDatabase extends sqlite.DatabaseSync {
    exec(sql) {
      if (sql === 'COMMIT' && existsSync(file)) Atomics.wait(clock, 0, 0, commitMs);
      return super.exec(sql);
    }
  }
  // Where the worker asks first: methods of the database itself can not be changed.
  process.getBuiltinModule = (name) =>
    name === 'node:sqlite' ? { ...sqlite, DatabaseSync: SlowDatabase } : builtins?.(name);
};
