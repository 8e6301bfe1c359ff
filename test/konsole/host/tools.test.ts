/** The three reading tools on a real folder. */
import { execFileSync } from 'node:child_process';
import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globTool } from '../../../main/konsole/host/tools/glob';
import { createGrep, grepTool } from '../../../main/konsole/host/tools/grep';
import { minimalEnv } from '../../../main/konsole/folder/minimal-env';
import { readTool } from '../../../main/konsole/host/tools/read';
import { outsideArchive } from '../../../main/konsole/folder/ripgrep';
import { reason } from '../../../main/konsole/folder/workspace';
import { isResult, type Tool, type ToolContext } from '../../../main/konsole/host/tools/tool';
import { makeContext, makeToolFolder, runTool } from './tool-folder';

let base: string;
let workspace: string;

beforeAll(async () => {
  ({ base, workspace } = await makeToolFolder());
});
afterAll(() => rm(base, { recursive: true }));

const run = (tool: Tool, input: Record<string, unknown>, more: Partial<ToolContext> = {}) =>
  runTool(workspace, tool, input, more);

describe('read', () => {
  it('shows lines with their numbers', async () => {
    const result = await run(readTool, { path: 'src/a.ts' });
    expect(result.text).toBe('     1\tconst needle = 1;\n     2\texport { needle };');
    expect(result).toMatchObject({ ok: true, summary: '2 lines' });
  });

  it('shows a range', async () => {
    const result = await run(readTool, { path: 'src/a.ts', offset: 2, limit: 1 });
    expect(result.text.split('\n')[0]).toBe('     2\texport { needle };');
    expect(result.summary).toBe('1 line from line 2');
  });

  it('says where to read on when a file is long', async () => {
    await writeFile(
      join(workspace, 'long.txt'),
      Array.from({ length: 3000 }, (_, n) => `row ${n + 1}`).join('\n'),
    );
    const first = await run(readTool, { path: 'long.txt' });
    expect(first).toMatchObject({ truncated: true, summary: '2,000 lines' });
    expect(first.text).toContain('read on with offset 2001');
    const rest = await run(readTool, { path: 'long.txt', offset: 2001 });
    expect(rest.summary).toBe('1,000 lines from line 2001');
    expect(rest.truncated).toBeUndefined();
    expect(rest.text.endsWith('  3000\trow 3000')).toBe(true);
  });

  it('shows at most 50 KB', async () => {
    await writeFile(join(workspace, 'wide.txt'), `${'é'.repeat(900)}\n`.repeat(100));
    const result = await run(readTool, { path: 'wide.txt' });
    expect(Buffer.byteLength(result.text)).toBeLessThan(51 * 1024);
    expect(result.truncated).toBe(true);
  });

  it('holds only the beginning of one endless line', async () => {
    await writeFile(join(workspace, 'line.txt'), `${'x'.repeat(5_000_000)}\nend`);
    const result = await run(readTool, { path: 'line.txt' });
    expect(result.text.length).toBeLessThan(3000);
    expect(result.text).toContain('line of 5000000 characters');
    expect(result.text).toContain('     2\tend');
  });

  it.each([
    ['a picture', 'picture.png', 'binary'],
    ['a folder', 'src', 'is a folder'],
    ['what is not there', 'nowhere.txt', 'does not exist'],
    ['a line past the end', 'src/a.ts', 'past its end'],
  ])('says politely that it cannot show %s', async (_name, path, words) => {
    const result = await run(readTool, words.includes('past') ? { path, offset: 99 } : { path });
    expect(result.ok).toBe(false);
    expect(result.text).toContain(words);
  });

  it('shows an empty file, and lines that end the Windows way', async () => {
    expect((await run(readTool, { path: 'empty.txt' })).text).toContain('empty');
    expect((await run(readTool, { path: 'windows.txt' })).text).toBe('     1\tone\n     2\ttwo');
  });

  it('does not wait for the other end of a pipe', async () => {
    execFileSync('mkfifo', [join(workspace, 'pipe')]);
    const result = await run(readTool, { path: 'pipe' });
    expect(result).toMatchObject({ ok: false, summary: 'no file' });
    await rm(join(workspace, 'pipe'));
  });

  it('says in words why a file cannot be opened', () => {
    expect(reason({ code: 'EACCES' })).toBe('may not be read by this user');
    expect(reason({ code: 'EIO' })).toBe('cannot be opened (EIO)');
  });
});

