/** One run of the importing worker, from the main thread: what it found wrong, then batch after batch as they are asked for. */
import { Worker } from 'node:worker_threads';
import { KonsoleError } from '../../../preload/contract/errors';
import type { KontaskProblem } from '../../../preload/contract/shapes';
import type { Found, FromImporter, ImportData, ToImporter } from './import-messages';

export interface Importing {
  /** Resolves once all was looked at; rejects with a `KonsoleError` where the file as a whole is wrong. */
  checked: Promise<{ problems: KontaskProblem[]; moreProblems: number }>;
  /** After `checked`. The worker makes the next one while this one is written. */
  batches(): AsyncGenerator<{ found: Found[]; isLast: boolean }>;
  /** Safe to repeat. */
  close(): void;
}

/** Its own heap, so that a file made to fill the memory ends the worker and nothing else. */
const memoryMb = 2048;

/** `worker`: path of the built import-worker.cjs. */
export function openImporting(worker: string, data: ImportData): Importing {
  const thread = new Worker(worker, {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  const heard: FromImporter[] = [];
  let failed: Error | undefined;
  let wake = () => {};

  thread.on('message', (message: FromImporter) => {
    if (message.t === 'failed') failed ??= new KonsoleError(message.code, message.message);
    else heard.push(message);
    wake();
  });
  thread.on('error', (error: NodeJS.ErrnoException) => {
    failed ??= error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : error;
    wake();
  });
  thread.on('exit', () => {
    failed ??= new KonsoleError('internal', 'The import broke off. Import it again.');
    wake();
  });

  async function next<T extends FromImporter['t']>(t: T) {
    for (;;) {
      const message = heard.shift();
      if (message?.t === t) return message as Extract<FromImporter, { t: T }>;
      if (failed) throw failed;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const askNext = () => thread.postMessage({ t: 'next' } satisfies ToImporter);

  return {
    checked: next('checked'),
    async *batches() {
      askNext();
      for (;;) {
        const { found, isLast } = await next('batch');
        if (!isLast) askNext();
        yield { found, isLast };
        if (isLast) return;
      }
    },
    close: () => void thread.terminate(),
  };
}

const tooMuch = () =>
  new KonsoleError('too-large', 'The file takes too much memory: split it, and import the parts.');
