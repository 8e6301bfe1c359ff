/** A write never lands outside, however fast the folder on its way is exchanged for a link. */
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editTool } from '../../../main/konsole/host/tools/edit';
import { isResult, type Tool } from '../../../main/konsole/host/tools/tool';
import { writeTool } from '../../../main/konsole/host/tools/write';
import { makeContext } from './tool-folder';

let base: string;
let workspace: string;
let outside: string;

beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'konsole-races-')));
  workspace = join(base, 'work');
  outside = join(base, 'outside');
  await mkdir(join(workspace, 'real'), { recursive: true });
  await mkdir(outside);
  await writeFile(join(workspace, 'real', 'file.txt'), 'text 0\n');
  await writeFile(join(outside, 'file.txt'), 'text 0\n');
  await symlink(outside, join(workspace, 'trap'));
});
afterAll(() => rm(base, { recursive: true }));

/** What a call did that nobody had to be asked about. */
async function attempt(tool: Tool, input: Record<string, unknown>): Promise<boolean> {
  const call = await tool.prepare(input, makeContext(workspace));
  if (isResult(call)) return false;
  if (call.wanted?.kind === 'write' && call.wanted.outside) return false;
  return (await call.run({ block: 'b', show: () => Promise.resolve() })).ok;
}

describe('attack 16: a folder that is swapped for a symlink out while it is written to', () => {
  it('lets nothing be written outside', async () => {
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const swapper = new Worker(
      `const { renameSync, rmSync } = require('node:fs');
      const { root, stop } = require('node:worker_threads').workerData;
      // A new file makes the folders it misses: such a one goes before the next swap, also while it is being filled.
      const clear = (path) => {
        try { rmSync(path, { recursive: true, force: true }); } catch {}
      };
      const swap = (from, to) => {
        for (;;) {
          try { return renameSync(root + from, root + to); } catch { clear(root + to); }
        }
      };
      const rest = () => Atomics.wait(stop, 0, 0, 1);
      while (Atomics.load(stop, 0) === 0) {
        swap('/real', '/swapped'); rest(); swap('/swapped', '/real');
        swap('/trap', '/swapped'); rest(); swap('/swapped', '/trap');
      }`,
      { eval: true, workerData: { root: workspace, stop } },
    );
    const over = new Promise((resolve, reject) => {
      swapper.once('exit', resolve);
      swapper.once('error', reject);
    });
    over.catch(() => undefined);
    let done = 0;
    for (let n = 0; n < 60; n += 1) {
      const text = await readFile(join(workspace, 'real', 'file.txt'), 'utf8').catch(() => '');
      const old_string = text.trim() || 'text';
      const edit = { path: 'swapped/file.txt', old_string, new_string: `text ${n + 1}` };
      if (await attempt(editTool, edit)) done += 1;
      if (await attempt(writeTool, { path: `swapped/new-${n}.txt`, content: 'x' })) done += 1;
    }
    Atomics.store(stop, 0, 1);
    Atomics.notify(stop, 0);
    await over;
    expect(await readdir(outside)).toEqual(['file.txt']);
    expect(await readFile(join(outside, 'file.txt'), 'utf8')).toBe('text 0\n');
    // Some went where they were meant to: the race was on.
    expect(done).toBeGreaterThan(0);
  });
});