describe('glob', () => {
  it('lists files that fit, without what ignore files name', async () => {
    const result = await run(globTool, { pattern: '**/*.ts' });
    expect(result.text.split('\n').sort()).toEqual(['src/a.ts', 'src/deep/b.ts']);
    expect(result.summary).toBe('2 files');
    const logs = await run(globTool, { pattern: '*.log' });
    expect(logs.text).toBe('keep.log');
  });

  it('lists the newest first', async () => {
    await utimes(join(workspace, 'src', 'a.ts'), 1, 1);
    const result = await run(globTool, { pattern: 'src/**/*.ts' });
    expect(result.text.split('\n')).toEqual(['src/deep/b.ts', 'src/a.ts']);
  });

  it('looks in one folder when asked', async () => {
    const result = await run(globTool, { pattern: '*.ts', path: 'src/deep' });
    expect(result.text).toBe('src/deep/b.ts');
  });

  it('says when nothing fits', async () => {
    expect(await run(globTool, { pattern: '*.xyz' })).toMatchObject({
      ok: true,
      summary: 'no file',
    });
  });
});

describe('grep', () => {
  it('answers path, line and text, without what ignore files name', async () => {
    const result = await run(grepTool, { pattern: 'needle' });
    expect(result.text.split('\n')).toEqual([
      '.env:1:KEY=needle',
      'src/a.ts:1:const needle = 1;',
      'src/a.ts:2:export { needle };',
    ]);
    expect(result.summary).toBe('3 matches in 2 files');
  });

  it('ignores case, and looks only where it is asked to', async () => {
    const result = await run(grepTool, { pattern: 'NEEDLE', ignore_case: true, path: 'src/deep' });
    expect(result.text).toBe('src/deep/b.ts:1:// Needle');
    const some = await run(grepTool, { pattern: 'needle', glob: '*.env' });
    expect(some.text).toBe('.env:1:KEY=needle');
  });

  it('takes a pattern that begins like a switch as a pattern', async () => {
    expect((await run(grepTool, { pattern: '--files' })).summary).toBe('no match');
  });

  it('says what is wrong with a pattern', async () => {
    const result = await run(grepTool, { pattern: '(' });
    expect(result.ok).toBe(false);
    expect(result.text).toContain('regex');
  });

  it('is capped', async () => {
    await writeFile(join(workspace, 'many.txt'), 'pin\n'.repeat(1000));
    const result = await run(grepTool, { pattern: 'pin' });
    expect(result).toMatchObject({ truncated: true, summary: '200+ matches in 1 file' });
    expect(result.text).toContain('There are more matches');
  });

  it('answers in the order of paths with one core as with many, whole and capped', async () => {
    const folder = join(workspace, 'order');
    for (const name of ['b/z.txt', 'b-c.txt', 'a.txt', 'b/a/y.txt', 'c.txt']) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), 'ordered\n'.repeat(60));
    }
    for (const glob of ['*.txt', 'b*']) {
      const input = { pattern: 'ordered', path: 'order', glob };
      const one = await run(createGrep(1), input);
      expect(await run(createGrep(8), input)).toEqual(one);
      expect(one.truncated).toBe(glob === '*.txt' ? true : undefined);
    }
    const { text } = await run(createGrep(8), { pattern: 'ordered', path: 'order' });
    const files = [...new Set(text.split('\n').map((row) => row.split(':')[0]))];
    expect(files.slice(0, 4)).toEqual(
      ['a.txt', 'b/a/y.txt', 'b/z.txt', 'b-c.txt'].map((name) => `order/${name}`),
    );
    await rm(folder, { recursive: true });
  });

  it('is killed when the turn is stopped', async () => {
    const stop = new AbortController();
    const result = run(grepTool, { pattern: 'x' }, { signal: stop.signal, workspace: '/usr' });
    stop.abort(new Error('stopped'));
    await expect(result).rejects.toThrow('stopped');
  });

  it('attack 13: gives its program no keys', () => {
    const env = minimalEnv({
      PATH: '/bin',
      ANTHROPIC_API_KEY: 'sk',
      KONSOLE_HOME: '/h',
      HOME: '/root',
    });
    expect(env).toEqual({ PATH: '/bin', HOME: '/root' });
  });

  it('finds its program beside a packed app', () => {
    expect(outsideArchive('/x/resources/app.asar/node_modules/rg')).toBe(
      '/x/resources/app.asar.unpacked/node_modules/rg',
    );
    expect(outsideArchive('/x/app.asar.unpacked/rg')).toBe('/x/app.asar.unpacked/rg');
  });
});

describe('a folder', () => {
  it.each([
    [undefined, 'No folder is chosen'],
    ['/no/such/folder', 'does not exist'],
    ['/etc/passwd', 'is not a folder'],
  ])('%s is told in clear words', async (folder, words) => {
    const { workspace: _none, ...context } = makeContext('');
    const more = folder === undefined ? {} : { workspace: folder };
    for (const tool of [readTool, globTool, grepTool]) {
      const input = { path: '.', pattern: 'x' };
      const prepared = await tool.prepare(input, { ...context, ...more });
      const show = () => Promise.resolve();
      const result = isResult(prepared) ? prepared : await prepared.run({ block: 'b', show });
      expect(result.ok).toBe(false);
      expect(result.text).toContain(words);
    }
  });
});
