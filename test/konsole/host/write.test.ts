/** The tool `write` on a real folder. */
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { whyNotWritten } from '../../../main/konsole/folder/reason';
import { readTool } from '../../../main/konsole/host/tools/read';
import {
  isResult,
  type PreparedCall,
  type Tool,
  type ToolContext,
} from '../../../main/konsole/host/tools/tool';
import { writeTool } from '../../../main/konsole/host/tools/write';
import { makeContext } from './tool-folder';

let workspace: string;

beforeAll(async () => {
  workspace = await realpath(await mkdtemp(join(tmpdir(), 'konsole-write-')));
});
afterAll(() => rm(workspace, { recursive: true }));

const at = (path: string) => join(workspace, path);
const text = (path: string) => readFile(at(path), 'utf8');
const go = (prepared: PreparedCall) =>
  prepared.run({ block: 'block0000001', show: () => Promise.resolve() });

async function call(tool: Tool, input: Record<string, unknown>, context: ToolContext) {
  const prepared = await tool.prepare(input, context);
  return isResult(prepared) ? prepared : go(prepared);
}
const write = (path: string, content: string, context = makeContext(workspace)) =>
  call(writeTool, { path, content }, context);

async function prepared(path: string, content: string, context = makeContext(workspace)) {
  const made = await writeTool.prepare({ path, content }, context);
  if (isResult(made)) throw new Error(made.text);
  return made;
}

describe('write', () => {
  it('makes a new file with its folders, content as given', async () => {
    const content = '\ufeffone\r\ntwo\nö😀';
    const made = await prepared('deep/er/a.txt', content);
    expect(made).toMatchObject({
      summary: 'Create deep/er/a.txt',
      wanted: { kind: 'write', tool: 'write', path: 'deep/er/a.txt', outside: false },
    });
    expect(made.diff).toContain('--- /dev/null\n+++ deep/er/a.txt\n@@ -0,0 +1,3 @@\n+');
    expect(await readdir(workspace)).not.toContain('deep');
    expect(await go(made)).toEqual({
      ok: true,
      text: 'Wrote 3 lines to deep/er/a.txt (new file).',
      summary: '3 lines',
    });
    expect(await text('deep/er/a.txt')).toBe(content);
    expect(await readdir(at('deep/er'))).toEqual(['a.txt']);
    expect((await stat(at('deep/er/a.txt'))).mode & 0o777).toBe(0o666 & ~process.umask());
  });

  it('writes over a file that this turn has read, keeping its mode', async () => {
    await writeFile(at('b.txt'), 'one\ntwo\n');
    await chmod(at('b.txt'), 0o640);
    const context = makeContext(workspace);
    await call(readTool, { path: 'b.txt', limit: 1 }, context);
    const made = await prepared('b.txt', 'one\n2\n', context);
    expect(made.diff).toBe('--- b.txt\n+++ b.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+2\n');
    expect((await go(made)).text).toBe('Wrote 2 lines to b.txt (overwritten).');
    expect((await stat(at('b.txt'))).mode & 0o777).toBe(0o640);
    // What it wrote it knows: it may write again.
    expect((await write('b.txt', 'three', context)).ok).toBe(true);
  });

  it('refuses to write over what it has not read', async () => {
    await writeFile(at('c.txt'), 'precious\n');
    const result = await write('c.txt', 'x');
    expect(result).toMatchObject({ ok: false, summary: 'not read before' });
    expect(result.text).toContain('Read it first');
    expect(await text('c.txt')).toBe('precious\n');
  });

  it('attack 8: refuses to write over what changed since it was read, or since it was allowed', async () => {
    await writeFile(at('d.txt'), 'one\n');
    const context = makeContext(workspace);
    await call(readTool, { path: 'd.txt' }, context);
    const made = await prepared('d.txt', 'x', context);
    await writeFile(at('d.txt'), 'two\n');
    expect(await go(made)).toMatchObject({ ok: false, summary: 'changed' });
    expect(await write('d.txt', 'x', context)).toMatchObject({ ok: false, summary: 'changed' });
    expect(await text('d.txt')).toBe('two\n');
  });

  it('does not write over a new file that came while a person was asked', async () => {
    const made = await prepared('e.txt', 'mine');
    await writeFile(at('e.txt'), 'theirs');
    expect(await go(made)).toMatchObject({ ok: false, summary: 'changed' });
    expect(await text('e.txt')).toBe('theirs');
  });

  it('does not follow a link that came while a person was asked', async () => {
    await mkdir(at('folder'));
    const elsewhere = await mkdtemp(join(tmpdir(), 'konsole-elsewhere-'));
    const made = await prepared('folder/f.txt', 'mine');
    await rm(at('folder'), { recursive: true });
    await symlink(elsewhere, at('folder'));
    expect((await go(made)).ok).toBe(false);
    expect(await readdir(elsewhere)).toEqual([]);
    await rm(elsewhere, { recursive: true });
    await rm(at('folder'));
  });

  it('writes an empty file over, as there is nothing to lose, and one removed since again', async () => {
    await writeFile(at('g.txt'), '');
    const context = makeContext(workspace);
    expect((await write('g.txt', 'now', context)).ok).toBe(true);
    await rm(at('g.txt'));
    expect((await write('g.txt', '', context)).text).toBe('Wrote 0 lines to g.txt (new file).');
  });

  it('says when a file holds just this already', async () => {
    await writeFile(at('h.txt'), 'same');
    const context = makeContext(workspace);
    await call(readTool, { path: 'h.txt' }, context);
    const before = await stat(at('h.txt'));
    expect(await write('h.txt', 'same', context)).toMatchObject({ ok: true });
    expect((await stat(at('h.txt'))).mtimeMs).toBe(before.mtimeMs);
  });

  it('shows sizes in place of a diff where a diff would help nobody', async () => {
    const context = makeContext(workspace);
    await writeFile(at('large.txt'), 'x\n'.repeat(1_500_000));
    await call(readTool, { path: 'large.txt' }, context);
    const made = await prepared('large.txt', 'y', context);
    expect(made.diff).toContain('(not compared: 2.9 MB before, 1 byte after)');
    expect((await go(made)).ok).toBe(true);
  });

  it('writes over a file too large to be hashed, where the system tells that it did not change', async () => {
    await writeFile(at('huge.txt'), 'x\n'.repeat(5_000_000));
    const context = makeContext(workspace);
    await call(readTool, { path: 'huge.txt' }, context);
    expect((await prepared('huge.txt', 'y', context)).diff).toContain('a very large file before');
    await writeFile(at('huge.txt'), 'z\n'.repeat(5_000_000));
    expect(await write('huge.txt', 'y', context)).toMatchObject({ ok: false, summary: 'changed' });
    await call(readTool, { path: 'huge.txt', offset: 3, limit: 1 }, context);
    expect((await write('huge.txt', 'y', context)).ok).toBe(true);
    expect(await text('huge.txt')).toBe('y');
  });

  it('leaves a link that leads nowhere, and a folder, as they are', async () => {
    await symlink('nothing-there', at('dangling'));
    expect((await write('dangling', 'x')).text).toContain('leads nowhere');
    expect((await lstat(at('dangling'))).isSymbolicLink()).toBe(true);
    await mkdir(at('sub'));
    expect((await write('sub', 'x')).text).toContain('is a folder');
    expect((await write('.', 'x')).text).toContain('is a folder');
    expect((await write('new/', 'x')).text).toContain('names a folder');
    expect((await write('x.txt', 'half \udc00')).text).toContain('half a character');
  });
});

