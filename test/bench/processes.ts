/**
 * A process and all that it started, read from /proc: who they are, the CPU time they used, the memory that is
 * theirs (PSS: what is shared counts in parts). Linux only; a process that ends while it is read counts as gone.
 */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessFacts {
  pid: number;
  parent: number;
  /** What it is in an Electron app: main, renderer, gpu-process, utility … */
  role: string;
  /** CPU time of the whole process so far, in clock ticks of 10 ms. */
  ticks: number;
}

/** Fields of /proc/PID/stat; the name in brackets may hold spaces and brackets itself. */
export function parseStat(text: string): { parent: number; ticks: number } {
  const rest = text
    .slice(text.lastIndexOf(')') + 2)
    .trim()
    .split(' ');
  const field = (number: number) => Number(rest[number - 3]);
  return { parent: field(4), ticks: field(14) + field(15) };
}

export function roleOf(commandLine: string): string {
  const type = /--type=([\w-]+)/.exec(commandLine)?.[1];
  if (type === undefined) return 'main';
  const kind = /--utility-sub-type=([\w.]+)/.exec(commandLine)?.[1];
  return kind === undefined ? type : `${type} ${kind.split('.').at(-1) ?? kind}`;
}

/** `Pss:  1234 kB` of smaps_rollup, in bytes. */
export function parsePss(text: string): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
}

/** `root` and all its descendants, the root first. */
export function treeOf(all: readonly ProcessFacts[], root: number): ProcessFacts[] {
  const found = all.filter(({ pid }) => pid === root);
  for (let at = 0; at < found.length; at += 1) {
    const parent = found[at]?.pid;
    found.push(...all.filter((one) => one.parent === parent));
  }
  return found;
}

export function processesOf(root: number): ProcessFacts[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      const stat = read(`/proc/${name}/stat`);
      const command = read(`/proc/${name}/cmdline`);
      if (stat === undefined || command === undefined) return [];
      return [
        { pid: Number(name), role: roleOf(command.replaceAll('\0', ' ')), ...parseStat(stat) },
      ];
    });
  return treeOf(all, root);
}

/**
 * How many processes of the same binary run outside of the tree. What they share with it counts for each in parts,
 * so that the app's own PSS looks smaller than it is.
 */
export function strangers(root: number, binary: string): number {
  const own = new Set(processesOf(root).map(({ pid }) => String(pid)));
  return list('/proc').filter(
    (name) =>
      /^\d+$/.test(name) &&
      !own.has(name) &&
      read(`/proc/${name}/cmdline`)?.split('\0')[0] === binary,
  ).length;
}

/** What a reader must know of a PSS; undefined when there is nothing. */
export function pssNote(root: number, binary: string): string | undefined {
  const count = strangers(root, binary);
  if (count === 0) return undefined;
  return `too small: ${count} other processes of this Electron run here and share its memory`;
}

/** Memory of the process and all its descendants, bytes; undefined where this system does not tell. */
export function pssOf(root: number): number | undefined {
  let sum = 0;
  for (const { pid } of processesOf(root)) {
    const text = read(`/proc/${pid}/smaps_rollup`);
    if (text !== undefined) sum += parsePss(text);
  }
  return sum > 0 ? sum : undefined;
}

export interface CpuTime {
  /** Of all processes, ms. */
  total: number;
  /** By role and process, ms, the busiest first. */
  parts: { role: string; pid: number; ms: number }[];
}

/** What was used between two looks at the same tree. One that ended in between counts up to the first look. */
export function cpuBetween(before: readonly ProcessFacts[], now: readonly ProcessFacts[]): CpuTime {
  const earlier = new Map(before.map(({ pid, ticks }) => [pid, ticks]));
  const parts = now
    .map(({ pid, role, ticks }) => ({ role, pid, ms: (ticks - (earlier.get(pid) ?? 0)) * 10 }))
    .sort((a, b) => b.ms - a.ms);
  return { total: parts.reduce((sum, { ms }) => sum + ms, 0), parts };
}

export interface ThreadWork {
  role: string;
  thread: string;
  ms: number;
  /** How often it was given a core. */
  runs: number;
}

/** CPU time and wake-ups of every thread so far, by process and thread id: says who does not sleep. */
export function threadsOf(processes: readonly ProcessFacts[]): Map<string, ThreadWork> {
  const found = new Map<string, ThreadWork>();
  for (const { pid, role } of processes) {
    for (const thread of list(`/proc/${pid}/task`)) {
      const [ns = 0, , runs = 0] = (read(`/proc/${pid}/task/${thread}/schedstat`) ?? '')
        .trim()
        .split(' ')
        .map(Number);
      const name = read(`/proc/${pid}/task/${thread}/comm`)?.trim() ?? '?';
      found.set(`${pid}/${thread}`, { role, thread: name, ms: ns / 1e6, runs });
    }
  }
  return found;
}

/** The threads that used most in between, the busiest first. */
export function busiest(
  before: ReadonlyMap<string, ThreadWork>,
  now: ReadonlyMap<string, ThreadWork>,
): ThreadWork[] {
  return [...now]
    .map(([key, work]) => {
      const was = before.get(key);
      return { ...work, ms: work.ms - (was?.ms ?? 0), runs: work.runs - (was?.runs ?? 0) };
    })
    .sort((a, b) => b.ms - a.ms);
}

/** Ends a process that is left over. Its id may belong to another program by now, hence the look at its command. */
export function killIfStill(pid: number, command: string): void {
  if (!read(`/proc/${pid}/cmdline`)?.includes(command)) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it ended just now
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // ended meanwhile, or not ours to read
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
