/** Tools look into the workspace and nowhere else. */
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { globTool } from '../../../main/konsole/host/tools/glob';
import { grepTool } from '../../../main/konsole/host/tools/grep';
import { readTool } from '../../../main/konsole/host/tools/read';
import { isResult, type Tool, type ToolContext } from '../../../main/konsole/host/tools/tool';
import { makeContext, makeToolFolder, runTool } from './tool-folder';

let base: string;
let workspace: string;
let outside: string;
/** Set to 1 to end the swapping worker. */
const stop = new Int32Array(new SharedArrayBuffer(4));

beforeAll(async () => {
  ({ base, workspace, outside } = await makeToolFolder());
});
afterAll(() => rm(base, { recursive: true }));

const run = (tool: Tool, input: Record<string, unknown>, more: Partial<ToolContext> = {}) =>
  runTool(workspace, tool, input, more);

describe('attack 16: a path tool is kept inside the workspace, or asked about', () => {
  const ways: [string, string][] = [
    ['by ..', '../work-secret/secret.txt'],
    ['by .. in the middle', 'src/../../work-secret/secret.txt'],
    ['by an absolute path', '/etc/passwd'],
    ['through a linked folder', 'link-out/secret.txt'],
    ['through a linked file', 'link-file'],
    ['through a linked folder to what does not exist', 'link-out/new/file.txt'],
    ['by /proc', '/proc/self/environ'],
    ['by a link to /proc', 'link-environ'],
    ['through a link to itself', 'loop'],
  ];
  it.each(ways)('%s', async (_name, path) => {
    for (const [tool, input] of [
      [grepTool, { pattern: '.', path }],
      [globTool, { pattern: '*', path }],
    ] as const) {
      const result = await run(tool, input);
      expect(result.ok).toBe(false);
      expect(result.text).not.toContain('hunter2');
      expect(result.text).not.toContain('PATH=');
    }
  });

  it('not even with the root as the workspace does /proc open', async () => {
    const result = await run(readTool, { path: '/proc/self/environ' }, { workspace: '/' });
    expect(result.ok).toBe(false);
  });

  it('by a pattern with .. or from the root', async () => {
    for (const pattern of ['../**', 'src/../../**', '/etc/*', '{..,src}/*']) {
      expect((await run(globTool, { pattern })).ok).toBe(false);
    }
  });

  it('nor do glob and grep look into it', async () => {
    const root = { workspace: '/' };
    const found = await run(grepTool, { pattern: 'PATH=', path: 'proc/self' }, root);
    expect(found.ok).toBe(false);
    const listed = await run(globTool, { pattern: 'proc/self/*' }, root);
    expect(listed.text).toBe('(no file fits)');
  });

  it('a pattern of files does not bring back what is left out', async () => {
    const found = await run(grepTool, { pattern: 'needle', glob: '**/node_modules/**' });
    expect(found.summary).toBe('no match');
  });

  it('glob and grep do not follow links out', async () => {
    const listed = await run(globTool, { pattern: '**/*' });
    expect(listed.text).not.toContain('secret.txt');
    const found = await run(grepTool, { pattern: 'hunter2' });
    expect(found.summary).toBe('no match');
  });

  it('the data folder of Konsole is refused, also inside the workspace', async () => {
    const refused = [join(workspace, 'src')];
    expect((await run(readTool, { path: 'src/a.ts' }, { refused })).ok).toBe(false);
    expect((await run(globTool, { pattern: '**/*.ts' }, { refused })).text).not.toContain('a.ts');
    expect((await run(grepTool, { pattern: 'needle' }, { refused })).text).not.toContain('src/');
  });

  it('a denial of reading binds all three', async () => {
    const denyRead = ['**/.env'];
    const result = await run(readTool, { path: '.env' }, { denyRead });
    expect(result.text).toContain('forbid');
    expect((await run(globTool, { pattern: '**/*' }, { denyRead })).text).not.toContain('.env');
    expect((await run(grepTool, { pattern: 'KEY' }, { denyRead })).summary).toBe('no match');
  });

  it('what is denied or refused is not named among the files of a folder either', async () => {
    const limits = { denyRead: ['**/.env'], refused: [join(workspace, 'dist')] };
    const { text } = await run(readTool, { path: '.' }, limits);
    expect(text).toContain('keep.log');
    expect(text).not.toContain('.env');
    expect(text).not.toContain('dist');
  });

  it('a folder that is swapped for a link out while it is read shows nothing of outside', async () => {
    const real = join(workspace, 'real');
    await mkdir(real);
    await writeFile(join(real, 'secret.txt'), 'harmless\n');
    await symlink(outside, join(workspace, 'trap'));
    const swapper = new Worker(
      `const { renameSync } = require('node:fs');
      const { root, stop } = require('node:worker_threads').workerData;
      const swap = (from, to) => renameSync(root + from, root + to);
      while (Atomics.load(stop, 0) === 0) {
        swap('/real', '/swapped'); swap('/swapped', '/real');
        swap('/trap', '/swapped'); swap('/swapped', '/trap');
      }`,
      { eval: true, workerData: { root: workspace, stop } },
    );
    const texts = new Set<string>();
    for (let n = 0; n < 600; n += 1) {
      const call = await readTool.prepare({ path: 'swapped/secret.txt' }, makeContext(workspace));
      // Judged to lie outside, a person would be asked.
      if (isResult(call) || call.wanted) continue;
      texts.add((await call.run({ block: 'b', show: () => Promise.resolve() })).text);
    }
    Atomics.store(stop, 0, 1);
    await new Promise((resolve) => swapper.once('exit', resolve));
    expect([...texts].join()).toContain('harmless');
    expect([...texts].join()).not.toContain('hunter2');
    await rm(join(workspace, 'trap'));
    await rm(real, { recursive: true });
  });

  it('a link that stays inside is followed', async () => {
    expect((await run(readTool, { path: 'link-in' })).text).toContain('const needle');
  });

  it('a folder of the same beginning is another folder', async () => {
    expect((await run(globTool, { pattern: '*', path: outside })).summary).toBe('refused');
  });
});
