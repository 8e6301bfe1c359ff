/** How a background command stands, from its process and its files. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { jobFiles, jobState } from '../../../main/konsole/processes/jobs';
import { endTree } from '../../../main/konsole/processes/tree';
import { endStarted, startLine } from './support';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'konsole-jobs-'));
});
afterEach(async () => {
  endStarted();
  await rm(folder, { recursive: true });
});

it('runs until its process has ended; then its code is in the file', async () => {
  const { exit: file } = jobFiles(folder, 'b1');
  const { mark, exit } = await startLine(`echo ready; sleep 0.2; printf 3 >${file}`);
  expect(jobState(mark, file)).toEqual({ alive: true });
  await exit;
  expect(jobState(mark, file)).toEqual({ alive: false, code: 3 });
});

it('one that was killed is over without a code', async () => {
  const { exit: file } = jobFiles(folder, 'b1');
  const { mark } = await startLine('echo ready; exec sleep 60');
  await endTree(mark);
  expect(jobState(mark, file)).toEqual({ alive: false });
});

it('what stands in the file is taken for a code only where it is one', async () => {
  const { exit: file } = jobFiles(folder, 'b1');
  const gone = { pid: 4_000_000, start: 'never', mark: 'none' };
  await writeFile(file, 'rm -rf');
  expect(jobState(gone, file)).toEqual({ alive: false });
  await writeFile(file, '0\n');
  expect(jobState(gone, file)).toEqual({ alive: false, code: 0 });
});
