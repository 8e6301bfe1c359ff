/** Commands in the background: they go on, can be read and stopped, and their end is told once. */
import { readFile, stat } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bashJobTool } from '../../../main/konsole/host/tools/bash-job';
import { isResult, type ToolContext, type ToolResult } from '../../../main/konsole/host/tools/tool';
import { isAlive } from '../../../main/konsole/processes/tree';
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

const newJobs = (): ToolContext['jobs'] => new Map();
const start = (command: string, jobs: ToolContext['jobs'], block: string) =>
  runBash(folder, { command, background: true }, { context: { jobs }, block });

async function look(
  jobs: ToolContext['jobs'],
  input: Record<string, unknown>,
): Promise<ToolResult> {
  const context = makeContext(folder.workspace, { outputs: folder.outputs, jobs });
  const prepared = await prepare(bashJobTool, input, context);
  return prepared.run({ block: 'blook', show: async () => undefined });
}

describe('a command in the background', () => {
  it('is told as a job at once, goes on, and is read from where the last look ended', async () => {
    const jobs = newJobs();
    const ran = await start(
      'echo one; while [ ! -e more ]; do sleep 0.02; done; echo two; exec sleep 60',
      jobs,
      'bj1',
    );
    expect(ran).toMatchObject({ ok: true, summary: 'runs as job bj1' });
    expect(ran.mark.background).toBe(true);
    expect([...jobs.keys()]).toEqual(['bj1']);
    expect((await look(jobs, { job: 'bj1' })).text).toMatch(/^one\n\(Job bj1 runs\./);
    expect((await look(jobs, { job: 'bj1' })).text).toMatch(/^\(nothing new\)/);
    await runBash(folder, { command: 'touch more' });
    await eventually(() => marked(ran.mark.mark).length === 2);
    let text = '';
    for (let n = 0; n < 100 && !text.includes('two'); n++)
      ({ text } = await look(jobs, { job: 'bj1' }));
    expect(text).toMatch(/^two\n/);
    expect(isAlive(ran.mark)).toBe(true);
  });

  it('that fails at once is told so at once, with what it said, and is no job', async () => {
    const jobs = newJobs();
    const ran = await start('echo no such thing >&2; exit 4', jobs, 'bj2');
    expect(ran).toMatchObject({ ok: false, ended: { job: 'bj2', how: 'exit', code: 4 } });
    expect(ran.all).toContain('no such thing');
    expect(jobs.size).toBe(0);
    await expectGone(ran.mark);
  });

  it('is waited for, and its end is told once with its code', async () => {
    const jobs = newJobs();
    const ran = await start('sleep 0.8; echo done', jobs, 'bj3');
    const result = await look(jobs, { job: 'bj3', wait_ms: 20_000 });
    expect(result).toMatchObject({ ok: true, ended: { job: 'bj3', how: 'exit', code: 0 } });
    expect(result.text).toContain('done\n(Job bj3 is over: exit code 0.');
    const again = await bashJobTool.prepare(
      { job: 'bj3' },
      makeContext(folder.workspace, { jobs }),
    );
    expect(isResult(again) && again.text).toContain('No job "bj3" runs');
    await expectGone(ran.mark);
  });

  it('is stopped with all that it started', async () => {
    const jobs = newJobs();
    const ran = await start('echo up; (setsid sleep 60 &); sleep 60; true', jobs, 'bj4');
    await eventually(() => marked(ran.mark.mark).length === 4);
    const result = await look(jobs, { job: 'bj4', action: 'stop' });
    expect(result).toMatchObject({ ok: true, ended: { job: 'bj4', how: 'stopped' } });
    expect(result.text).toContain('up\n(Job bj4 was stopped');
    expect(marked(ran.mark.mark)).toEqual([]);
    await expectGone(ran.mark);
  });

  it('that was killed by somebody else is told as lost', async () => {
    const jobs = newJobs();
    const ran = await start('sleep 60; true', jobs, 'bj5');
    process.kill(-ran.mark.pid, 'SIGKILL');
    await eventually(() => !isAlive(ran.mark));
    expect(await look(jobs, { job: 'bj5' })).toMatchObject({ ended: { job: 'bj5', how: 'lost' } });
    await expectGone(ran.mark);
  });

  it('leaves nothing running when it is over', async () => {
    const jobs = newJobs();
    const ran = await start('(setsid sleep 60 &); sleep 0.7', jobs, 'bj6');
    await look(jobs, { job: 'bj6', wait_ms: 20_000 });
    await expectGone(ran.mark);
  });

  it('outlives a stop of its turn', async () => {
    const jobs = newJobs();
    const stop = new AbortController();
    const ran = await runBash(
      folder,
      { command: 'sleep 60; true', background: true },
      { context: { jobs, signal: stop.signal }, block: 'bj7' },
    );
    stop.abort();
    expect(isAlive(ran.mark)).toBe(true);
  });

  it('writes into a file for its owner alone; of much, the last part is shown', async () => {
    const jobs = newJobs();
    await start('seq 100000; exec sleep 60', jobs, 'bj8');
    const path = `${folder.outputs}/bj8.txt`;
    await eventually(() => jobs.has('bj8'));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    let result = await look(jobs, { job: 'bj8' });
    for (let n = 0; n < 50 && !result.text.includes('\n100000\n'); n++)
      result = await look(jobs, { job: 'bj8' });
    expect(result.truncated).toBe(true);
    expect(Buffer.byteLength(result.text)).toBeLessThan(21_000);
    expect((await readFile(path, 'utf8')).split('\n')).toHaveLength(100_001);
  });
});

it('a job that nobody started, or of another session, is told with those that run', async () => {
  const jobs = newJobs();
  jobs.set('bother', { command: 'x', startedAt: 0, process: { pid: 1, start: 'x', mark: 'x' } });
  const context = makeContext(folder.workspace, { outputs: folder.outputs, jobs });
  const result = await bashJobTool.prepare({ job: '../../etc/passwd' }, context);
  expect(isResult(result) && result.text).toContain('Those that run: bother.');
  const wrong = await bashJobTool.prepare({ job: 'bother', action: 'explode' }, context);
  expect(isResult(wrong) && wrong.ok).toBe(false);
});
