/** What /proc says of processes, read right. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  cpuBetween,
  parsePss,
  parseStat,
  processesOf,
  roleOf,
  strangers,
  treeOf,
} from './processes';

test('a name with spaces and brackets does not move the fields of stat', () => {
  const text =
    '42 (Web (Content) x) S 7 42 42 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 12 0 9 1 2 3\n';
  expect(parseStat(text)).toEqual({ parent: 7, ticks: 300 });
});

test.each([
  ['/opt/electron --no-sandbox /repo', 'main'],
  ['/opt/electron --type=renderer --lang=en', 'renderer'],
  [
    '/opt/electron --type=utility --utility-sub-type=network.mojom.NetworkService',
    'utility NetworkService',
  ],
])('%s is the %s process', (command, role) => {
  expect(roleOf(command)).toBe(role);
});

test('the PSS is taken, not one of its parts', () => {
  expect(parsePss('Rss: 900 kB\nPss:                 350 kB\nPss_Dirty: 20 kB\n')).toBe(350 * 1024);
  expect(parsePss('')).toBe(0);
});

const facts = (pid: number, parent: number, ticks = 0) => ({ pid, parent, role: 'main', ticks });

test('a tree holds a process and all below it, and nobody else', () => {
  const all = [facts(5, 4), facts(1, 0), facts(2, 1), facts(4, 2), facts(3, 1), facts(9, 0)];
  expect(treeOf(all, 2).map(({ pid }) => pid)).toEqual([2, 4, 5]);
  expect(treeOf(all, 77)).toEqual([]);
});

test('CPU time between two looks is told by process; one that is new counts from its beginning', () => {
  const used = cpuBetween([facts(1, 0, 10), facts(2, 1, 5)], [facts(1, 0, 13), facts(3, 1, 4)]);
  expect(used.total).toBe(70);
  expect(used.parts.map(({ pid, ms }) => [pid, ms])).toEqual([
    [3, 40],
    [1, 30],
  ]);
});

test.runIf(process.platform === 'linux')('this very process is found in /proc', () => {
  expect(processesOf(process.pid)[0]).toMatchObject({ pid: process.pid, parent: process.ppid });
});

test.runIf(process.platform === 'linux')(
  'another process of the same binary is a stranger, one of our own is not',
  () => {
    // A name that nobody else on this machine runs.
    const folder = mkdtempSync(join(tmpdir(), 'konsole-strangers-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const binary = join(folder, 'sleep');
    symlinkSync('/bin/sleep', binary);
    const child = spawn(binary, ['30'], { stdio: 'ignore' });
    onTestFinished(() => void child.kill('SIGKILL'));
    expect(strangers(1_000_000_000, binary)).toBe(1);
    expect(strangers(process.pid, binary)).toBe(0);
  },
);
