/**
 * Owns the worker that colours code: one block at a time, the results remembered, a worker that hangs is ended and
 * started anew, one that has nothing to do for a while is ended too.
 */
import type { HighlightAnswer, HighlightRequest } from './protocol';

export type PackedRuns = Uint32Array;

/** The part of a Worker that is used here. */
export interface WorkerLike {
  postMessage(message: HighlightRequest): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<HighlightAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export interface Highlighter {
  /** What is known already, at once. */
  known(lang: string, text: string): PackedRuns | undefined;
  /** Calls `done` once, with nothing where the text stays plain. The answer takes it back. */
  ask(lang: string, text: string, done: (runs: PackedRuns | undefined) => void): () => void;
}

/** Reading takes longer than this for no code that is worth it; loading a grammar may take longer. ms */
const readingLimit = 2_000;
const loadingLimit = 15_000;
/** Then the worker and the grammars in it are given back. ms */
const idleLimit = 60_000;
/** Characters of code whose colours are remembered. */
const remembered = 2_000_000;

interface Job {
  id: number;
  lang: string;
  text: string;
  done: (runs: PackedRuns | undefined) => void;
}

export function createHighlighter(newWorker: () => WorkerLike): Highlighter {
  const cache = new Map<string, PackedRuns | undefined>();
  let cached = 0;
  let waiting: Job[] = [];
  let running: Job | undefined;
  let worker: WorkerLike | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastId = 0;

  const keyOf = (lang: string, text: string) => `${lang}\n${text}`;

  function remember(key: string, runs: PackedRuns | undefined): void {
    if (cache.delete(key)) cached -= key.length;
    cache.set(key, runs);
    cached += key.length;
    for (const oldest of cache.keys()) {
      if (cached <= remembered) break;
      cache.delete(oldest);
      cached -= oldest.length;
    }
  }

  function after(ms: number, act: () => void): void {
    clearTimeout(timer);
    timer = setTimeout(act, ms);
  }

  function end(): void {
    clearTimeout(timer);
    worker?.terminate();
    worker = undefined;
  }

  function finish(runs: PackedRuns | undefined): void {
    const job = running;
    running = undefined;
    if (job) {
      remember(keyOf(job.lang, job.text), runs);
      job.done(runs);
    }
    next();
  }

  /** The block stays plain, and nothing of this worker is trusted any more. */
  function giveUp(): void {
    end();
    finish(undefined);
  }

  function next(): void {
    if (running) return;
    running = waiting.shift();
    if (!running) {
      if (worker) after(idleLimit, end);
      return;
    }
    const { id, lang, text } = running;
    worker ??= start();
    after(loadingLimit, giveUp);
    worker.postMessage({ id, lang, text });
  }

  function start(): WorkerLike {
    const made = newWorker();
    made.onerror = giveUp;
    made.onmessage = ({ data }) => {
      if (data.id !== running?.id) return;
      if (data.type === 'ready') after(readingLimit, giveUp);
      else finish(data.type === 'done' ? data.runs : undefined);
    };
    return made;
  }

  return {
    known: (lang, text) => {
      const key = keyOf(lang, text);
      const runs = cache.get(key);
      if (runs) remember(key, runs);
      return runs;
    },
    ask(lang, text, done) {
      const key = keyOf(lang, text);
      if (cache.has(key)) {
        done(cache.get(key));
        return () => undefined;
      }
      const job: Job = { id: (lastId += 1), lang, text, done };
      waiting.push(job);
      next();
      return () => {
        waiting = waiting.filter((one) => one !== job);
        job.done = () => undefined;
      };
    },
  };
}
