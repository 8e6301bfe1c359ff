/**
 * A tool's long output: its beginning is shown as it comes, its end when it is over, and what lies between is left out;
 * then the whole lies in a file that can be read on. Memory is bounded whatever comes.
 */
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { safeOffset } from '../../../../preload/contract/text';

/** Together below the 2 000 lines and 50 KB that a model is given of one output, with the words between them. */
const head = { lines: 1_150, bytes: 30_000 };
const tail = { lines: 800, bytes: 20_000 };
/** A file is no longer than this. */
export const keptBytes = 50 * 1024 * 1024;

export interface KeptOutputOptions {
  show: (text: string) => Promise<void>;
  /** Names the file. */
  block: string;
  /** The folder for it; absent: what is left out is gone. */
  outputs?: string;
  maxBytes?: number;
}

export interface KeptEnd {
  /** What is to be shown after all that was. */
  text: string;
  /** Of the whole output. */
  lines: number;
  bytes: number;
  truncated: boolean;
  /** Where the whole lies, where it was too long to be shown. */
  path?: string;
}

export interface KeptOutput {
  /** Resolves when there is room for more. */
  take(text: string): Promise<void>;
  /** More than a file may hold has come; the rest is dropped. */
  full(): boolean;
  /** The last characters so far, at most a few hundred. */
  last(): string;
  /** To be called once. Never rejects. */
  end(): Promise<KeptEnd>;
  /** Lets go of the file, where `end` is never called. */
  close(): Promise<void>;
}

export function createKeptOutput(options: KeptOutputOptions): KeptOutput {
  const { show, block, outputs, maxBytes = keptBytes } = options;
  let shown = '';
  let shownBytes = 0;
  let shownLines = 0;
  /** Past the beginning: the latest text, all of it until there is too much. */
  let after = '';
  let isPast = false;
  /** Bytes and lines of the whole, and whether its last line is unfinished. */
  let bytes = 0;
  let lines = 0;
  let unfinished = false;
  /** Of `after`, what was dropped from its beginning. */
  let cut = false;
  let file: FileHandle | undefined;
  let path: string | undefined;
  let why: string | undefined;

  /** How much of the text still belongs to the beginning, UTF-16 units. */
  function fits(text: string): number {
    let room = head.lines - shownLines;
    let at = 0;
    while (room > 0) {
      const next = text.indexOf('\n', at);
      if (next === -1) {
        at = text.length;
        break;
      }
      at = next + 1;
      room -= 1;
    }
    const left = head.bytes - shownBytes;
    if (Buffer.byteLength(text.slice(0, at)) <= left) return at;
    const short = Buffer.from(text.slice(0, at))
      .subarray(0, left)
      .toString('utf8')
      .replace(/\ufffd+$/, '').length;
    const line = text.lastIndexOf('\n', short - 1) + 1;
    // A line is cut only where it is longer than all that may be shown.
    return line > 0 || shownBytes > 0 ? line : safeOffset(text, short);
  }

  async function keep(text: string): Promise<void> {
    after += text;
    if (!cut && within(after, tail)) return;
    if (!cut) {
      cut = true;
      await begin();
      if (path)
        await show(
          `${newLine(shown)}… the rest is kept in ${path}; its end is shown when it is over …\n`,
        );
    } else {
      await write(text);
    }
    if (after.length > 4 * tail.bytes) after = lastPart(after, tail);
  }

  async function begin(): Promise<void> {
    if (outputs === undefined) {
      why = 'there is no folder to keep it in';
      return;
    }
    const place = join(outputs, `${block}.txt`);
    try {
      await mkdir(outputs, { recursive: true, mode: 0o700 });
      const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC;
      file = await open(place, flags | (constants.O_NOFOLLOW ?? 0), 0o600);
      path = place;
      await write(shown + after);
    } catch (error) {
      await drop(error);
    }
  }

  async function write(text: string): Promise<void> {
    if (!file) return;
    try {
      await file.writeFile(text);
    } catch (error) {
      await drop(error);
    }
  }

  async function drop(error: unknown): Promise<void> {
    const code = (error as { code?: unknown } | null)?.code;
    why =
      code === 'ENOSPC'
        ? 'the disk is full'
        : `the file could not be written (${String(code ?? error)})`;
    path = undefined;
    await close();
  }

  async function close(): Promise<void> {
    const closing = file;
    file = undefined;
    await closing?.close().catch(() => undefined);
  }

  return {
    full: () => bytes > maxBytes,
    last: () => (after === '' ? shown : after).slice(-400),
    async take(text) {
      if (text === '' || bytes > maxBytes) return;
      bytes += Buffer.byteLength(text);
      lines += countLines(text);
      unfinished = !text.endsWith('\n');
      let rest = text;
      if (!isPast) {
        const upTo = fits(text);
        const part = text.slice(0, upTo);
        rest = text.slice(upTo);
        isPast = rest !== '';
        shown += part;
        shownBytes += Buffer.byteLength(part);
        shownLines += countLines(part);
        if (part !== '') await show(part);
      }
      if (rest !== '') await keep(rest);
    },
    close,
    async end() {
      await close();
      const all = { lines: lines + (unfinished ? 1 : 0), bytes };
      if (!cut) return { text: after, ...all, truncated: false };
      const end = lastPart(after, tail);
      const left = {
        bytes: Math.max(0, bytes - shownBytes - Buffer.byteLength(end)),
        lines: Math.max(0, lines - shownLines - countLines(end)),
      };
      const where = path
        ? `the whole output is in ${path}: read it with \`read\``
        : `it is gone, because ${why ?? 'it was not kept'}`;
      const note = `… ${count(left.lines, 'line')} (${size(left.bytes)}) left out here; ${where} …\n`;
      const text = `${path ? '' : newLine(shown)}${note}${end}`;
      return { text, ...all, truncated: true, ...(path ? { path } : {}) };
    },
  };
}

/** The last part of a text within the bounds, from the start of a line where that is possible. */
export function lastPart(text: string, most: { lines: number; bytes: number } = tail): string {
  let from = text.length;
  let bytes = 0;
  for (let line = 0; line < most.lines && from > 0; line++) {
    const start = from < 2 ? 0 : text.lastIndexOf('\n', from - 2) + 1;
    bytes += Buffer.byteLength(text.slice(start, from));
    if (bytes > most.bytes) break;
    from = start;
  }
  if (from < text.length || text === '') return text.slice(from);
  // One line that is longer than all.
  const part = Buffer.from(text).subarray(-most.bytes).toString('utf8');
  return part.replace(/^\ufffd+/, '');
}

export const count = (n: number, what: string) =>
  `${n.toLocaleString('en')} ${what}${n === 1 ? '' : 's'}`;

export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000
    ? `${Math.round(bytes / 1_000)} KB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export const newLine = (before: string) => (before === '' || before.endsWith('\n') ? '' : '\n');

function within(text: string, most: { lines: number; bytes: number }): boolean {
  if (text.length > most.bytes) return false;
  return Buffer.byteLength(text) <= most.bytes && countLines(text) < most.lines;
}

function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
