import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFiles } from '../../../main/konsole/host/files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'konsole-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const picture = { id: 'picture00001', name: 'a.png', type: 'image/png', bytes: 3 };
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
