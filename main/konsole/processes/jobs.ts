/** How a background command stands, for whoever looks: the tool that asks, and the engine when no turn runs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessMark } from '../../../preload/contract/shapes';
import { isAlive } from './tree';

export interface JobFiles {
  /** What the command writes. */
  output: string;
  /** Its exit code as text, once it is over. */
  exit: string;
}

/** `outputs` is the session's folder for long outputs, `block` the command's tool block. Pure. */
export function jobFiles(outputs: string, block: string): JobFiles {
  return { output: join(outputs, `${block}.txt`), exit: join(outputs, `${block}.exit`) };
}

/** No `code`: it was ended, or the system was, before it could tell. */
export type JobState = { alive: true } | { alive: false; code?: number };

export function jobState(mark: ProcessMark, exitFile: string): JobState {
  // Alive first: what ends in between has written its code by then.
  const alive = isAlive(mark);
  const code = readCode(exitFile);
  if (code !== undefined) return { alive: false, code };
  return alive ? { alive: true } : { alive: false };
}

function readCode(exitFile: string): number | undefined {
  try {
    const text = readFileSync(exitFile, 'utf8').trim();
    return /^\d{1,3}$/.test(text) ? Number(text) : undefined;
  } catch {
    return undefined;
  }
}
