/** Commands that go on beyond their call and their turn: they write into files, and need no host to do so. */
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { reason } from '../../folder/workspace';
import { jobFiles, jobState } from '../../processes/jobs';
import { endTree } from '../../processes/tree';
import { count, lastPart, newLine } from './output';
import { createPlainText } from './plain-text';
import { NotStarted, type ShellProcess, startShell } from './shell-process';
import type { Running, ToolContext, ToolResult } from './tool';

/** What fails at once is told at once. */
const instantMs = 500;

/** Throws `NotStarted`. */
export async function spawnInBackground(
  line: string,
  cwd: string,
  block: string,
  { outputs }: ToolContext,
): Promise<ShellProcess> {
  if (outputs === undefined) throw new NotStarted('There is no folder for its output.');
  const files = jobFiles(outputs, block);
  let output: FileHandle;
  try {
    await mkdir(outputs, { recursive: true, mode: 0o700 });
    await rm(files.exit, { force: true });
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_APPEND;
    output = await open(files.output, flags | (constants.O_NOFOLLOW ?? 0), 0o600);
  } catch (error) {
    throw new NotStarted(`The file for its output ${files.output} ${reason(error)}.`);
  }
  try {
    return await startShell({ line, cwd, background: { output: output.fd, exit: files.exit } });
  } finally {
    await output.close();
  }
}

export interface BackgroundOrder extends Running {
  shell: ShellProcess;
  command: string;
  context: ToolContext;
}

export async function runInBackground(order: BackgroundOrder): Promise<ToolResult> {
  const { shell, command, block, context } = order;
  const files = jobFiles(context.outputs ?? '', block);
  context.jobs.set(block, { command, startedAt: Date.now(), process: shell.mark });
  shell.release();
  shell.letGo();
  const { signal } = context;
  await Promise.race([shell.exit, delay(instantMs, undefined, { signal, ref: false })]);
  const state = jobState(shell.mark, files.exit);
  if (!state.alive) return closeJob(block, context, state.code);
  const text =
    `Runs in the background as job ${block}. Its output goes to ${files.output}. ` +
    'Look at it or stop it with `bash_job`; it goes on when this turn is over.';
  return { ok: true, text, summary: `runs as job ${block}` };
}

/** A job that was found to be over: nothing of it goes on, and it is told once. */
export async function closeJob(
  job: string,
  context: ToolContext,
  code: number | undefined,
  from = 0,
): Promise<ToolResult> {
  const known = context.jobs.get(job);
  const files = jobFiles(context.outputs ?? '', job);
  if (known) await endTree(known.process);
  const { text } = await readNew(files.output, from);
  context.jobs.delete(job);
  await rm(files.exit, { force: true });
  const how =
    code === undefined
      ? 'is over; it was ended before it could tell how'
      : `is over: exit code ${code}`;
  const result = {
    ok: code === 0,
    text: `${text}${newLine(text)}(Job ${job} ${how}. All its output is in ${files.output}.)`,
    summary: code === undefined ? 'over · lost' : `over · exit ${code}`,
  };
  if (code === undefined) return { ...result, ended: { job, how: 'lost' } };
  return { ...result, ended: { job, how: 'exit', code } };
}

/** What a job wrote since `from`, bytes; at most its last part, as plain text. */
export async function readNew(
  path: string,
  from: number,
): Promise<{ text: string; to: number; truncated: boolean }> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    return { text: `(Its output ${path} ${reason(error)}.)\n`, to: from, truncated: false };
  }
  try {
    const { size } = await file.stat();
    // More than is shown: escape sequences and drawn-over lines fall away.
    const start = Math.max(from > size ? 0 : from, size - 200_000);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, start);
    const plain = createPlainText();
    const all = plain.take(buffer.subarray(0, bytesRead).toString('utf8')) + plain.end();
    const text = lastPart(all);
    const truncated = start > from || text.length < all.length;
    const left = count(all.split('\n').length - text.split('\n').length, 'line');
    const note =
      start > from ? '… earlier output is left out here …\n' : `… ${left} left out here …\n`;
    return { text: truncated ? `${note}${text}` : text, to: start + bytesRead, truncated };
  } finally {
    await file.close();
  }
}
