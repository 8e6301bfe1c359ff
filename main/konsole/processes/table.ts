/**
 * The system's processes as they are now: when each began, whose child it is, in which group and session. On Linux from
 * /proc, on macOS from `ps`. On Windows only the start of a single process can be told.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessRow {
  pid: number;
  parent: number;
  group: number;
  /** 0 where the system does not say. */
  session: number;
  /** Opaque text: another process that gets the same pid has another. */
  start: string;
  /** Ended, and not yet taken note of by its parent. */
  zombie: boolean;
}

/** Undefined when there is no such process. */
export function rowOf(pid: number): ProcessRow | undefined {
  if (process.platform === 'linux') return readRow(pid);
  if (process.platform === 'win32') return windowsRow(pid);
  return psRows(['-p', String(pid)])[0];
}

export function allRows(): ProcessRow[] {
  if (process.platform === 'win32') return [];
  if (process.platform !== 'linux') return psRows(['-A']);
  const rows: ProcessRow[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const row = readRow(Number(name));
    if (row) rows.push(row);
  }
  return rows;
}

/** Whether a process was started with this in its environment; false where the system does not let one see. */
export function hasInEnvironment(pid: number, entry: string): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const text = readFileSync(`/proc/${pid}/environ`, 'latin1');
    return text.startsWith(`${entry}\0`) || text.includes(`\0${entry}\0`);
  } catch {
    return false;
  }
}

let bootId: string | undefined;

/** Starts are counted from the start of the system: the same number after the next start is another time. */
function boot(): string {
  bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  return bootId;
}

function readRow(pid: number): ProcessRow | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses may hold anything, so what follows is counted from its end: proc(5), fields 3 to 22.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [state, parent, group, session] = fields;
    const start = `${boot()}:${fields[19] ?? ''}`;
    return {
      pid,
      parent: Number(parent),
      group: Number(group),
      session: Number(session),
      start,
      zombie: state === 'Z' || state === 'X',
    };
  } catch {
    return undefined;
  }
}

function psRows(which: string[]): ProcessRow[] {
  const columns = ['pid=', 'ppid=', 'pgid=', 'stat=', 'lstart='].flatMap((name) => ['-o', name]);
  const rows: ProcessRow[] = [];
  for (const line of run('/bin/ps', [...which, ...columns]).split('\n')) {
    const found = /^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(\S.*?)\s*$/.exec(line);
    if (!found) continue;
    const [, pid, parent, group, state = '', start = ''] = found;
    rows.push({
      pid: Number(pid),
      parent: Number(parent),
      group: Number(group),
      session: 0,
      start,
      zombie: state.startsWith('Z'),
    });
  }
  return rows;
}

function windowsRow(pid: number): ProcessRow | undefined {
  const ask = `(Get-Process -Id ${pid}).StartTime.ToFileTimeUtc()`;
  const start = run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', ask]).trim();
  return start === '' ? undefined : { pid, parent: 0, group: 0, session: 0, start, zombie: false };
}

function run(program: string, args: string[]): string {
  try {
    return execFileSync(program, args, {
      encoding: 'utf8',
      // The same process must be written in the same way whoever asks.
      env: {
        PATH: process.env.PATH ?? '',
        SystemRoot: process.env.SystemRoot ?? '',
        LC_ALL: 'C',
        TZ: 'UTC',
      },
      stdio: ['ignore', 'pipe', 'ignore'],
      timeout: 5_000,
      windowsHide: true,
    });
  } catch {
    return '';
  }
}
