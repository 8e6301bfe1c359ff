/** Runs the tool `bash` as the step of a turn does, on real processes, and finds what it left by its mark. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bashTool } from '../../../main/konsole/host/tools/bash';
import {
  isResult,
  type PreparedCall,
  type Tool,
  type ToolContext,
  type ToolResult,
} from '../../../main/konsole/host/tools/tool';
import { endTreeNow } from '../../../main/konsole/processes/tree';
import type { ProcessMark } from '../../../preload/contract/shapes';
import { eventually, isLivingPid, marked } from '../processes/support';
import { makeContext } from './tool-folder';

export interface Ran extends ToolResult {
  mark: ProcessMark;
  /** What was shown while it ran, piece by piece. */
  pieces: string[];
  /** All that a model reads. */
  all: string;
}

export interface BashFolder {
  base: string;
  workspace: string;
  /** Made by the tool when it is first needed. */
  outputs: string;
}

const marks: ProcessMark[] = [];
let blocks = 0;

export async function makeBashFolder(parent = tmpdir()): Promise<BashFolder> {
  const base = await realpath(await mkdtemp(join(parent, 'konsole-bash-')));
  const workspace = await realpath(await mkdtemp(join(base, 'work-')));
  return { base, workspace, outputs: join(base, 'outputs', 's1') };
}

export async function prepare(
  tool: Tool,
  input: Record<string, unknown>,
  context: ToolContext,
): Promise<PreparedCall> {
  const prepared = await tool.prepare(input, context);
  if (isResult(prepared)) throw new Error(`not prepared: ${prepared.text}`);
  return prepared;
}

export interface Way {
  context?: Partial<ToolContext>;
  show?: (text: string) => Promise<void>;
  block?: string;
}

export async function runBash(
  { workspace, outputs }: BashFolder,
  input: Record<string, unknown>,
  { context = {}, show, block = `b${blocks++}` }: Way = {},
): Promise<Ran> {
  const full = makeContext(workspace, { outputs, ...context });
  const prepared = await prepare(bashTool, input, full);
  const mark = await prepared.spawn?.(block);
  if (!mark) throw new Error('a command has a process');
  marks.push(mark);
  const pieces: string[] = [];
  const result = await prepared.run({
    block,
    show: async (text) => {
      pieces.push(text);
      await show?.(text);
    },
  });
  return { ...result, mark, pieces, all: pieces.join('') + result.text };
}

/** Nothing of the command lives, checked by pid and by its mark. */
export async function expectGone(mark: ProcessMark): Promise<void> {
  // One that becomes another program carries no mark for a moment.
  await eventually(() => marked(mark.mark).length === 0 && !isLivingPid(mark.pid));
}

/** For `afterEach`: ends what a failed test left. */
export function endMarks(): void {
  for (const mark of marks.splice(0)) endTreeNow(mark);
}

export const removeFolder = ({ base }: BashFolder) => rm(base, { recursive: true, force: true });
