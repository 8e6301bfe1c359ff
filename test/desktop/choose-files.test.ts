import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const paths: string[] = [];
vi.mock('electron', () => ({
  dialog: { showOpenDialog: () => Promise.resolve({ canceled: false, filePaths: paths }) },
  clipboard: {},
  shell: {},
}));
const { createActions } = await import('../../main/desktop/actions');
const { giveFiles } = await import('../../main/desktop/choose-files');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'konsole-files-'));
  paths.length = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const at = path.join(folder, name);
  writeFileSync(at, text);
  return at;
}
const put = (name: string, bytes: Uint8Array) =>
  Promise.resolve({ id: name, name, type: 'text/plain', bytes: bytes.length });

test('what is no regular file is a problem in words at once, and the others are taken', async () => {
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const { blobs, problems } = await giveFiles([pipe, folder, file('a.txt', 'abc')], put);
  expect(blobs).toMatchObject([{ name: 'a.txt', bytes: 3 }]);
  expect(problems).toEqual([
    expect.stringMatching(/^pipe: .*no regular file/),
    expect.stringMatching(/no regular file/),
  ]);
});

test('a file that is gone is said by its name', async () => {
  const { problems } = await giveFiles([path.join(folder, 'gone.txt')], put);
  expect(problems).toEqual(['gone.txt: this file is not there any more.']);
});

test('the quick window is held by the dialog alone, not by the files that are read after it', async () => {
  paths.push(file('a.txt', 'abc'));
  let held = false;
  const heldAtPut: boolean[] = [];
  const actions = createActions({
    overQuick: async (dialog: (window: never) => Promise<unknown>) => {
      held = true;
      const result = await dialog(undefined as never);
      held = false;
      return result;
    },
    put: (name: string, bytes: Uint8Array) => {
      heldAtPut.push(held);
      return put(name, bytes);
    },
  } as never);
  expect(await actions['desktop.choose-files']({}, 'quick')).toMatchObject({ problems: [] });
  expect(heldAtPut).toEqual([false]);
});
