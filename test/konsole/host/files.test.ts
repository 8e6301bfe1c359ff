import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFiles } from '../../../main/konsole/host/files';
import { fileParts } from '../../../main/konsole/providers/files';
import type { Reads } from '../../../main/konsole/providers/types';
import { makePdf } from './pdf-file';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'konsole-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const picture = { id: 'picture00001', name: 'a.png', type: 'image/png', bytes: 3 };
const pdf = { id: 'pdf000000001', name: 'a.pdf', type: 'application/pdf', bytes: 3 };
const words = { id: 'words0000001', name: 'a.txt', type: 'text/plain', bytes: 5 };

test('a picture goes to the model in base64, text as it is, the same each time', async () => {
  writeFileSync(join(folder, picture.id), Buffer.from([1, 2, 3]));
  writeFileSync(join(folder, words.id), 'hello');
  const files = createFiles(folder);
  const turn = { files: [picture, words] };
  await files.load([turn, {}]);
  const attached = [
    { name: 'a.png', type: 'image/png', data: 'AQID' },
    { name: 'a.txt', type: 'text/plain', data: 'hello' },
  ];
  expect(files.of(turn)).toEqual({ attached });
  expect(files.of(turn)).toEqual({ attached });
  expect(files.of({})).toEqual({});
});

test('a file that is gone is told as gone, and attack 16: an id that is a path reads nothing', async () => {
  writeFileSync(join(folder, '..', 'konsole-outside.txt'), 'secret');
  const files = createFiles(folder);
  const turn = { files: [picture, { ...words, id: '../konsole-outside.txt' }] };
  await files.load([turn]);
  expect(files.of(turn).attached).toMatchObject([
    { type: 'gone', data: '' },
    { type: 'gone', data: '' },
  ]);
  rmSync(join(folder, '..', 'konsole-outside.txt'));
});

test('files of a request that the provider refused are not sent again: a broken picture ends no session', async () => {
  writeFileSync(join(folder, picture.id), Buffer.from([1, 2, 3]));
  const files = createFiles(folder);
  const refused = { files: [picture], error: { status: 400 } };
  const busy = { files: [picture], error: { status: 529 } };
  await files.load([refused, busy]);
  expect(files.of(refused).attached).toMatchObject([{ type: 'gone' }]);
  expect(files.of(busy).attached).toMatchObject([{ type: 'image/png' }]);
});

test('a PDF goes in base64 with about how many pages it has', async () => {
  const bytes = makePdf(['one', 'two', 'three']);
  writeFileSync(join(folder, pdf.id), bytes);
  const files = createFiles(folder);
  await files.load([{ files: [pdf] }]);
  const data = bytes.toString('base64');
  expect(files.of({ files: [pdf] }).attached).toEqual([
    { name: 'a.pdf', type: 'application/pdf', data, pages: 3 },
  ]);
});

test('what a model cannot be given it is told of, and gets the rest', async () => {
  for (const { id } of [picture, pdf, words]) writeFileSync(join(folder, id), 'hello');
  const files = createFiles(folder);
  const turn = { files: [picture, pdf, words] };
  await files.load([turn]);
  const types = (reads: Reads) => files.of(turn, reads).attached?.map(({ type }) => type);
  expect(types({})).toEqual(['image/png', 'application/pdf', 'text/plain']);
  expect(types({ pdf: false })).toEqual(['image/png', 'unread', 'text/plain']);
  expect(types({ images: false, pdf: true })).toEqual(['unread', 'application/pdf', 'text/plain']);
  expect(fileParts(files.of(turn, { images: false, pdf: false }).attached ?? [])).toMatchObject([
    { text: '<file name="a.png">(a picture, which this model cannot see)</file>' },
    { text: '<file name="a.pdf">(a PDF, which this model cannot read)</file>' },
    { text: '<file name="a.txt">\nhello\n</file>' },
  ]);
});
