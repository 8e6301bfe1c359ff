/** The tool `write`: a whole file, new or in place of one that was read. */
import { OutsideError, type Place, type Workspace } from '../../folder/workspace';
import { locate, openWorkspace } from '../../folder/workspace';
import { whyNotWritten } from '../../folder/reason';
import { diffOf } from './diff';
import { type FileState, isBinary, sizeText, stateOf } from './file-state';
import { changedSince, mayWrite, putFile } from './put-file';
import { countLines } from './rows';
import { stampOf } from './stamp';
import { failed, type PreparedCall, type Tool, type ToolContext, type ToolResult } from './tool';

/** What one call may bring, UTF-16 units: its input is at most 1 MB of JSON. */
export const mostChars = 1_000_000;

export const writeTool: Tool = {
  name: 'write',
  description:
    'Writes a whole file; makes its folders. A file that is there must have been read in this turn, and unchanged ' +
    'since. To change a part of a file use `edit`.',
  inputSchema: {
    type: 'object',
    properties: {
      path: { type: 'string', description: 'Path of the file, relative to the folder.' },
      content: {
        type: 'string',
        maxLength: mostChars,
        description: 'All that the file will hold.',
      },
    },
    required: ['path', 'content'],
  },
  readOnly: false,
  sideEffects: true,
  async prepare(input, context) {
    const asked = String(input.path);
    const content = String(input.content);
    const half = halfCharacter(content, 'content');
    if (half) return half;
    return prepareChange(asked, context, ({ workspace, place, before }) =>
      prepareWrite(workspace, place, asked, before, Buffer.from(content, 'utf8'), context),
    );
  },
};

export interface Target {
  workspace: Workspace;
  place: Place;
  before: FileState;
}

/** Finds out what is there, and hands on what `then` makes of it. Failures are results in words. */
export async function prepareChange(
  asked: string,
  context: ToolContext,
  then: (target: Target) => Promise<PreparedCall | ToolResult>,
): Promise<PreparedCall | ToolResult> {
  if (/[\\/]$/.test(asked)) return failed(`"${asked}" names a folder, not a file.`, 'a folder');
  try {
    const workspace = await openWorkspace(context);
    const place = await locate(workspace, asked, { outside: true });
    const before = await stateOf(workspace, place, asked);
    await mayWrite(place, before);
    return await then({ workspace, place, before });
  } catch (error) {
    return asResult(error, asked, context.signal);
  }
}

export function asResult(error: unknown, asked: string, signal: AbortSignal): ToolResult {
  signal.throwIfAborted();
  if (error instanceof OutsideError) return failed(error.message, 'refused');
  return failed(`"${asked}" ${whyNotWritten(error)}.`, 'not writable');
}

/** A file cannot hold one half of a character that takes two. */
export function halfCharacter(text: string, name: string): ToolResult | undefined {
  if (!/\p{Surrogate}/u.test(text)) return undefined;
  return failed(
    `"${name}" has half a character in it (a lone surrogate), which no file can hold. Make the call again without it.`,
    'half a character',
  );
}

async function prepareWrite(
  workspace: Workspace,
  place: Place,
  asked: string,
  before: FileState,
  content: Buffer,
  context: ToolContext,
): Promise<PreparedCall | ToolResult> {
  const isNew = before.kind === 'missing';
  if (!isNew) {
    // An empty file has nothing to lose.
    if (before.size > 0 && context.seen.get(place.real) === undefined) {
      return failed(
        `"${asked}" exists and was not read in this turn. Read it first, then write it.`,
        'not read before',
      );
    }
    const changed = changedSince(before, place, asked, context);
    if (changed) return changed;
    if (before.content?.equals(content)) {
      return { ok: true, text: `"${asked}" holds just this already.`, summary: 'nothing to write' };
    }
  }
  const what = isNew ? 'new file' : 'overwritten';
  return {
    summary: `${isNew ? 'Create' : 'Overwrite'} ${place.path}`,
    wanted: { kind: 'write', tool: 'write', path: place.path, outside: place.outside },
    diff: diffOf(place.path, isNew ? undefined : (before.content ?? null), content),
    async run() {
      try {
        const refused = await putFile({ workspace, place, asked, before, content }, context.signal);
        if (refused) return refused;
      } catch (error) {
        return asResult(error, asked, context.signal);
      }
      context.seen.set(place.real, stampOf(content));
      const size = isBinary(content) ? sizeText(content.byteLength) : countLines(linesOf(content));
      return { ok: true, text: `Wrote ${size} to ${place.path} (${what}).`, summary: size };
    },
  };
}

function linesOf(content: Buffer): number {
  if (content.byteLength === 0) return 0;
  let breaks = 0;
  for (let at = content.indexOf(10); at !== -1; at = content.indexOf(10, at + 1)) breaks += 1;
  return content.at(-1) === 10 ? breaks : breaks + 1;
}
