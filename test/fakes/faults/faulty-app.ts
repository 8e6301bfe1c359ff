/**
 * The built app beside itself, unchanged but for two files: its hosts fail when they are told so, and its journal's
 * disk can be made slow.
 */
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeAppBeside } from './app-beside';

export interface FaultyApp {
  /** To be opened in the place of the repo. */
  folder: string;
  /** Each commit of the journal takes 50 ms from now on, or no longer. */
  slowDisk(on: boolean): Promise<void>;
}

/** What becomes of a host when it gets the signal; `kill` and `stop` are the system's own. */
const signals = {
  loop: 'SIGUSR2',
  memory: 'SIGPWR',
  kill: 'SIGKILL',
  stop: 'SIGSTOP',
} as const satisfies Record<string, NodeJS.Signals>;

export type HostFault = keyof typeof signals;

/** Bytes that a host may still take before there is no memory left; else it would take gigabytes first. */
const roomLeft = 128 * 1024 * 1024;

export async function strikeHost(pid: number, fault: HostFault): Promise<void> {
  if (fault === 'memory') {
    const status = await readFile(`/proc/${pid}/status`, 'utf8');
    const taken = Number(/^VmData:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
    await promisify(execFile)('prlimit', ['--pid', `${pid}`, `--data=${taken + roomLeft}`]);
  }
  process.kill(pid, signals[fault]);
}

/** `root` is the clone with its build in dist/, `folder` an empty one that the caller removes. */
export async function makeFaultyApp(root: string, folder: string): Promise<FaultyApp> {
  const built = join(root, 'dist', 'main');
  const faults = join(root, 'test', 'fakes', 'faults');
  const slow = join(folder, 'slow-disk');
  await makeAppBeside(root, folder, {
    'host.cjs':
      `require(${JSON.stringify(join(faults, 'failing-host.cjs'))});\n` +
      `require(${JSON.stringify(join(built, 'host.cjs'))});\n`,
    'journal-worker.cjs':
      `void require(${JSON.stringify(join(faults, 'slow-journal.cjs'))})(${JSON.stringify(slow)})\n` +
      `  .then(() => require(${JSON.stringify(join(built, 'journal-worker.cjs'))}));\n`,
  });
  return {
    folder,
    slowDisk: (on) => (on ? writeFile(slow, '') : rm(slow, { force: true })),
  };
}
