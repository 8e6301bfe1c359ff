import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFolderFiles, type FolderFiles } from '../../../main/konsole/folder/files';
import { createHandClock } from '../support/fake-hosts';
import { openTested } from '../support/konsole';

let root = '';
let time: ReturnType<typeof createHandClock>;
let files: FolderFiles;

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'konsole-files-')));
  time = createHandClock();
  files = createFolderFiles({ now: time.clock.now, schedule: time.schedule });
});
afterEach(() => {
  files.close();
  rmSync(root, { recursive: true, force: true });
});

function write(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), 'x');
  }
}

const find = (typed = '', change: { refused?: string[]; denyRead?: string[] } = {}, limit = 100) =>
  files.find({ workspace: root, refused: [], denyRead: [], ...change }, typed, limit);

describe('the files of a folder', () => {
  test('are found by their letters, hidden ones too, without what is ignored', async () => {
    write('src/a.ts', 'src/.hidden.ts', 'dist/a.ts', 'src/gen/b.ts', '.git/config');
    write('node_modules/x/index.ts', 'deep/node_modules/y.ts', 'src/kept.log', 'other.log');
    writeFileSync(join(root, '.gitignore'), 'dist/\n*.log\n');
    writeFileSync(join(root, 'src', '.gitignore'), 'gen\n!kept.log\n');
    expect((await find()).toSorted()).toEqual([
      '.gitignore',
      'src/.gitignore',
      'src/.hidden.ts',
      'src/a.ts',
      'src/kept.log',
    ]);
    expect(await find('sats')).toEqual(['src/a.ts']);
    expect(await find('', {}, 1)).toEqual(['.gitignore']);
  });

  test('that the settings deny are not shown, nor the folder of Konsole itself (attack 7)', async () => {
    write('a.ts', 'secrets/key.pem', '.env', 'home/konsole.db');
    const found = await find('', {
      refused: [join(root, 'home')],
      denyRead: ['**/.env', 'secrets/'],
    });
    expect(found).toEqual(['a.ts']);
    expect(await find('', { denyRead: ['**'] })).toEqual([]);
    await expect(find('', { refused: [root] })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('of a folder outside count for nothing: neither its ignore files nor links into it', async () => {
    write('inner/a.ts', 'inner/b.ts');
    writeFileSync(join(root, '.gitignore'), 'a.ts\n');
    const found = await files.find(
      { workspace: join(root, 'inner'), refused: [], denyRead: [] },
      '',
      10,
    );
    expect(found).toEqual(['a.ts', 'b.ts']);
  });

  test('with odd names are whole paths; names that are no text are left out', async () => {
    write('a b.ts', 'new\nline.ts', '漢字/😀.md');
    writeFileSync(Buffer.concat([Buffer.from(`${root}/bad`), Buffer.from([0xff])]), 'x');
    expect((await find()).toSorted()).toEqual(['a b.ts', 'new\nline.ts', '漢字/😀.md']);
  });

  test('are listed once for a while, then anew beside the answer, and forgotten when nobody asks', async () => {
    write('a.ts');
    expect(await find()).toEqual(['a.ts']);
    write('b.ts');
    expect(await find()).toEqual(['a.ts']);
    await time.pass(5_000);
    while ((await find()).length < 2) await new Promise((resolve) => setImmediate(resolve));
    write('c.ts');
    await time.pass(31_000);
    expect(await find()).toEqual(['a.ts', 'b.ts', 'c.ts']);
  });

  test('are remembered for two folders at most (I9)', async () => {
    write('one/a.ts', 'two/a.ts', 'three/a.ts');
    for (const name of ['one', 'two', 'three']) {
      await files.find({ workspace: join(root, name), refused: [], denyRead: [] }, '', 5);
    }
    expect(time.waiting()).toHaveLength(2);
    files.close();
    expect(time.waiting()).toEqual([]);
  });

  test('of a folder that is gone, or that may not be asked any more, are told as an error', async () => {
    rmSync(root, { recursive: true });
    await expect(find()).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('does not exist'),
    });
    mkdirSync(root);
    write('a.ts');
    const late = find();
    files.close();
    await expect(late).rejects.toMatchObject({ code: 'busy' });
  });

  test('by the hundred thousand are found without keeping others from the thread', async () => {
    const paths = Array.from({ length: 100_000 }, (_, n) => `src/part-${n % 317}/file-${n}.ts`);
    const listing = { paths, lower: paths };
    const many = createFolderFiles({ ...time, now: time.clock.now, list: async () => listing });
    const search = (typed: string) =>
      many.find({ workspace: root, refused: [], denyRead: [] }, typed, 20);
    let turns = 0;
    let searching = true;
    const others = (async () => {
      for (; searching; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    })();
    // Every path has these letters in its folders and its name, so that each is judged to the end.
    const began = performance.now();
    expect(await search('prtfl99999')).toEqual(['src/part-144/file-99999.ts']);
    const ms = performance.now() - began;
    searching = false;
    await others;
    // Slices of some milliseconds: however slow the machine is, others had the thread in between.
    expect(turns).toBeGreaterThan(ms / 200);
  });
});

describe('over the commands', () => {
  test('a session has the files of its folder, and none yet those of a new one', async () => {
    write('mine.ts');
    const konsole = await openTested({ noHosts: true });
    const { session } = await konsole.ask('session.create', { kind: 'main', workspace: root });
    expect(await konsole.ask('workspace.files', { session: session.id })).toEqual({
      files: ['mine.ts'],
    });
    expect(await konsole.ask('workspace.files', { query: 'rdm' })).toEqual({
      files: ['README.md'],
    });
    expect(await konsole.answer('workspace.files', { session: 'nobody' })).toMatchObject({
      code: 'not-found',
    });
    rmSync(root, { recursive: true });
    expect(await konsole.answer('workspace.files', { session: session.id })).toMatchObject({
      code: 'invalid',
      message: expect.stringContaining('not there any more'),
    });
  });
});
