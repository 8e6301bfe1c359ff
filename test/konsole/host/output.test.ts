/** Long output: its beginning as it comes, its end, and the whole in a file. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createKeptOutput, lastPart } from '../../../main/konsole/host/tools/output';

let base: string;
let outputs: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'konsole-output-'));
  outputs = join(base, 'deep', 's1');
});
afterEach(() => rm(base, { recursive: true }));

async function give(pieces: readonly string[], options: { outputs?: string; maxBytes?: number }) {
  let shown = '';
  const kept = createKeptOutput({
    show: async (text) => void (shown += text),
    block: 'b1',
    ...options,
  });
  for (const piece of pieces) await kept.take(piece);
  const full = kept.full();
  const end = await kept.end();
  return { ...end, full, shown, all: shown + end.text };
}

const rows = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_none, at) => `row ${from + at}\n`);

it('what fits is shown whole and kept nowhere', async () => {
  const pieces = rows(1, 1900);
  const end = await give(pieces, { outputs });
  expect(end.all).toBe(pieces.join(''));
  expect(end).toMatchObject({ truncated: false, lines: 1900 });
  await expect(stat(outputs)).rejects.toThrow();
});

it('of more, the beginning and the end are shown, and the whole lies in a file for its owner alone', async () => {
  const pieces = rows(1, 50_000);
  const end = await give(pieces, { outputs });
  expect(end).toMatchObject({ truncated: true, lines: 50_000, path: join(outputs, 'b1.txt') });
  expect(end.all.startsWith('row 1\nrow 2\n')).toBe(true);
  expect(end.all.endsWith('row 49999\nrow 50000\n')).toBe(true);
  expect(end.all.split('\n').length).toBeLessThanOrEqual(2000);
  expect(Buffer.byteLength(end.all)).toBeLessThanOrEqual(50 * 1024);
  expect(await readFile(join(outputs, 'b1.txt'), 'utf8')).toBe(pieces.join(''));
  expect((await stat(join(outputs, 'b1.txt'))).mode & 0o777).toBe(0o600);
  expect((await stat(outputs)).mode & 0o777).toBe(0o700);
});

it('the number of lines left out is right', async () => {
  const { all } = await give(rows(1, 50_000), { outputs });
  const [, left] = /… ([\d,]+) lines \(.*\) left out here/.exec(all) ?? [];
  const shown = all.split('\n').filter((row) => row.startsWith('row ')).length;
  expect(Number(left?.replace(',', '')) + shown).toBe(50_000);
});

it.each([
  ['one line of a megabyte', ['x'.repeat(1_000_000)]],
  ['the same in pieces', Array.from({ length: 1000 }, () => 'x'.repeat(1000))],
  ['wide characters', Array.from({ length: 3000 }, () => '€'.repeat(100))],
  ['empty lines', ['\n'.repeat(100_000)]],
  ['a short line, then one that is too long', ['hello\n', 'y'.repeat(100_000)]],
])('%s stays within the bounds and is kept whole', async (_name, pieces) => {
  const end = await give(pieces, { outputs });
  expect(Buffer.byteLength(end.all)).toBeLessThanOrEqual(50 * 1024);
  expect(end.all.split('\n').length).toBeLessThanOrEqual(2000);
  expect(end.all).not.toContain('\ufffd');
  expect(end.truncated).toBe(true);
  expect(await readFile(join(outputs, 'b1.txt'), 'utf8')).toBe(pieces.join(''));
});

it('attack 17: no more is kept than a file may hold, and it says that it is full', async () => {
  const end = await give(
    Array.from({ length: 300 }, () => 'x'.repeat(999) + '\n'),
    {
      outputs,
      maxBytes: 100_000,
    },
  );
  expect(end.full).toBe(true);
  expect((await stat(join(outputs, 'b1.txt'))).size).toBeLessThanOrEqual(101_000);
});

it('without a folder, or where none can be made, what is left out is said to be gone', async () => {
  expect((await give(rows(1, 5000), {})).all).toContain('it is gone, because there is no folder');
  await writeFile(join(base, 'deep'), 'a file');
  const end = await give(rows(1, 5000), { outputs });
  expect(end.all).toContain('it is gone, because the file could not be written');
  expect(end.all.endsWith('row 5000\n')).toBe(true);
  expect(end.path).toBeUndefined();
});

it('waits with its giver until what is shown was taken', async () => {
  let take: () => void = () => undefined;
  const kept = createKeptOutput({
    show: () => new Promise((resolve) => (take = resolve)),
    block: 'b1',
  });
  let taken = false;
  const giving = kept.take('text').then(() => (taken = true));
  await new Promise((resolve) => setImmediate(resolve));
  expect(taken).toBe(false);
  take();
  await giving;
});

it('the last part begins with a line where it can', () => {
  expect(lastPart('one\ntwo\nthree', { lines: 2, bytes: 100 })).toBe('two\nthree');
  expect(lastPart('one\ntwo\n', { lines: 9, bytes: 5 })).toBe('two\n');
  expect(lastPart('\n\n', { lines: 9, bytes: 9 })).toBe('\n\n');
  expect(lastPart('€€€€', { lines: 9, bytes: 4 })).toBe('€');
  expect(lastPart('', { lines: 1, bytes: 1 })).toBe('');
});
