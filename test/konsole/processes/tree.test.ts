/** A command is ended with all that it started, and nothing else is. */
import { spawn } from 'node:child_process';
import { afterEach, describe, expect, it } from 'vitest';
import {
  endTree,
  endTreeNow,
  isAlive,
  isTreeAlive,
  startOf,
} from '../../../main/konsole/processes/tree';
import { endStarted, eventually, isLivingPid, marked, startLine } from './support';

afterEach(endStarted);

// The trees below are found by what Linux tells in /proc.
describe.skipIf(process.platform !== 'linux')('ending a command', () => {
  const trees: [string, string, number][] = [
    ['that is a single process', 'echo ready; exec sleep 60', 1],
    ['with children', 'sleep 60 & sleep 60 & echo ready; wait', 3],
    ['with a grandchild in a session of its own', '(setsid sleep 60 &) ; echo ready; sleep 60', 2],
    [
      'with a grandchild that left it and its group long ago',
      'setsid bash -c "sleep 60 & disown; exit" ; echo ready; exec sleep 60',
      2,
    ],
    [
      'that does not listen to SIGTERM',
      'trap "" TERM; echo ready; while true; do sleep 60; done',
      2,
    ],
    ['whose child has another environment', 'env -i setsid sleep 60 & echo ready; wait', 1],
  ];
  it.each(trees)('%s', async (_name, line, processes) => {
    const { mark, exit } = await startLine(line);
    await eventually(() => marked(mark.mark).length >= processes);
    const pids = [...marked(mark.mark), mark.pid];
    expect(isAlive(mark)).toBe(true);
    expect(await endTree(mark)).toBe(true);
    await exit;
    expect(marked(mark.mark)).toEqual([]);
    expect(pids.filter(isLivingPid)).toEqual([]);
    expect(isAlive(mark)).toBe(false);
    expect(isTreeAlive(mark)).toBe(false);
  });

  it('a child without the mark in a session of its own goes with its parent', async () => {
    const { mark, child } = await startLine('env -i setsid sleep 61 & sleep 0.05; echo $!; wait');
    const { execFileSync } = await import('node:child_process');
    const found = execFileSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' });
    const pids = found.trim().split('\n').map(Number);
    expect(pids.some(isLivingPid)).toBe(true);
    await endTree(mark);
    expect(pids.filter(isLivingPid)).toEqual([]);
  });

  it('lets a program put things in order first', async () => {
    const { mark, exit } = await startLine(
      'trap "exit 7" TERM; echo ready; while true; do sleep 0.01; done',
    );
    await endTree(mark);
    expect(await exit).toBe(7);
  });

  it('at once, where there is no time to wait', async () => {
    const { mark, exit } = await startLine('(setsid sleep 60 &); sleep 60 & echo ready; wait');
    await eventually(() => marked(mark.mark).length === 3);
    endTreeNow(mark);
    expect(await exit).toBe('SIGKILL');
    await eventually(() => marked(mark.mark).length === 0);
  });

  it('attack 17: that starts others in a loop', async () => {
    const { mark, exit } = await startLine(
      'echo ready; for n in $(seq 300); do setsid sleep 60 & sleep 0.002; done; wait',
    );
    // Few enough for a busy machine: it starts more while these are counted.
    await eventually(() => marked(mark.mark).length > 5);
    await endTree(mark, 0);
    await exit;
    expect(marked(mark.mark)).toEqual([]);
  });

  it('whose first process is gone: what it left is found by its group and by its mark', async () => {
    const { mark, exit } = await startLine('sleep 60 & (setsid sleep 60 &); echo ready');
    expect(await exit).toBe(0);
    expect(isAlive(mark)).toBe(false);
    // One that becomes another program has no environment for a moment.
    await eventually(() => marked(mark.mark).length === 2);
    expect(isTreeAlive(mark)).toBe(true);
    expect(await endTree(mark)).toBe(true);
    expect(marked(mark.mark)).toEqual([]);
  });

  it('never touches a process that got the pid afterwards, and still ends what carries the mark', async () => {
    const other = await startLine('sleep 60 & echo ready; wait');
    const ours = await startLine('echo ready; exec sleep 60');
    await eventually(() => marked(other.mark.mark).length === 2);
    // What had the pid before began long ago.
    const start = other.mark.start.replace(/\d+$/, '1');
    const recycled = { ...other.mark, start, mark: ours.mark.mark };
    expect(isAlive(recycled)).toBe(false);
    await endTree(recycled);
    expect(marked(ours.mark.mark)).toEqual([]);
    expect(marked(other.mark.mark)).toHaveLength(2);
    endTreeNow({ ...recycled, mark: 'nobody' });
    expect(marked(other.mark.mark)).toHaveLength(2);
  });

  it('has nothing to do where nothing is left, and says so', async () => {
    const { mark, exit } = await startLine('echo ready');
    await exit;
    expect(await endTree(mark)).toBe(false);
  });
});

describe('the start of a process', () => {
  it('stays the same while it runs, tells two apart, and is not there for one that never was', async () => {
    const { mark } = await startLine('echo ready; exec sleep 60');
    expect(startOf(mark.pid)).toBe(mark.start);
    expect(startOf(process.pid)).not.toBe(mark.start);
    expect(mark.start.length).toBeLessThanOrEqual(100);
    expect(startOf(4_000_000)).toBeUndefined();
  });

  it('does not make a zombie look alive', async () => {
    // Its parent sleeps and does not take note of its end.
    const parent = spawn('/bin/bash', ['-c', 'sleep 0 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const line = await new Promise<string>((resolve) =>
      parent.stdout.once('data', (data: Buffer) => resolve(data.toString())),
    );
    const pid = Number(line.trim());
    await eventually(() => !isLivingPid(pid));
    const start = startOf(pid);
    if (start !== undefined) expect(isAlive({ pid, start, mark: 'zombie' })).toBe(false);
    parent.kill('SIGKILL');
  });
});
