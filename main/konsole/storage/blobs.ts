/**
 * Files that a person gave along with messages: `$KONSOLE_HOME/blobs/<id>` and `<id>.json` beside it. A file is
 * there once its JSON is: a write that was cut off leaves only a `.tmp` that the next start removes. What a file
 * is, its bytes say, never its name.
 */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { KonsoleError } from '../../../preload/contract/errors';
import { limits } from '../../../preload/contract/limits';
import type { BlobInfo } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';
import type { Blobs } from '../types';
import { isPdf, pictureType, textCheck } from './blob-types';

/** What is looked at in one go: a file that comes whole must not hold up the thread. */
const pieceBytes = 256 * 1024;

const isId = (id: string) => /^[a-z0-9]{8,64}$/.test(id);

/** What the engine itself does with files. */
export interface BlobStore extends Blobs {
  /** Something refers to these from now on, as to what is asked for by `info` or `picture`. */
  hold(ids: readonly string[]): void;
  /** Removes a file that was given since the start and to which nothing refers; leaves any other. Never rejects. */
  drop(id: string): Promise<void>;
}

/** The folder is made with the first file, mode 0700; files are 0600. */
export function createBlobs(folder: string, newId: () => string): BlobStore {
  const ready = once(async () => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const left = (await readdir(folder)).filter((name) => name.endsWith('.tmp'));
    await Promise.all(left.map((name) => rm(join(folder, name), { force: true })));
  });

  /** Given since the start, and nothing refers to them. Of earlier ones nobody can say. */
  const free = new Set<string>();

  async function info(id: string): Promise<BlobInfo | undefined> {
    free.delete(id);
    if (!isId(id)) return undefined;
    try {
      const known: unknown = JSON.parse(await readFile(join(folder, `${id}.json`), 'utf8'));
      return isInfo(known) && known.id === id ? known : undefined;
    } catch {
      return undefined;
    }
  }

  return {
    async put(name, bytes) {
      const id = newId();
      const file = join(folder, id);
      try {
        await ready();
        const found = await write(`${file}.tmp`, bytes);
        const blob: BlobInfo = { id, name: cleanName(name), ...found };
        await rename(`${file}.tmp`, file);
        await write(`${file}.json.tmp`, [Buffer.from(JSON.stringify(blob))]);
        await rename(`${file}.json.tmp`, `${file}.json`);
        free.add(id);
        return blob;
      } catch (error) {
        const parts = [`${file}.tmp`, `${file}.json.tmp`, file];
        await Promise.all(parts.map((part) => rm(part, { force: true }).catch(() => undefined)));
        throw error instanceof KonsoleError ? error : diskError(error, folder);
      }
    },
    info,
    async picture(id) {
      const known = await info(id);
      if (!known?.type.startsWith('image/')) return undefined;
      try {
        return { type: known.type, bytes: new Uint8Array(await readFile(join(folder, id))) };
      } catch {
        return undefined;
      }
    },
    hold(ids) {
      for (const id of ids) free.delete(id);
    },
    async drop(id) {
      if (!free.delete(id)) return;
      for (const part of ['.json', '']) {
        // One that cannot be removed takes room and harms nothing.
        await rm(join(folder, id + part), { force: true }).catch(() => undefined);
      }
    },
  };
}

/** Writes as it comes, so that no more than a chunk is in memory, and knows at the end what it was. */
async function write(
  file: string,
  bytes: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<{ type: string; bytes: number }> {
  const out = await open(file, 'wx', 0o600);
  try {
    let size = 0;
    let head: Uint8Array = new Uint8Array();
    const text = textCheck();
    for await (const chunk of bytes) {
      size += chunk.length;
      if (size > limits.blobBytes) throw tooLarge('A file', limits.blobBytes);
      if (head.length < 16) head = Buffer.concat([head, chunk.subarray(0, 16)]);
      for (let at = 0; at < chunk.length; at += pieceBytes) {
        const piece = chunk.subarray(at, at + pieceBytes);
        text.read(piece);
        await out.writeFile(piece);
      }
    }
    await out.sync();
    return { type: typeOf(head, size, text.isText()), bytes: size };
  } finally {
    await out.close();
  }
}

function typeOf(head: Uint8Array, size: number, isText: boolean): string {
  if (size === 0) throw new KonsoleError('invalid', 'The file is empty: there is nothing to give.');
  const picture = pictureType(head);
  if (picture !== undefined) {
    if (size > limits.pictureBytes) throw tooLarge('A picture', limits.pictureBytes);
    return picture;
  }
  if (isPdf(head)) {
    if (size > limits.pdfBytes) throw tooLarge('A PDF', limits.pdfBytes);
    return 'application/pdf';
  }
  if (isText) return 'text/plain';
  throw new KonsoleError(
    'invalid',
    'This is no picture (PNG, JPEG, GIF, WebP), no PDF and no text in UTF-8. Save it as one of these, or put it in the folder.',
  );
}

function tooLarge(what: string, most: number): KonsoleError {
  const mb = Math.round(most / (1024 * 1024));
  return new KonsoleError(
    'too-large',
    `${what} may have at most ${mb} MB. Make it smaller, or put it in the folder and name it with @.`,
  );
}

function diskError(error: unknown, folder: string): KonsoleError {
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const why = code === 'ENOSPC' || code === 'EDQUOT' ? 'the disk is full' : code;
  return new KonsoleError(
    'internal',
    `The file could not be kept in ${folder} (${why}). Make room or give Konsole the right to write there, then add it again.`,
  );
}

/** The last part of a path, as one line. */
function cleanName(name: string): string {
  const last = oneLine(name.split(/[/\\]/).at(-1) ?? '');
  return last === '' ? 'file' : cutText(last, 255);
}

function isInfo(value: unknown): value is BlobInfo {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name, type, bytes } = value as Partial<Record<keyof BlobInfo, unknown>>;
  return (
    typeof id === 'string' &&
    typeof name === 'string' &&
    typeof type === 'string' &&
    typeof bytes === 'number'
  );
}

/** One run at a time; a failed one is tried again by the next caller. */
function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => {
    running ??= run().catch((error: unknown) => {
      running = undefined;
      throw error;
    });
    return running;
  };
}
