/** A line to one worker: starts it, waits until it is ready, and says once when it has ended. */
import { Worker } from 'node:worker_threads';
import { KonsoleError } from '../../../preload/contract/errors';
import type { Failure, ReaderData, SearcherData, WriterData } from './messages';

export interface Line<To> {
  post(message: To): void;
}

export interface LineListener<From> {
  message(message: From): void;
  /** Called once, also for an end that was asked for. */
  ended(error: KonsoleError): void;
}

export function openLine<To, From>(
  file: string,
  data: WriterData | ReaderData | SearcherData,
  listener: LineListener<From>,
): Line<To> {
  // No inherited switches (a debugger's, a test runner's loader) reach the worker.
  const worker = new Worker(file, { workerData: data, execArgv: [] });
  let cause: unknown;
  worker.on('message', (message: From) => listener.message(message));
  worker.on('error', (error) => {
    cause = error;
  });
  worker.on('exit', () => {
    const detail = cause instanceof Error ? `: ${cause.message}` : '';
    listener.ended(
      new KonsoleError(
        'internal',
        `The journal has stopped${detail}. Quit Konsole and start it again.`,
      ),
    );
  });
  return { post: (message) => worker.postMessage(message) };
}

export const errorOf = ({ code, message }: Failure): KonsoleError =>
  new KonsoleError(code, message);
