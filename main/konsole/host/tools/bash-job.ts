/** The tool `bash_job`: reads what a background command wrote, tells how it stands, and stops it. */
import { setTimeout as delay } from 'node:timers/promises';
import { jobFiles, jobState } from '../../processes/jobs';
import { endTree } from '../../processes/tree';
import { closeJob, readNew } from './bash-background';
import { newLine } from './output';
import { failed, type PreparedCall, type Tool, type ToolContext, type ToolResult } from './tool';

const mostWaitMs = 60_000;
const pollMs = 100;

/** How far each job's output was read here: the next look begins there. */
const readTo = new Map<string, number>();

export const bashJobTool: Tool = {
  name: 'bash_job',
  description:
    'Looks at a command that `bash` runs in the background: what it wrote since the last look (the last 20 KB at most) ' +
    'and whether it still runs. With `wait_ms` it waits that long for its end first. `action: "stop"` ends it with all ' +
    'that it started.',
  inputSchema: {
    type: 'object',
    properties: {
      job: { type: 'string', maxLength: 64, description: 'Id of the job, as `bash` gave it.' },
      action: { type: 'string', enum: ['read', 'stop'], description: '`read` if absent.' },
      wait_ms: {
        type: 'integer',
        minimum: 0,
        description: 'Milliseconds to wait for its end, at most 60000.',
      },
    },
    required: ['job'],
  },
  readOnly: false,
  sideEffects: true,
  mayRepeat: true,
  prepare(input, context): PreparedCall | ToolResult {
    const job = String(input.job);
    const action = input.action ?? 'read';
    const known = context.jobs.get(job);
    if (!known) {
      const names = [...context.jobs.keys()].join(', ') || 'none';
      const over = context.ended.get(job);
      if (over !== undefined) {
        const { output } = jobFiles(context.outputs ?? '', job);
        const text = `${over}. All its output is in ${output}: read it with \`read\`.`;
        const result: ToolResult = { ok: true, text, summary: 'over' };
        return { summary: `Look at job ${job}`, run: () => Promise.resolve(result) };
      }
      return failed(
        `No job "${job}" runs in this session. Those that run: ${names}.`,
        'no such job',
      );
    }
    if (action !== 'read' && action !== 'stop') {
      return failed('"action" must be "read" or "stop".', 'not run');
    }
    const wait = typeof input.wait_ms === 'number' ? Math.min(input.wait_ms, mostWaitMs) : 0;
    return {
      summary: `${action === 'stop' ? 'Stop' : 'Look at'} job ${job}: ${known.command}`,
      run: () => (action === 'stop' ? stopJob(job, context) : readJob(job, wait, context)),
    };
  },
};

async function readJob(job: string, waitMs: number, context: ToolContext): Promise<ToolResult> {
  const known = context.jobs.get(job);
  if (!known) return failed(`Job ${job} is over.`, 'over');
  const files = jobFiles(context.outputs ?? '', job);
  let state = jobState(known.process, files.exit);
  for (let waited = 0; state.alive && waited < waitMs; waited += pollMs) {
    await delay(pollMs, undefined, { signal: context.signal });
    state = jobState(known.process, files.exit);
  }
  const from = readTo.get(job) ?? 0;
  if (!state.alive) {
    readTo.delete(job);
    return closeJob(job, context, state.code, from);
  }
  const { text, to, truncated } = await readNew(files.output, from);
  readTo.set(job, to);
  const what = text === '' ? `(nothing new)\n` : `${text}${newLine(text)}`;
  return {
    ok: true,
    text: `${what}(Job ${job} runs. All its output is in ${files.output}.)`,
    summary: text === '' ? 'runs · nothing new' : 'runs',
    ...(truncated ? { truncated } : {}),
  };
}

async function stopJob(job: string, context: ToolContext): Promise<ToolResult> {
  const known = context.jobs.get(job);
  if (!known) return failed(`Job ${job} is over.`, 'over');
  const files = jobFiles(context.outputs ?? '', job);
  const from = readTo.get(job) ?? 0;
  const state = jobState(known.process, files.exit);
  if (!state.alive) return closeJob(job, context, state.code, from);
  await endTree(known.process);
  readTo.delete(job);
  context.jobs.delete(job);
  const { text } = await readNew(files.output, from);
  return {
    ok: true,
    text: `${text}${newLine(text)}(Job ${job} was stopped, with all that it started. All its output is in ${files.output}.)`,
    summary: 'stopped',
    ended: { job, how: 'stopped' },
  };
}