describe('a write that the system refuses is told in words', () => {
  it('below a file', async () => {
    await writeFile(at('file'), 'x');
    const result = await write('file/below.txt', 'x');
    expect(result).toMatchObject({ ok: false, summary: 'not writable' });
    expect(result.text).toBe(
      '"file/below.txt" cannot be written: a part of its path is a file, not a folder.',
    );
  });

  it('with too long a name', async () => {
    const result = await write('n'.repeat(300), 'x');
    expect(result.ok).toBe(false);
    expect(result.text).toContain('has too long a name');
  });

  it('with the longest name there may be, it is written', async () => {
    expect((await write('n'.repeat(255), 'x')).ok).toBe(true);
  });

  it('where this user may not write', async () => {
    await mkdir(at('locked'));
    await writeFile(at('locked/a.txt'), 'x');
    await chmod(at('locked'), 0o555);
    const result = await write('locked/b.txt', 'x');
    // The rights of a folder do not bind root.
    if (process.getuid?.() === 0) expect(result.ok).toBe(true);
    else expect(result.text).toContain('may not be written by this user');
    await chmod(at('locked'), 0o755);
  });

  it.each([
    ['EROFS', 'a disk that can only be read'],
    ['ENOSPC', 'the disk is full'],
    ['EDQUOT', 'share of the disk is full'],
    ['EACCES', 'may not be written by this user'],
    ['EPERM', 'may not be written by this user'],
    ['EISDIR', 'is a folder'],
    ['ENOTDIR', 'is a file, not a folder'],
    ['ENAMETOOLONG', 'too long a name'],
    ['EBUSY', 'in use by another program'],
    ['EIO', 'the disk reports an error'],
    ['EMFILE', 'too many files are open'],
    ['EWHATEVER', 'cannot be written (EWHATEVER)'],
  ])('%s', (code, words) => {
    expect(whyNotWritten(Object.assign(new Error('no'), { code }))).toContain(words);
  });
});
