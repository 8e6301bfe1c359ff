/** What lies outside the workspace is asked about or refused; Konsole's own folder is never reached. */
import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editTool } from '../../../main/konsole/host/tools/edit';
import { globTool } from '../../../main/konsole/host/tools/glob';
import { grepTool } from '../../../main/konsole/host/tools/grep';
import { readTool } from '../../../main/konsole/host/tools/read';
import { isResult, type Tool, type ToolContext } from '../../../main/konsole/host/tools/tool';
import { writeTool } from '../../../main/konsole/host/tools/write';
import { makeContext, makeToolFolder, runTool } from './tool-folder';

let base: string;
let workspace: string;
let outside: string;
let home: string;

beforeAll(async () => {
  ({ base, workspace, outside } = await makeToolFolder());
  home = join(base, 'home');
  for (const session of ['mine', 'other']) {
    await mkdir(join(home, 'outputs', session), { recursive: true });
    await writeFile(join(home, 'outputs', session, 'long.txt'), `of ${session}\n`);
  }
  await writeFile(join(home, 'gateway-token'), 'hunter2\n');
  await symlink(home, join(workspace, 'link-home'));
  await symlink(join(home, 'gateway-token'), join(home, 'outputs', 'mine', 'link-token'));
  await symlink(join(home, 'outputs', 'other'), join(home, 'outputs', 'mine', 'link-other'));
});
afterAll(() => rm(base, { recursive: true }));

const run = (tool: Tool, input: Record<string, unknown>, more: Partial<ToolContext> = {}) =>
  runTool(workspace, tool, input, more);
const prepare = (tool: Tool, input: Record<string, unknown>, more: Partial<ToolContext> = {}) =>
  tool.prepare(input, makeContext(workspace, more));

/** The three tools on one path, in a way that would do something. */
const calls = (path: string): [Tool, Record<string, unknown>][] => [
  [readTool, { path }],
  [editTool, { path, old_string: 'hunter2', new_string: 'mine' }],
  [writeTool, { path, content: 'mine' }],
];

describe('attack 16: a path outside the workspace', () => {
  const ways: [string, string][] = [
    ['by ..', '../work-secret/secret.txt'],
    ['by .. in the middle', 'src/../../work-secret/secret.txt'],
    ['through a symlink to a folder', 'link-out/secret.txt'],
    ['through a symlink to a file', 'link-file'],
  ];
  it.each(ways)('%s is asked about by the path where it really lies', async (_name, path) => {
    const real = join(outside, 'secret.txt');
    const read = await prepare(readTool, { path });
    expect(read).toMatchObject({
      summary: `Read ${real}`,
      wanted: { kind: 'read', tool: 'read', path: real, outside: true },
    });
    const edit = await prepare(editTool, { path, old_string: 'hunter2', new_string: 'mine' });
    expect(edit).toMatchObject({
      summary: `Edit ${real}`,
      wanted: { kind: 'write', tool: 'edit', path: real, outside: true },
    });
    // Nothing was done: nobody has allowed it.
    expect(await readFile(real, 'utf8')).toBe('hunter2\n');
  });

  it('that does not exist yet is asked about before it is made', async () => {
    const real = join(outside, 'new', 'file.txt');
    const call = await prepare(writeTool, { path: 'link-out/new/file.txt', content: 'x' });
    expect(call).toMatchObject({
      wanted: { kind: 'write', tool: 'write', path: real, outside: true },
    });
    await expect(readFile(real)).rejects.toThrow('ENOENT');
    expect((await run(writeTool, { path: real, content: 'x' })).ok).toBe(true);
    expect(await readFile(real, 'utf8')).toBe('x');
  });

  it('is read, once it is allowed', async () => {
    expect((await run(readTool, { path: 'link-file' })).text).toBe('     1\thunter2');
  });

  it('that was exchanged for another after it was allowed is not read', async () => {
    const path = join(outside, 'swapped.txt');
    await writeFile(path, 'harmless\n');
    const call = await prepare(readTool, { path });
    await rm(path);
    await symlink(join(outside, 'secret.txt'), path);
    if (isResult(call)) throw new Error('it was refused');
    const result = await call.run({ block: 'b', show: () => Promise.resolve() });
    expect(result.ok).toBe(false);
    expect(result.text).not.toContain('hunter2');
    await rm(path);
  });

  it('whose folder was exchanged after it was allowed is neither read nor written', async () => {
    const folder = join(outside, 'folder');
    await mkdir(folder);
    await writeFile(join(folder, 'secret.txt'), 'harmless\n');
    const path = join(folder, 'secret.txt');
    const reading = await prepare(readTool, { path });
    const edit = { path, old_string: 'harmless', new_string: 'mine' };
    const writing = await prepare(editTool, edit);
    await rm(folder, { recursive: true });
    await symlink(outside, folder);
    for (const call of [reading, writing]) {
      if (isResult(call)) throw new Error('it was refused');
      const result = await call.run({ block: 'b', show: () => Promise.resolve() });
      expect(result.ok).toBe(false);
      expect(result.text).not.toContain('hunter2');
    }
    expect(await readFile(join(outside, 'secret.txt'), 'utf8')).toBe('hunter2\n');
    await rm(folder);
  });

  it('is nothing that glob and grep can be asked about', async () => {
    expect(await prepare(globTool, { pattern: '*', path: outside })).not.toHaveProperty('wanted');
    expect((await run(globTool, { pattern: '*', path: outside })).summary).toBe('refused');
    expect((await run(grepTool, { pattern: '.', path: 'link-out' })).summary).toBe('refused');
  });

  it('inside, nothing is wanted to read', async () => {
    expect(await prepare(readTool, { path: 'src/a.ts' })).not.toHaveProperty('wanted');
    expect(await prepare(readTool, { path: 'link-in' })).not.toHaveProperty('wanted');
  });
});

