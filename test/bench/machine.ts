/** The machine that figures were taken on, and whether it had other things to do. */
import { cpus, loadavg, platform, release, totalmem } from 'node:os';

export interface Machine {
  cores: number;
  cpu: string;
  memoryGB: number;
  system: string;
  node: string;
  electron: string;
  /** Load average over one minute when the bench began. */
  load: number;
}

export function thisMachine(electron: string): Machine {
  const all = cpus();
  return {
    cores: all.length,
    cpu: all[0]?.model.replace(/\s+/g, ' ').trim() ?? 'unknown',
    memoryGB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.versions.node,
    electron,
    load: Math.round((loadavg()[0] ?? 0) * 100) / 100,
  };
}

export function machineWords(machine: Machine): string {
  const { cores, cpu, memoryGB, system, node, electron, load } = machine;
  return `${cores} cores (${cpu}), ${memoryGB} GB, ${system}, Node ${node}, Electron ${electron}, load ${load}`;
}

/** A load of a quarter of the cores or more bends every figure that is a time. */
export function loadWarning({ cores, load }: Machine): string | undefined {
  if (load < cores / 4) return undefined;
  return (
    `This machine is busy: load ${load} on ${cores} cores. Times will be too long and vary; ` +
    'take no baseline from this run.'
  );
}

/** Why two runs can hardly be compared, or undefined. */
export function differenceWords(now: Machine, was: Machine): string | undefined {
  const names = ['cores', 'cpu', 'memoryGB', 'electron'] as const;
  const differing = names.filter((name) => now[name] !== was[name]);
  if (differing.length === 0) return undefined;
  const list = differing.map((name) => `${name}: ${was[name]}, here ${now[name]}`).join('; ');
  return `The baseline was taken on another machine (${list}): only ratios compare well.`;
}
