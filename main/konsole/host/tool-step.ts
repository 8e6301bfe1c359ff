/** Runs the tool calls of one answer and writes what they return into output blocks. */
import type { Block } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';
import type { HostClock } from './clock';
import type { Emitter } from './emitter';
import { orAbort } from './step';
import { checkInput } from './tools/check-input';
import type { Tool, ToolContext, ToolResult } from './tools/tool';

export interface ToolStepDeps {
  emitter: Emitter;
  clock: HostClock;
  newBlock: () => string;
  turn: string;
  tools: readonly Tool[];
  context: ToolContext;
}

/** Larger inputs than any of our tools takes are not parsed. */
const maxInputChars = 256 * 1024;

type Prepared = { block: Block; run?: () => Promise<ToolResult>; sideEffects: boolean };

/** Tools without side effects run together; the others one by one, each once its start is durable (I3). */
export async function runTools(deps: ToolStepDeps, ids: readonly string[]): Promise<void> {
  const blocks = ids
    .map((id) => deps.emitter.turn().blocks.find((block) => block.id === id))
    .filter((block) => block !== undefined);
  const calls = blocks.map((block) => prepare(deps, block));
  await Promise.all(calls.filter((call) => !call.sideEffects).map((call) => finish(deps, call)));
  for (const call of calls) {
    if (call.sideEffects) await finish(deps, call);
  }
}

/** Tells that the call starts; a call that cannot be made has an error for the model instead. */
function prepare(deps: ToolStepDeps, block: Block): Prepared {
  const name = block.name ?? '';
  const tool = deps.tools.find((known) => known.name === name);
  const parsed = parse(block.text);
  const start = (input: unknown, summary: string) =>
    deps.emitter.event({
      type: 'tool.started',
      block: block.id,
      tool: name.slice(0, 64) || 'unknown',
      input,
      summary: cutText(oneLine(summary), 200),
    });
  const fail = (why: string): Prepared => {
    start(cutText(block.text, 500), `${name || 'A tool'} (not run)`);
    const result: ToolResult = { ok: false, text: why, summary: 'not run' };
    return { block, run: () => Promise.resolve(result), sideEffects: false };
  };
  if (!tool) {
    const names = deps.tools.map((known) => known.name).join(', ') || 'none';
    return fail(`There is no tool called "${name}". The tools are: ${names}.`);
  }
  if (!parsed.ok) return fail('The input of this call was no valid JSON. Make the call again.');
  const wrong = checkInput(tool.inputSchema, parsed.value);
  if (wrong) return fail(`The input of this call is wrong: ${wrong}. Make the call again.`);
  const input = declared(tool, parsed.value as Record<string, unknown>);
  const run = () => tool.run(input, deps.context);
  // What has side effects is told when its turn comes, so that it is durable right before it runs.
  if (!tool.sideEffects) {
    start(input, tool.summary(input));
    return { block, run, sideEffects: false };
  }
  const runDurably = async () => {
    start(input, tool.summary(input));
    await orAbort(deps.emitter.durable(), deps.context.signal);
    return run();
  };
  return { block, run: runDurably, sideEffects: true };
}

/** Only what the schema names: everything else is nobody's, however deep it goes. */
function declared(tool: Tool, input: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(tool.inputSchema.properties ?? {});
  return Object.fromEntries(
    names.filter((name) => Object.hasOwn(input, name)).map((name) => [name, input[name]]),
  );
}

function parse(text: string): { ok: true; value: unknown } | { ok: false } {
  if (text.length > maxInputChars) return { ok: false };
  try {
    return { ok: true, value: JSON.parse(text.trim() === '' ? '{}' : text) };
  } catch {
    return { ok: false };
  }
}

async function finish(deps: ToolStepDeps, call: Prepared): Promise<void> {
  const { signal } = deps.context;
  const startedAt = deps.clock.now();
  let result: ToolResult;
  try {
    result = await orAbort(call.run?.() ?? Promise.resolve(notRun), signal);
  } catch (error) {
    // The turn closes what is still open when it is stopped.
    if (signal.aborted) throw signal.reason;
    const what = error instanceof Error ? error.message : String(error);
    result = { ok: false, text: `The tool failed: ${what}`, summary: cutText(oneLine(what), 120) };
  }
  await writeOutput(deps, call.block.id, result.text);
  deps.emitter.event({
    type: 'tool.finished',
    block: call.block.id,
    status: result.ok ? 'ok' : 'error',
    ms: Math.round(deps.clock.now() - startedAt),
    summary: cutText(oneLine(result.summary), 200),
    ...(result.truncated ? { truncated: true } : {}),
  });
}

const notRun: ToolResult = { ok: false, text: 'This tool was not run.', summary: 'not run' };

async function writeOutput(deps: ToolStepDeps, tool: string, text: string): Promise<void> {
  const { emitter, clock, turn } = deps;
  const block = deps.newBlock();
  const openedAt = clock.now();
  emitter.event({ type: 'block.opened', turn, block, kind: 'output', parent: tool });
  await orAbort(emitter.append(block, text), deps.context.signal);
  emitter.settle(block);
  emitter.event({
    type: 'block.closed',
    block,
    ms: Math.round(clock.now() - openedAt),
    status: 'done',
  });
}

/** Gives every tool call that has no end an explicit error result, at once (I3). */
export function closeTools(
  deps: Pick<ToolStepDeps, 'emitter' | 'clock' | 'newBlock' | 'turn'>,
  why: string,
): void {
  const { emitter, clock, turn } = deps;
  for (const tool of emitter.turn().blocks) {
    if (tool.kind !== 'tool' || tool.status === 'abandoned' || isFinished(tool)) continue;
    const block = deps.newBlock();
    emitter.event({ type: 'block.opened', turn, block, kind: 'output', parent: tool.id });
    emitter.put(block, why);
    emitter.event({ type: 'block.closed', block, ms: 0, status: 'done' });
    const ms = Math.max(0, Math.round(clock.now() - (tool.startedAt ?? clock.now())));
    emitter.event({
      type: 'tool.finished',
      block: tool.id,
      status: 'interrupted',
      ms,
      summary: 'stopped',
    });
  }
}

const isFinished = (tool: Block) =>
  tool.status === 'ok' ||
  tool.status === 'error' ||
  tool.status === 'denied' ||
  tool.status === 'interrupted';
