/**
 * The log on disk: JSON lines appended without ever blocking the caller, rotated by size. A write starts a moment after
 * a line came, for those of one moment go together and the work that is told of goes first; no timer runs where none came.
 */
import { appendFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readPast } from './log-past';

export interface LogFile {
  /**
   * The newest lines of earlier runs, oldest first; read before anything of this run is written. Never rejects. Given
   * once and not kept.
   */
  takePast(): Promise<string[]>;
  /** Queues one line (without its newline); of `trouble` it is written at once: the end may be near. */
  line(text: string, trouble?: boolean): void;
  /** Resolves when everything queued so far is on disk or was given up. */
  flush(): Promise<void>;
}

export interface LogFileOptions {
  /** Bytes after which the file is set aside. */
  maxBytes?: number;
  /** How many files there are at most, the current one included. */
  files?: number;
  /** Characters that may wait for a slow disk; the oldest lines are dropped past it, and counted. */
  maxWaiting?: number;
}

/** Each write opens the file, and costs what a question needs to reach its provider. */
const pauseMs = 50;

export function createLogFile(path: string, options: LogFileOptions = {}): LogFile {
  const { maxBytes = 5 * 1024 * 1024, files = 3, maxWaiting = 1024 * 1024 } = options;
  let waiting: string[] = [];
  let waitingChars = 0;
  let dropped = 0;
  let size: number | undefined;
  let writing: Promise<void> | undefined;
  let pause: NodeJS.Timeout | undefined;
  let past = readPast(path);
  const wasRead = past.then(() => undefined);

  async function open(): Promise<number> {
    await mkdir(dirname(path), { recursive: true });
    return stat(path).then(
      (found) => found.size,
      () => 0,
    );
  }

  async function rotate(): Promise<void> {
    await rm(`${path}.${files - 1}`, { force: true });
    for (let n = files - 2; n >= 1; n -= 1) {
      await rename(`${path}.${n}`, `${path}.${n + 1}`).catch(ignoreMissing);
    }
    await rename(path, `${path}.1`).catch(ignoreMissing);
  }

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const lines = waiting;
      waiting = [];
      waitingChars = 0;
      if (dropped > 0) lines.unshift(JSON.stringify({ level: 'warn', area: 'log', dropped }));
      dropped = 0;
      const text = `${lines.join('\n')}\n`;
      const bytes = Buffer.byteLength(text);
      try {
        await wasRead;
        size ??= await open();
        if (size > 0 && size + bytes > maxBytes) {
          await rotate();
          size = 0;
        }
        await appendFile(path, text, { mode: 0o600 });
        size += bytes;
      } catch {
        // A log that cannot be written must not stop the work; the ring in memory still has the records.
        dropped += lines.length;
        size = undefined;
        break;
      }
    }
    // In this very step: a line that comes next starts a new write.
    writing = undefined;
  }

  function begin(): void {
    clearTimeout(pause);
    pause = undefined;
    writing ??= drain();
  }

  return {
    takePast() {
      const taken = past;
      past = Promise.resolve([]);
      return taken;
    },
    line(text, trouble = false) {
      waiting.push(text);
      waitingChars += text.length;
      while (waitingChars > maxWaiting && waiting.length > 1) {
        waitingChars -= waiting.shift()?.length ?? 0;
        dropped += 1;
      }
      if (trouble) begin();
      else if (!writing) pause ??= setTimeout(begin, pauseMs);
    },
    async flush() {
      if (pause) begin();
      while (writing) await writing;
    },
  };
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
