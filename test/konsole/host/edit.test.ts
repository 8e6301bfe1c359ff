/** The tool `edit` on a real folder. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editTool } from '../../../main/konsole/host/tools/edit';
import { hashedBytes } from '../../../main/konsole/host/tools/stamp';
import { readTool } from '../../../main/konsole/host/tools/read';
import {
  isResult,
  type PreparedCall,
  type Tool,
  type ToolContext,
} from '../../../main/konsole/host/tools/tool';
import { makeContext } from './tool-folder';

let workspace: string;

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'konsole-edit-'));
});
afterAll(() => rm(workspace, { recursive: true }));

const at = (path: string) => join(workspace, path);
const put = (path: string, content: string | Buffer) => writeFile(at(path), content);
const text = (path: string) => readFile(at(path), 'utf8');

async function call(tool: Tool, input: Record<string, unknown>, context: ToolContext) {
  const prepared = await tool.prepare(input, context);
  return isResult(prepared) ? prepared : go(prepared);
}
const go = (prepared: PreparedCall) =>
  prepared.run({ block: 'block0000001', show: () => Promise.resolve() });
const edit = (
  path: string,
  old_string: string,
  new_string: string,
  more: Record<string, unknown> = {},
  context = makeContext(workspace),
) => call(editTool, { path, old_string, new_string, ...more }, context);

async function prepared(input: Record<string, unknown>, context = makeContext(workspace)) {
  const made = await editTool.prepare(input, context);
  if (isResult(made)) throw new Error(made.text);
  return made;
}

describe('edit', () => {
  it('replaces one place and shows what is there now, with three lines around', async () => {
    await put('a.txt', `${Array.from({ length: 10 }, (_, n) => `line ${n + 1}`).join('\n')}\n`);
    const result = await edit('a.txt', 'line 5', 'five\nand a half');
    expect(result).toMatchObject({ ok: true, summary: 'line 5' });
    expect(result.text.split('\n')).toEqual([
      'Edited a.txt. It now reads:',
      '     2\tline 2',
      '     3\tline 3',
      '     4\tline 4',
      '     5\tfive',
      '     6\tand a half',
      '     7\tline 6',
      '     8\tline 7',
      '     9\tline 8',
    ]);
    expect(await text('a.txt')).toContain('line 4\nfive\nand a half\nline 6\n');
    expect((await readdir(workspace)).filter((name) => name.includes('konsole'))).toEqual([]);
  });

  it('says what it wants, and shows a person the change as a diff, before anything happens', async () => {
    await put('b.txt', 'one\ntwo\nthree\n');
    const made = await prepared({ path: 'b.txt', old_string: 'two', new_string: '2' });
    expect(made.wanted).toEqual({ kind: 'write', tool: 'edit', path: 'b.txt', outside: false });
    expect(made.diff).toBe('--- b.txt\n+++ b.txt\n@@ -1,3 +1,3 @@\n one\n-two\n+2\n three\n');
    expect(await text('b.txt')).toBe('one\ntwo\nthree\n');
    expect(await go(made)).toMatchObject({ ok: true });
    expect(await text('b.txt')).toBe('one\n2\nthree\n');
  });

  it('tells the model when white space was not the same', async () => {
    await put('c.txt', '    if (a) {  \n      b();\n    }\n');
    const trailing = await edit('c.txt', '    if (a) {\n      b();', '    if (c) {\n      d();');
    expect(trailing.text).toContain('matched ignoring white space at line ends');
    const indentation = await edit('c.txt', 'if (c) {\n  d();\n}', 'if (e) {\n  f();\n}');
    expect(indentation.text).toContain('matched ignoring indentation');
    expect(await text('c.txt')).toBe('    if (e) {\n      f();\n    }\n');
  });

  it('replaces all places that are exactly the same when told to', async () => {
    await put('d.txt', 'x = 1\nx = 2\ny = 3\n'.repeat(3));
    const result = await edit('d.txt', 'x', 'long', { replace_all: true });
    expect(result).toMatchObject({ ok: true, summary: 'in 6 places' });
    expect(result.text).toContain('in 6 places');
    expect(result.text).toContain('(2 more places)');
    expect(await text('d.txt')).toBe('long = 1\nlong = 2\ny = 3\n'.repeat(3));
  });

  it('bounds what it shows of a long change', async () => {
    await put('e.txt', 'x\n');
    const long = Array.from({ length: 5000 }, (_, n) => `${n} ${'y'.repeat(50)}`).join('\n');
    const result = await edit('e.txt', 'x', long);
    expect(result.text.length).toBeLessThan(5000);
    expect(result.text).toContain('lines not shown');
    expect(result.text).toContain('  5000\t4999');
  });

  it('keeps line ends, the mark at the beginning, and bytes that are no text', async () => {
    await put('f.txt', Buffer.from('\ufeffone\r\ntwo\r\nthree', 'utf8'));
    expect((await edit('f.txt', 'one\ntwo', 'eins\nzwei')).ok).toBe(true);
    expect(await text('f.txt')).toBe('\ufeffeins\r\nzwei\r\nthree');
    const made = await prepared({ path: 'f.txt', old_string: 'three', new_string: '3' });
    expect(made.diff).not.toContain('\r');
    await put('g.txt', Buffer.from([0x63, 0xe9, 0x0a, 0x61, 0x0a, 0xff]));
    expect((await edit('g.txt', 'a', 'ä😀')).ok).toBe(true);
    const wanted = [Buffer.from([0x63, 0xe9, 0x0a]), Buffer.from('ä😀\n'), Buffer.from([0xff])];
    expect(await readFile(at('g.txt'))).toEqual(Buffer.concat(wanted));
  });

  it('keeps the mode of a file, and a link a link', async () => {
    await put('run.sh', 'echo one\n');
    await chmod(at('run.sh'), 0o751);
    await symlink('run.sh', at('link.sh'));
    expect((await edit('link.sh', 'one', 'two')).text).toContain('Edited run.sh');
    expect((await stat(at('run.sh'))).mode & 0o777).toBe(0o751);
    expect(await text('link.sh')).toBe('echo two\n');
    expect(
      (await readdir(workspace, { withFileTypes: true }))
        .find(({ name }) => name === 'link.sh')
        ?.isSymbolicLink(),
    ).toBe(true);
  });

  it('is done several times in a row, each on what the one before left', async () => {
    await put('h.txt', 'one\ntwo\n');
    const context = makeContext(workspace);
    await call(readTool, { path: 'h.txt' }, context);
    expect((await edit('h.txt', 'one', '1', {}, context)).ok).toBe(true);
    expect((await edit('h.txt', 'two', '2', {}, context)).ok).toBe(true);
    expect((await edit('h.txt', '1\n2', 'done', {}, context)).ok).toBe(true);
    expect(await text('h.txt')).toBe('done\n');
  });
});

describe('edit is refused, with the reason and nothing changed', () => {
  it('where several places fit: their lines are named', async () => {
    await put('i.txt', 'a\nx\nb\nx\n');
    const result = await edit('i.txt', 'x', 'y');
    expect(result).toMatchObject({ ok: false, summary: '2 places' });
    expect(result.text).toContain('lines 2, 4');
    expect(result.text).toContain('replace_all');
    expect(await text('i.txt')).toBe('a\nx\nb\nx\n');
  });

  it('where nothing fits: the nearest lines are named', async () => {
    await put('j.txt', 'alpha\nconst value = compute(input);\nomega\n');
    const near = await edit('j.txt', 'alpha\nconst value = compute(inputs);', 'x');
    expect(near).toMatchObject({ ok: false, summary: 'not found' });
    expect(near.text).toContain('begins at line 1');
    const far = await edit('j.txt', 'something else entirely', 'x');
    expect(far.text).toContain('No line of it is similar to "something else entirely"');
    const all = await edit('j.txt', 'alpha  ', 'x', { replace_all: true });
    expect(all.text).toContain('must be there exactly');
  });

  it('where the file changed since it was read, even to the same size in the same moment', async () => {
    await put('k.txt', 'one\ntwo\n');
    const context = makeContext(workspace);
    // A part counts as well: the stamp is of the whole file.
    await call(readTool, { path: 'k.txt', limit: 1 }, context);
    const { mtime } = await stat(at('k.txt'));
    await put('k.txt', 'one\ntoo\n');
    execFileSync('touch', ['-d', mtime.toISOString(), at('k.txt')]);
    const result = await edit('k.txt', 'one', '1', {}, context);
    expect(result).toMatchObject({ ok: false, summary: 'changed' });
    expect(result.text).toContain('Read it again');
    await call(readTool, { path: 'k.txt' }, context);
    expect((await edit('k.txt', 'one', '1', {}, context)).ok).toBe(true);
  });

  it('where it changed after a person was shown the diff', async () => {
    await put('l.txt', 'one\n');
    const made = await prepared({ path: 'l.txt', old_string: 'one', new_string: '1' });
    await put('l.txt', 'one and more\n');
    expect(await go(made)).toMatchObject({ ok: false, summary: 'changed' });
    expect(await text('l.txt')).toBe('one and more\n');
    await rm(at('l.txt'));
    expect(await go(made)).toMatchObject({ ok: false, summary: 'changed' });
    expect(await readdir(workspace)).not.toContain('l.txt');
  });

  it('where the turn was stopped meanwhile', async () => {
    await put('m.txt', 'one\n');
    const stop = new AbortController();
    const context = makeContext(workspace, { signal: stop.signal });
    const made = await prepared({ path: 'm.txt', old_string: 'one', new_string: '1' }, context);
    stop.abort(new Error('stopped'));
    await expect(go(made)).rejects.toThrow('stopped');
    expect(await text('m.txt')).toBe('one\n');
    expect((await readdir(workspace)).filter((name) => name.includes('konsole'))).toEqual([]);
  });

  beforeAll(async () => {
    await put('a.txt', 'one\n');
    await put('empty.txt', '');
    await put('data.bin', Buffer.alloc(1024));
    await put('large.txt', 'a'.repeat(hashedBytes + 1));
    execFileSync('mkfifo', [at('pipe')]);
    await symlink('nothing-there', at('dangling'));
  });
  it.each([
    ['is not there', 'nowhere.txt', 'a', 'Use `write`'],
    ['is a folder', '.', 'a', 'is a folder'],
    ['is empty', 'empty.txt', 'a', 'Use `write`'],
    ['is binary', 'data.bin', 'a', 'no text (1 KB of binary data)'],
    ['is too large', 'large.txt', 'a', 'too large to edit (8 MB)'],
    ['is no regular file', 'pipe', 'a', 'no regular file'],
    ['is a link that leads nowhere', 'dangling', 'a', 'leads nowhere'],
    ['is asked for by the name of a folder', 'a.txt/', 'a', 'names a folder'],
    ['lies below a file', 'a.txt/b', 'a', 'is a file, not a folder'],
    ['is to lose nothing', 'a.txt', '', '`old_string` is empty'],
    ['is to stay as it is', 'a.txt', 'new', 'the same'],
    ['is to hold half a character', 'a.txt', '\ud83d', 'half a character'],
  ])('where the file %s', async (_name, path, old, words) => {
    const result = await edit(path, old, 'new');
    expect(result.ok).toBe(false);
    expect(result.text).toContain(words);
  });
});
