/**
 * Entry of the importing worker, built to import-worker.cjs: reads and checks a file of kontasks, so that no window and
 * no stream waits for that, and hands over what is right in batches, each when it is asked for.
 */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { KonsoleError } from '../../../preload/contract/errors';
import type { Kontask, KontaskProblem } from '../../../preload/contract/shapes';
import { cutText } from '../../../preload/contract/text';
import { checkKontask } from './import-check';
import { bounded, readKontasks } from './import-file';
import type { Found, FromImporter, ImportData } from './import-messages';

const batchKontasks = 200;
const batchBytes = 1024 * 1024;
/** Names alone are small. */
const batchNames = 2_000;
const mostProblems = 300;
const titleChars = 200;

interface Right {
  index: number;
  kontask: Kontask;
  bytes: number;
}

function check(values: readonly unknown[]) {
  const right: Right[] = [];
  const problems: KontaskProblem[] = [];
  let moreProblems = 0;
  for (const [index, value] of values.entries()) {
    const checked = checkKontask(value, index);
    const room = mostProblems - problems.length;
    problems.push(...checked.problems.slice(0, room));
    moreProblems += Math.max(0, checked.problems.length - room);
    const { kontask, bytes } = checked;
    if (kontask) right.push({ index, kontask, bytes });
  }
  if (values.length === 0) {
    problems.push({ field: '', message: 'There is no kontask in it: the list is empty.' });
  }
  return { right, problems, moreProblems };
}

/** Which place in the file counts, of each id. */
function placesOf(right: readonly Right[], counts: ImportData['counts']): Map<string, number> {
  const ordered = counts === 'first' ? right.toReversed() : right;
  return new Map(ordered.map(({ index, kontask: { id } }) => [id, index]));
}

function* batches(right: readonly Right[], { counts, whole }: ImportData): Generator<Found[]> {
  const places = placesOf(right, counts);
  let batch: Found[] = [];
  let size = 0;
  for (const { index, kontask, bytes } of right) {
    const isFull = whole
      ? batch.length >= batchKontasks || size + bytes > batchBytes
      : batch.length >= batchNames;
    if (isFull && batch.length > 0) {
      yield batch;
      [batch, size] = [[], 0];
    }
    const { id } = kontask;
    const title = cutText(kontask.title, titleChars);
    const again = places.get(id) !== index;
    batch.push({ index, id, title, again, ...(whole ? { kontask } : {}) });
    size += bytes;
  }
  yield batch;
}

function run(data: ImportData, post: (message: FromImporter) => void): void {
  const { source } = data;
  const values =
    'file' in source ? readKontasks(readFileSync(source.file)) : bounded(source.values);
  const { right, problems, moreProblems } = check(values);
  const all = batches(right, data);
  let next = all.next();
  // Whatever is said to it means: the next one.
  parentPort?.on('message', () => {
    if (next.done) return;
    const found = next.value;
    next = all.next();
    post({ t: 'batch', found, isLast: next.done === true });
  });
  post({ t: 'checked', problems, moreProblems });
}

const port = parentPort;
if (port) {
  const post = (message: FromImporter) => port.postMessage(message);
  try {
    run(workerData as ImportData, post);
  } catch (error) {
    // What else fails ends the worker, and is told by that.
    if (!(error instanceof KonsoleError)) throw error;
    post({ t: 'failed', code: error.code, message: error.message });
    port.close();
  }
}