describe('attack 16: refused without asking', () => {
  const never: [string, string][] = [
    ['/proc/self/environ', '/proc/self/environ'],
    ['/proc/self/environ by a symlink', 'link-environ'],
    ['/proc/self/environ by ..', '../../../../../../../../../proc/self/environ'],
    ['/proc/self/fd', '/proc/self/fd/0'],
    ['/sys', '/sys/kernel/notes'],
    ['/dev', '/dev/stdin'],
    ['a symlink to itself', 'loop'],
  ];
  it.each(never)('%s', async (_name, path) => {
    for (const [tool, input] of calls(path)) {
      const call = await prepare(tool, input);
      expect(call).toMatchObject({ ok: false, summary: 'refused' });
    }
  });

  it.each([
    ['KONSOLE_HOME itself', () => join(home, 'gateway-token')],
    ['KONSOLE_HOME by a symlink', () => 'link-home/gateway-token'],
    ['KONSOLE_HOME by ..', () => '../home/gateway-token'],
    ['a new file in KONSOLE_HOME', () => join(home, 'new.txt')],
    ['the outputs folder of another session', () => join(home, 'outputs', 'other', 'long.txt')],
    ['another session by ..', () => join(home, 'outputs', 'mine', '..', 'other', 'long.txt')],
    ['a symlink among the outputs', () => join(home, 'outputs', 'mine', 'link-token')],
    ['a symlink to other outputs', () => join(home, 'outputs', 'mine', 'link-other', 'long.txt')],
    ['the folder of all outputs', () => join(home, 'outputs')],
  ])('%s', async (_name, path) => {
    const limits = { refused: [home], outputs: join(home, 'outputs', 'mine') };
    for (const [tool, input] of calls(path())) {
      const call = await prepare(tool, input, limits);
      expect(call).toMatchObject({ ok: false, summary: 'refused' });
    }
  });

  it('what the settings deny, wherever it lies', async () => {
    const limits = { denyRead: ['**/secret.txt', '/etc/**'] };
    for (const path of ['link-file', join(outside, 'secret.txt'), '/etc/passwd']) {
      for (const [tool, input] of calls(path)) {
        const call = await prepare(tool, input, limits);
        expect(call).toMatchObject({ ok: false, summary: 'refused' });
        expect(call).toHaveProperty('text', expect.stringContaining('settings of Konsole forbid'));
      }
    }
  });

  it('a denied file is not named among the files of a folder outside', async () => {
    await writeFile(join(outside, 'plain.txt'), 'x');
    const { text } = await run(readTool, { path: outside }, { denyRead: ['**/secret.txt'] });
    expect(text).toContain('plain.txt');
    expect(text).not.toContain('secret.txt');
    const seen = await run(readTool, { path: base }, { refused: [home] });
    expect(seen.text).toContain('work-secret/');
    expect(seen.text).not.toContain('home/');
  });
});

describe('the long outputs of this session', () => {
  it('are read without asking, in the midst of what is refused', async () => {
    const limits = { refused: [home], outputs: join(home, 'outputs', 'mine') };
    const path = join(home, 'outputs', 'mine', 'long.txt');
    expect(await prepare(readTool, { path }, limits)).not.toHaveProperty('wanted');
    expect((await run(readTool, { path }, limits)).text).toBe('     1\tof mine');
    expect(await prepare(writeTool, { path, content: '' }, limits)).toMatchObject({ ok: false });
  });

  it('are not reached through a link that was put in the place of their folder', async () => {
    const outputs = join(home, 'outputs', 'linked');
    await symlink(home, outputs);
    const limits = { refused: [home], outputs };
    const call = await prepare(readTool, { path: join(outputs, 'gateway-token') }, limits);
    expect(call).toMatchObject({ ok: false, summary: 'refused' });
    await rm(outputs);
  });

  it('are read by way of a home that is itself a link', async () => {
    const link = join(base, 'link-to-home');
    await symlink(home, link);
    const limits = { refused: [link], outputs: join(link, 'outputs', 'mine') };
    const path = join(link, 'outputs', 'mine', 'long.txt');
    expect((await run(readTool, { path }, limits)).text).toBe('     1\tof mine');
    expect((await run(readTool, { path: join(link, 'gateway-token') }, limits)).ok).toBe(false);
    await rm(link);
  });
});
