/**
 * Ends a command with all that it started: its group, its session, what descends from it, and what left all three but
 * still carries its mark in the environment. Never touches a process that got its pid afterwards.
 */
import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { ProcessMark } from '../../../preload/contract/shapes';
import { allRows, hasInEnvironment, type ProcessRow, rowOf } from './table';

/** Stands in the environment of every command, with its mark. */
export const markName = 'KONSOLE_TOOL';

/** How long a process may take to put things in order before it is ended. */
const graceMs = 300;
const pollMs = 15;
/** What forks faster than it can be ended is given up in the end; a process that may not be ended as well. */
const mostRounds = 60;

/** Undefined when there is no such process (any more). */
export function startOf(pid: number): string | undefined {
  return rowOf(pid)?.start;
}

/** Whether the command's first process still runs: it, and not another with its pid. */
export function isAlive(mark: ProcessMark): boolean {
  const row = rowOf(mark.pid);
  return row !== undefined && !row.zombie && row.start === mark.start;
}

/** Whether anything still runs that the command started. */
export function isTreeAlive(mark: ProcessMark): boolean {
  return process.platform === 'win32' ? isAlive(mark) : membersOf(mark).length > 0;
}

/**
 * Asks the whole tree to end, in the call itself, then ends what is left. Resolves when nothing is. Never rejects.
 * True: something was there to end.
 */
export async function endTree(mark: ProcessMark, grace: number = graceMs): Promise<boolean> {
  if (process.platform === 'win32') return endOnWindows(mark);
  const asked = membersOf(mark);
  if (asked.length === 0) return false;
  signalAll(mark, asked, 'SIGTERM');
  for (let waited = 0; waited < grace && asked.some(isSame); waited += pollMs) await delay(pollMs);
  // Twice nobody: one that becomes another program at that instant has no environment to be known by.
  for (let round = 0, nobody = 0; round < mostRounds && nobody < 2; round++) {
    const left = membersOf(mark);
    nobody = left.length === 0 ? nobody + 1 : 0;
    signalAll(mark, left, 'SIGKILL');
    await delay(pollMs);
  }
  return true;
}

/** The same at once and without waiting, for a process that itself is about to end. */
export function endTreeNow(mark: ProcessMark): void {
  if (process.platform === 'win32') {
    endOnWindows(mark);
    return;
  }
  // What was started while the list was made is on the next one.
  for (let round = 0; round < 5; round++) {
    const left = membersOf(mark);
    if (left.length === 0) return;
    signalAll(mark, left, 'SIGKILL');
  }
}

/** Everything that belongs to a command and has not ended. */
function membersOf(mark: ProcessMark): ProcessRow[] {
  const rows = allRows().filter(({ pid, zombie }) => !zombie && pid !== process.pid && pid > 1);
  const leader = rowOf(mark.pid);
  const isOurs = leader === undefined || leader.start === mark.start;
  const entry = `${markName}=${mark.mark}`;
  const found = new Set<ProcessRow>();
  for (const row of rows) {
    const inGroup = row.group === mark.pid || row.session === mark.pid;
    const isMember = inGroup && isOurs && isNotBefore(row.start, mark.start);
    // What was there before the command carries no mark of it, and need not be read.
    const mayCarry = !isBefore(row.start, mark.start);
    if (isMember || (mayCarry && hasInEnvironment(row.pid, entry))) found.add(row);
  }
  // Children of what was found, and theirs, whatever they did to their group or environment.
  for (let grown = true; grown; ) {
    grown = false;
    const pids = new Set([...found].map(({ pid }) => pid));
    for (const row of rows) {
      if (found.has(row) || !(pids.has(row.parent) || pids.has(row.session))) continue;
      found.add(row);
      grown = true;
    }
  }
  return [...found];
}

/**
 * A group whose first process is gone may in theory be another's by now; whatever began before the command did, or
 * before the system was started anew, is. Starts of another form (macOS) cannot be compared.
 */
function isNotBefore(start: string, first: string): boolean {
  if (process.platform !== 'linux') return true;
  const [boot, ticks] = start.split(':');
  const [firstBoot, firstTicks] = first.split(':');
  return boot === firstBoot && Number(ticks) >= Number(firstTicks);
}

/** Whether it began before the command, as far as their starts can be compared. */
function isBefore(start: string, first: string): boolean {
  const [boot, ticks] = start.split(':');
  const [firstBoot, firstTicks] = first.split(':');
  return process.platform === 'linux' && boot === firstBoot && Number(ticks) < Number(firstTicks);
}

function isSame(row: ProcessRow): boolean {
  const now = rowOf(row.pid);
  return now !== undefined && !now.zombie && now.start === row.start;
}

/** A group that is certain in one go, so that what forks meanwhile cannot slip through; then one by one. */
function signalAll(mark: ProcessMark, rows: readonly ProcessRow[], signal: NodeJS.Signals): void {
  const leads = rows.filter((row) => row.pid === row.group && isSame(row));
  const isLeft = rows.some((row) => row.group === mark.pid) && rowOf(mark.pid) === undefined;
  if (isLeft) send(-mark.pid, signal);
  for (const { group } of leads) send(-group, signal);
  for (const row of rows) if (isSame(row)) send(row.pid, signal);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile, or belongs to another user, as `sudo` makes it.
  }
}

function endOnWindows(mark: ProcessMark): boolean {
  if (!isAlive(mark)) return false;
  try {
    execFileSync('taskkill.exe', ['/PID', String(mark.pid), '/T', '/F'], {
      stdio: 'ignore',
      timeout: 5_000,
      windowsHide: true,
    });
  } catch {
    // It has ended meanwhile.
  }
  return true;
}
