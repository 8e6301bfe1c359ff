/**
 * Runs the tool calls of one answer, each from its preparing to its end: looked at, allowed or asked about, told as
 * started, run, its output written. Calls that only look run together with their neighbours; all else runs alone.
 */
import type { Block } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';
import type { Verdict, Wanted } from '../permissions/types';
import type { Approvals } from './approvals';
import type { HostClock } from './clock';
import type { Emitter } from './emitter';
import { notAllowed, question } from './questions';
import { createRepeats, type Repeats } from './repeats';
import { orAbort } from './step';
import { readCall } from './tool-input';
import { openOutput, type OutputBlock } from './tool-output';
import {
  isResult,
  type PreparedCall,
  type Tool,
  type ToolContext,
  type ToolResult,
} from './tools/tool';

export interface ToolStepDeps {
  emitter: Emitter;
  clock: HostClock;
  newBlock: () => string;
  turn: string;
  tools: readonly Tool[];
  context: ToolContext;
  /** What the rules say now. */
  permit: (wanted: Wanted) => Promise<Verdict>;
  approvals: Approvals;
  /** The same for all steps of a turn. */
  repeats?: Repeats;
}

interface Call {
  block: Block;
  tool?: Tool;
  input: Record<string, unknown>;
  /** What is wrong with it, for the model. */
  wrong?: string;
  /** How often in a row this very call was made. */
  times: number;
}

/** Rejects with the signal's reason when the turn is stopped; then what is open stays open. */
export async function runTools(deps: ToolStepDeps, ids: readonly string[]): Promise<void> {
  const repeats = deps.repeats ?? createRepeats();
  const calls = ids
    .map((id) => deps.emitter.turn().blocks.find((block) => block.id === id))
    .filter((block) => block !== undefined)
    .map((block): Call => {
      const read = readCall(deps.tools, block);
      const times = read.tool?.mayRepeat ? 0 : repeats.count(block);
      return { block, input: {}, ...read, times };
    });
  for (const group of neighbours(calls)) {
    // Each ends in its own way; one that fails does not take the others along.
    const ends = await Promise.allSettled(group.map((call) => runCall(deps, call, repeats)));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  }
}

/** Calls that only look, in a row, are one group; every other is its own. */
function neighbours(calls: readonly Call[]): Call[][] {
  const groups: Call[][] = [];
  let looking: Call[] | undefined;
  for (const call of calls) {
    const looks = call.tool === undefined || call.tool.readOnly;
    if (looks && looking) looking.push(call);
    else groups.push([call]);
    looking = looks ? (looking ?? groups.at(-1)) : undefined;
  }
  return groups;
}

async function runCall(deps: ToolStepDeps, call: Call, repeats: Repeats): Promise<void> {
  const { signal } = deps.context;
  const { tool, input, block } = call;
  if (!tool || call.wrong !== undefined) {
    const name = block.name || 'A tool';
    start(deps, block, cutText(block.text, 500), `${name} (not run)`);
    const why = tool ? 'wrong input' : 'no such tool';
    return finish(deps, block, failure(call.wrong ?? 'There is no such tool.', why), 0);
  }
  let prepared: PreparedCall | ToolResult;
  try {
    prepared = await orAbort(Promise.resolve(tool.prepare(input, deps.context)), signal);
  } catch (error) {
    prepared = thrown(error, signal);
  }
  if (isResult(prepared)) {
    start(deps, block, input, `${tool.name} (not run)`);
    return finish(deps, block, prepared, 0);
  }
  const refused = await permission(deps, call, tool, prepared, repeats);
  if (refused === undefined) return run(deps, call, tool, prepared);
  await writeOutput(deps, block, refused);
  deps.emitter.event({
    type: 'tool.finished',
    block: block.id,
    status: 'denied',
    ms: 0,
    summary: line(prepared.summary),
  });
}

/** Undefined when it may run; else what the model is told. */
async function permission(
  { approvals, permit, context, turn }: ToolStepDeps,
  { block, times }: Call,
  tool: Tool,
  prepared: PreparedCall,
  repeats: Repeats,
): Promise<string | undefined> {
  const { signal } = context;
  const { wanted } = prepared;
  const ruled: Verdict = wanted ? await orAbort(permit(wanted), signal) : { verdict: 'allow' };
  const verdict = repeats.judge(ruled, times);
  if (verdict.verdict === 'allow') return undefined;
  if (verdict.verdict === 'deny') return notAllowed(verdict.why);
  const asked = question({ turn, block: block.id, tool: tool.name, prepared, verdict });
  const answer = await approvals.ask(asked, signal);
  if (answer.decision === 'deny') return notAllowed(undefined, answer.note);
  repeats.forget();
  return undefined;
}

async function run(
  deps: ToolStepDeps,
  { block, input }: Call,
  tool: Tool,
  prepared: PreparedCall,
): Promise<void> {
  const { emitter, clock, context } = deps;
  const { signal } = context;
  let output: OutputBlock | undefined;
  let result: ToolResult;
  let startedAt = clock.now();
  let begun = false;
  try {
    const process = await prepared.spawn?.(block.id);
    start(deps, block, input, prepared.summary, process);
    startedAt = clock.now();
    if (tool.sideEffects) await orAbort(emitter.durable(), signal);
    signal.throwIfAborted();
    begun = true;
    const show = async (text: string) => {
      output ??= openOutput(deps, block.id);
      await orAbort(output.append(text), signal);
    };
    result = await orAbort(prepared.run({ block: block.id, show }), signal);
  } catch (error) {
    if (!begun) prepared.drop?.();
    result = thrown(error, signal);
    if (emitter.turn().blocks.every((one) => one.id !== block.id || one.startedAt === undefined)) {
      start(deps, block, input, prepared.summary);
    }
  }
  await finish(deps, block, result, Math.round(clock.now() - startedAt), output);
}

function start(
  { emitter }: ToolStepDeps,
  block: Block,
  input: unknown,
  summary: string,
  process?: NonNullable<Block['process']>,
): void {
  emitter.event({
    type: 'tool.started',
    block: block.id,
    tool: (block.name ?? '').slice(0, 64) || 'unknown',
    input,
    summary: line(summary),
    ...(process ? { process } : {}),
  });
}

async function finish(
  deps: ToolStepDeps,
  block: Block,
  result: ToolResult,
  ms: number,
  shown?: OutputBlock,
): Promise<void> {
  await writeOutput(deps, block, result.text, shown);
  if (result.pictures) deps.context.pictures.set(block.id, result.pictures);
  if (result.ended) deps.emitter.event({ type: 'job.ended', ...result.ended });
  deps.emitter.event({
    type: 'tool.finished',
    block: block.id,
    status: result.ok ? 'ok' : 'error',
    ms,
    summary: line(result.summary),
    ...(result.truncated ? { truncated: true } : {}),
  });
}

async function writeOutput(
  deps: ToolStepDeps,
  block: Block,
  text: string,
  shown: OutputBlock = openOutput(deps, block.id),
): Promise<void> {
  await orAbort(shown.append(text), deps.context.signal);
  shown.close();
}

/** What a tool throws is told to the model; a stop is thrown on, and the turn closes what is open. */
function thrown(error: unknown, signal: AbortSignal): ToolResult {
  if (signal.aborted) throw signal.reason;
  const what = error instanceof Error ? error.message : String(error);
  return failure(`The tool failed: ${what}`, what);
}

const failure = (text: string, summary: string): ToolResult => ({ ok: false, text, summary });
const line = (text: string) => cutText(oneLine(text), 200);
