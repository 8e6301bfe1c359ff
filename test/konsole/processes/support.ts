/** Real processes for tests: started as commands are, found by their mark, gone without a trace in the end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { endTreeNow, startOf } from '../../../main/konsole/processes/tree';
import type { ProcessMark } from '../../../preload/contract/shapes';

export interface Started {
  child: ChildProcess;
  mark: ProcessMark;
  exit: Promise<number | string | null>;
}

const started: ProcessMark[] = [];
let names = 0;

/** Starts a shell line as the leader of a group of its own; resolves once it has said "ready". */
export async function startLine(line: string): Promise<Started> {
  const mark = `test${process.pid}x${names++}`;
  const child = spawn('/bin/bash', ['--noprofile', '--norc', '-c', line], {
    detached: true,
    env: { PATH: process.env.PATH, KONSOLE_TOOL: mark },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exit = new Promise<number | string | null>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal));
  });
  const pid = child.pid ?? 0;
  const known: ProcessMark = { pid, start: startOf(pid) ?? '', mark };
  started.push(known);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return { child, mark: known, exit };
}

/** Pids of all that carry this mark and live, found without the code under test. */
export function marked(mark: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && carries(name, mark) && isLiving(name))
    .map(Number);
}

function carries(pid: string, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(`KONSOLE_TOOL=${mark}`);
  } catch {
    return false;
  }
}

function isLiving(pid: string): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
  } catch {
    return false;
  }
}

export const isLivingPid = (pid: number): boolean => isLiving(String(pid));

/** Resolves once `fits` is true; fails after 5 seconds. */
export async function eventually(fits: () => boolean): Promise<void> {
  let is = fits();
  for (let tries = 0; tries < 500 && !is; tries++) {
    await delay(10);
    is = fits();
  }
  // Not looked at once more: what was true a moment ago is enough.
  expect(is).toBe(true);
}

/** For `afterEach`: nothing of a failed test goes on. */
export function endStarted(): void {
  for (const mark of started.splice(0)) endTreeNow(mark);
}
