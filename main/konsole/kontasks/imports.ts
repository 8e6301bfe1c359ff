/**
 * Kontasks from and to JSON files: what is wrong with them, and what is there already. An imported kontask is data:
 * it is written down as it is, and nothing is run or sent because of it.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandResult, ValidParams } from '../../../preload/contract/commands';
import { KonsoleError } from '../../../preload/contract/errors';
import type { Kontask } from '../../../preload/contract/shapes';
import type { Found, ImportData } from './import-messages';
import { openImporting } from './importing';
import type { Book, RecordAnswer, Writing } from './types';

export interface ImportsDeps {
  book: Pick<Book, 'known' | 'whole' | 'write'>;
  newId: () => string;
  person: string;
  /** Where files lie that were given to Konsole, each under its id. */
  blobFolder: string;
  /** The file was given for an import alone: it goes, unless something else refers to it. Never rejects. */
  dropBlob: (id: string) => Promise<void>;
  /** Path of the built import-worker.cjs. */
  importWorker: string;
}

type Params = ValidParams<'kontask.import'>;
type Result = CommandResult<'kontask.import'>;

export interface Imports {
  /**
   * One import at a time. Where writing breaks off in between, the answer says what was taken in and why it ended;
   * the same file again, with `skip`, goes on. Rejects with a `KonsoleError` where nothing could be taken in at all.
   */
  take(params: Params, record: RecordAnswer): Promise<Result>;
  /** As they stand, those of `ids` that are there, in that order; else all, newest change first. */
  give(ids: readonly string[] | undefined): Promise<Kontask[]>;
  /** Files that were looked through and never taken in go. */
  close(): Promise<void>;
}

/** Of those that were there already, so many are named, and the rest is counted. */
const mostDuplicates = 1_000;

export function createImports(deps: ImportsDeps): Imports {
  const { book, importWorker } = deps;
  /** Two imports of one file at once would each find nothing there. */
  let line: Promise<unknown> = Promise.resolve();
  const looked = new Set<string>();

  async function drop(blob: string | undefined): Promise<void> {
    if (blob === undefined) return;
    looked.delete(blob);
    await deps.dropBlob(blob);
  }

  async function run(params: Params, record: RecordAnswer): Promise<Result> {
    const { onDuplicate = 'skip', check = false } = params;
    const importing = openImporting(importWorker, {
      source: await sourceOf(params, deps.blobFolder),
      counts: onDuplicate === 'replace' ? 'last' : 'first',
      whole: !check,
    });
    try {
      const { problems, moreProblems } = await importing.checked.catch(async (error: unknown) => {
        if (isOfFile(error)) await drop(params.blob);
        throw error;
      });
      const taken = createTaken(problems, moreProblems);
      for await (const { found, isLast } of importing.batches()) {
        const ids = found.map(({ id }) => id);
        if (check) {
          const { wanted, duplicates } = sorted(found, await book.known(ids), onDuplicate);
          taken.duplicates(duplicates);
          taken.add(wanted.map(({ id }) => id));
          continue;
        }
        const before = taken.count();
        const decide = (there: ReadonlySet<string>) => {
          const { wanted, duplicates } = sorted(found, there, onDuplicate);
          const writings = wanted.flatMap((one) => writingOf(one, there, onDuplicate, deps.newId));
          taken.duplicates(duplicates);
          taken.add(writings.map(({ kontask }) => kontask.id));
          return { writings, ...(isLast ? { result: taken.result() } : {}) };
        };
        try {
          await book.write(ids, decide, deps.person, isLast ? record : undefined);
        } catch (error) {
          if (before === 0) throw error;
          return brokenOff(taken.result(before), error);
        }
      }
      if (!check) await drop(params.blob);
      else if (params.blob !== undefined) looked.add(params.blob);
      return taken.result();
    } finally {
      importing.close();
    }
  }

  return {
    take(params, record) {
      const done = line.then(() => run(params, record));
      line = done.catch(() => undefined);
      return done;
    },
    give: (ids) => book.whole(ids),
    close: async () => void (await Promise.all([...looked].map(drop))),
  };
}

/** What is wrong with the bytes stays wrong. */
const isOfFile = (error: unknown): boolean =>
  error instanceof KonsoleError && (error.code === 'invalid' || error.code === 'too-large');

async function sourceOf(
  { kontasks, blob }: Params,
  blobFolder: string,
): Promise<ImportData['source']> {
  if ((kontasks === undefined) === (blob === undefined)) {
    throw new KonsoleError('invalid', 'Give either kontasks, a list, or blob, the id of a file.');
  }
  if (kontasks !== undefined) return { values: kontasks };
  const file = join(blobFolder, blob ?? '');
  // An id is no path: nothing but what was given to Konsole is read.
  const isThere = /^[a-z0-9]{8,64}$/.test(blob ?? '') && (await stat(file).catch(() => undefined));
  if (isThere) return { file };
  throw new KonsoleError('not-found', 'That file is not there any more. Give it again.');
}

function sorted(
  found: readonly Found[],
  there: ReadonlySet<string>,
  onDuplicate: NonNullable<Params['onDuplicate']>,
): { wanted: Found[]; duplicates: Result['duplicates'] } {
  const isDuplicate = ({ id, again }: Found) => again || there.has(id);
  const isWanted = (one: Found) =>
    onDuplicate === 'copy' || (onDuplicate === 'replace' ? !one.again : !isDuplicate(one));
  return {
    wanted: found.filter(isWanted),
    duplicates: found.filter(isDuplicate).map(({ index, id, title }) => ({ index, id, title })),
  };
}

function writingOf(
  { kontask, id, again }: Found,
  there: ReadonlySet<string>,
  onDuplicate: NonNullable<Params['onDuplicate']>,
  newId: () => string,
): Writing[] {
  if (!kontask) return [];
  const isCopy = onDuplicate === 'copy' && (again || there.has(id));
  return [{ kontask: isCopy ? { ...kontask, id: newId() } : kontask, how: 'imported' }];
}

/** What an import has come to. */
function createTaken(problems: Result['problems'], moreProblems: number) {
  const ids: string[] = [];
  const duplicates: Result['duplicates'] = [];
  let moreDuplicates = 0;
  return {
    add: (more: readonly string[]) => void ids.push(...more),
    duplicates(more: Result['duplicates']) {
      const room = mostDuplicates - duplicates.length;
      duplicates.push(...more.slice(0, room));
      moreDuplicates += Math.max(0, more.length - room);
    },
    count: () => ids.length,
    /** As if no more than the first `count` had been taken in. */
    result: (count = ids.length): Result => ({
      imported: count,
      ids: ids.slice(0, count),
      duplicates: [...duplicates],
      problems: [...problems],
      ...(moreProblems + moreDuplicates > 0
        ? { more: { problems: moreProblems, duplicates: moreDuplicates } }
        : {}),
    }),
  };
}

function brokenOff(result: Result, error: unknown): Result {
  const why = error instanceof KonsoleError ? error.message : 'Something failed inside Konsole.';
  const message = `The import broke off after ${result.imported}: ${why} What was taken in stays; import the file again and skip what is there.`;
  return { ...result, problems: [...result.problems, { field: '', message }] };
}
