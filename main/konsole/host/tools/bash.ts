/** The tool `bash`: runs a shell line in the folder, with everything that it starts, and ends all of that. */
import { access, constants } from 'node:fs/promises';
import { limits } from '../../../../preload/contract/limits';
import { oneLine, visible } from '../../../../preload/contract/text';
import { openWorkspace, OutsideError, reason } from '../../folder/workspace';
import { runInBackground, spawnInBackground } from './bash-background';
import { runCommand } from './bash-run';
import { newLine } from './output';
import { type Available, type Boxed, boxed, sandboxAvailable } from './sandbox';
import { NotStarted, type ShellProcess, startShell } from './shell-process';
import { failed, type PreparedCall, type Tool, type ToolContext, type ToolResult } from './tool';

const defaultMs = 120_000;
const mostMs = 600_000;

export const bashTool: Tool = {
  name: 'bash',
  description:
    'Runs a shell line (bash) in the folder of this session; every call starts there anew, so `cd`, variables and ' +
    'functions do not last beyond it. Answers what it wrote, stdout and stderr together, and its exit code when that is ' +
    'not 0. There is no terminal and no input: what asks for input gets none, so use options such as `--yes`. After ' +
    '`timeout_ms` (default 120000, at most 600000) it is ended with all that it started, and what it left running when ' +
    'it is over is ended as well. Set `background` for servers and watchers: the call returns at once with the id of a ' +
    'job, and `bash_job` reads or stops it.',
  inputSchema: {
    type: 'object',
    properties: {
      command: { type: 'string', maxLength: limits.commandChars, description: 'The line to run.' },
      timeout_ms: {
        type: 'integer',
        minimum: 1,
        description: 'Milliseconds after which it is ended; 120000 if absent.',
      },
      background: {
        type: 'boolean',
        description: 'True: goes on by itself, also when this turn is over.',
      },
    },
    required: ['command'],
  },
  readOnly: false,
  sideEffects: true,
  prepare: prepareBash,
};

async function prepareBash(
  input: Record<string, unknown>,
  context: ToolContext,
): Promise<PreparedCall | ToolResult> {
  const command = String(input.command);
  const background = input.background === true;
  if (command.trim() === '') return failed('The command is empty.', 'not run');
  // Whoever is asked has to see all of it, with what is hidden in it written out.
  if (visible(command).length > limits.commandChars) {
    const words = 'The command is too long to be judged. Write a script into a file and run that.';
    return failed(words, 'not run');
  }
  if (process.platform === 'win32') {
    const words = 'Shell commands cannot be run on Windows yet. Use the other tools.';
    return failed(words, 'not on Windows');
  }
  if (background && context.outputs === undefined) {
    const words =
      'There is no folder for the output of background commands. Run it without `background`.';
    return failed(words, 'not run');
  }
  let cwd: string;
  try {
    cwd = (await openWorkspace(context)).root;
    await access(cwd, constants.R_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof OutsideError) return failed(error.message, 'no folder');
    return failed(`The folder ${context.workspace} ${reason(error)}.`, 'no folder');
  }
  const sandbox = context.sandbox ? await sandboxAvailable() : undefined;
  return makeCall({ command, background, cwd, sandbox, ms: timeoutOf(input), context });
}

interface Order {
  command: string;
  background: boolean;
  cwd: string;
  /** Absent: not asked for. */
  sandbox: Available | undefined;
  ms: number;
  context: ToolContext;
}

function makeCall(order: Order): PreparedCall {
  const { command, background, cwd, sandbox, ms, context } = order;
  let shell: ShellProcess | undefined;
  let box: Boxed | undefined;
  return {
    summary: `Run ${oneLine(command)}${background ? ' in the background' : ''}`,
    wanted: { kind: 'shell', tool: 'bash', command, sandboxed: sandbox?.ok === true, background },
    async spawn(block) {
      // What was allowed as sandboxed never runs without: where it cannot be made, nothing starts.
      if (sandbox?.ok) box = await makeBox(command, cwd, context);
      const line = box?.line ?? command;
      shell = background
        ? await spawnInBackground(line, cwd, block, context)
        : await startShell({ line, cwd });
      return shell.mark;
    },
    drop() {
      shell?.drop();
      box?.over();
    },
    async run({ block, show }) {
      if (!shell) return failed('The command was not started.', 'not run');
      try {
        const result = background
          ? await runInBackground({ shell, block, command, context, show })
          : await runCommand({ shell, block, ms, context, show });
        return sandbox?.ok === false ? withNote(result, context, sandbox.why) : result;
      } finally {
        if (!background) box?.over();
      }
    },
  };
}

async function makeBox(command: string, cwd: string, context: ToolContext): Promise<Boxed> {
  try {
    return await boxed({ command, cwd, refused: context.refused });
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new NotStarted(`The sandbox could not be made, so nothing was run: ${oneLine(words)}`);
  }
}

/** Turns that were told that their commands are not sandboxed. */
const told = new WeakSet<ToolContext>();

/** Said once a turn, to the model and to the person. */
function withNote(result: ToolResult, context: ToolContext, why: string): ToolResult {
  if (told.has(context)) return result;
  told.add(context);
  const text = `${result.text}${newLine(result.text)}(Not sandboxed: ${why}.)`;
  return { ...result, text, summary: `${result.summary} · not sandboxed: ${why}` };
}

function timeoutOf({ timeout_ms }: Record<string, unknown>): number {
  return typeof timeout_ms === 'number' ? Math.min(timeout_ms, mostMs) : defaultMs;
}
