/** Attack 17, from a command: more output than anybody wants, and one that nobody takes. */
import { readFile, stat } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { bashTool } from '../../../main/konsole/host/tools/bash';
import { runCommand } from '../../../main/konsole/host/tools/bash-run';
import { startShell } from '../../../main/konsole/host/tools/shell-process';
import { eventually, marked } from '../processes/support';
import {
  type BashFolder,
  endMarks,
  expectGone,
  makeBashFolder,
  prepare,
  removeFolder,
  runBash,
} from './bash-support';
import { makeContext } from './tool-folder';

let folder: BashFolder;
beforeAll(async () => {
  folder = await makeBashFolder();
});
afterAll(() => removeFolder(folder));
afterEach(endMarks);

it('attack 17: output over 2 000 lines is cut for the model and kept whole in a file', async () => {
  const ran = await runBash(folder, { command: 'seq 100000' }, { block: 'blong' });
  expect(ran).toMatchObject({ ok: true, truncated: true, summary: 'exit 0 · 100,000 lines' });
  expect(ran.all.split('\n').length).toBeLessThanOrEqual(2000);
  expect(Buffer.byteLength(ran.all)).toBeLessThanOrEqual(50 * 1024);
  expect(ran.all).toContain(
    `the whole output is in ${folder.outputs}/blong.txt: read it with \`read\``,
  );
  const kept = await readFile(`${folder.outputs}/blong.txt`, 'utf8');
  expect(kept.trim().split('\n').map(Number)).toEqual(
    Array.from({ length: 100_000 }, (_none, at) => at + 1),
  );
});

it('attack 17: a flood is ended when its file is full, memory stays flat, and the model is told', async () => {
  const shell = await startShell({ line: 'yes & yes; wait', cwd: folder.workspace });
  const before = process.memoryUsage().rss;
  const context = makeContext(folder.workspace, { outputs: folder.outputs });
  let shown = '';
  const result = await runCommand({
    shell,
    block: 'bflood',
    ms: 60_000,
    context,
    show: async (text) => void (shown += text),
    maxBytes: 8_000_000,
  });
  expect(result).toMatchObject({ ok: false, truncated: true });
  expect(result.text).toContain('It wrote more than 8.0 MB, so it was ended');
  expect(shown.length + result.text.length).toBeLessThan(50 * 1024);
  expect((await stat(`${folder.outputs}/bflood.txt`)).size).toBeLessThan(8_200_000);
  expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  await expectGone(shell.mark);
});

it('attack 17: what nobody takes stays in the pipe, and the command waits', async () => {
  const stop = new AbortController();
  const context = makeContext(folder.workspace, { signal: stop.signal, outputs: folder.outputs });
  const prepared = await prepare(
    bashTool,
    { command: 'for n in $(seq 1000); do printf "%02000d\\n" $n; echo $n >reached; done' },
    context,
  );
  const mark = await prepared.spawn?.('bslow');
  if (!mark) throw new Error('a command has a process');
  let asked = false;
  const running = prepared.run({
    block: 'bslow',
    show: () => {
      asked = true;
      return new Promise(() => undefined);
    },
  });
  running.catch(() => undefined);
  await eventually(() => asked);
  const reached = async () => Number(await readFile(`${folder.workspace}/reached`, 'utf8'));
  let last = -1;
  for (let now = 0; now !== last; ) {
    last = now;
    await new Promise((resolve) => setTimeout(resolve, 200));
    now = await reached();
  }
  // A pipe holds 64 KB, and the reader has taken some pieces of as much.
  expect(last).toBeLessThan(500);
  expect(marked(mark.mark).length).toBeGreaterThan(0);
  stop.abort();
  await expectGone(mark);
});

it('a command whose output cannot be shown any more is ended, and does not wait for ever', async () => {
  const shell = await startShell({ line: 'yes', cwd: folder.workspace });
  const context = makeContext(folder.workspace);
  const show = () => Promise.reject(new Error('nobody there'));
  const running = runCommand({ shell, block: 'bgone', ms: 60_000, context, show });
  await expect(running).rejects.toThrow('nobody there');
  await expectGone(shell.mark);
});

it('attack 17: a line without end is cut, and binary is harmless', async () => {
  const ran = await runBash(folder, {
    command: 'head -c 3000000 /dev/zero | tr "\\0" x; head -c 2000 /dev/urandom',
  });
  expect(ran.ok).toBe(true);
  expect(Buffer.byteLength(ran.all)).toBeLessThanOrEqual(50 * 1024);
  expect(ran.all).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
});
