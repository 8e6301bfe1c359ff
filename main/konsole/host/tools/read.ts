/** The tool `read`: a range of a text file with line numbers. Streams; a huge file is never held. */
import { constants } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { cutText, safeOffset } from '../../../../preload/contract/text';
import { failed, type Tool, type ToolContext, type ToolResult } from './tool';
import {
  confirm,
  locate,
  openWorkspace,
  OutsideError,
  type Place,
  reason,
  type Workspace,
} from '../../folder/workspace';

const maxLines = 2000;
const maxBytes = 50 * 1024;
/** Longer lines are cut: minified code and data have lines that fill a context. */
const maxLineChars = 2000;
const chunkBytes = 64 * 1024;

export const readTool: Tool = {
  name: 'read',
  description:
    'Shows a text file of the folder with line numbers. At most 2000 lines or 50 KB at once; ' +
    'read on with `offset`.',
  inputSchema: {
    type: 'object',
    properties: {
      path: { type: 'string', description: 'Path of the file, relative to the folder.' },
      offset: {
        type: 'integer',
        minimum: 1,
        description: 'First line to show; 1 is the first of the file.',
      },
      limit: { type: 'integer', minimum: 1, description: 'How many lines to show.' },
    },
    required: ['path'],
  },
  readOnly: true,
  sideEffects: false,
  prepare: (input, context) => ({
    summary: `Read ${String(input.path)}`,
    run: () => readFile(input, context),
  }),
};

async function readFile(input: Record<string, unknown>, context: ToolContext): Promise<ToolResult> {
  const asked = String(input.path);
  try {
    const workspace = await openWorkspace(context);
    const place = await locate(workspace, asked);
    const first = typeof input.offset === 'number' ? input.offset : 1;
    const wanted = typeof input.limit === 'number' ? Math.min(input.limit, maxLines) : maxLines;
    return await readRange(workspace, place, asked, first, wanted, context.signal);
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof OutsideError) return failed(error.message, 'refused');
    return failed(`"${asked}" ${reason(error)}.`, 'not readable');
  }
}

async function readRange(
  workspace: Workspace,
  place: Place,
  asked: string,
  first: number,
  wanted: number,
  signal: AbortSignal,
): Promise<ToolResult> {
  // Neither follows a link that came a moment ago, nor waits for the other end of a pipe.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await open(place.real, flags);
  try {
    await confirm(workspace, file, place, asked);
    const stat = await file.stat();
    if (stat.isDirectory()) return await folder(workspace, place, asked);
    if (!stat.isFile()) return failed(`"${asked}" is no regular file.`, 'no file');
    if (stat.size === 0) return { ok: true, text: '(the file is empty)', summary: 'empty' };
    const range = createRange(first, wanted);
    const decoder = new StringDecoder('utf8');
    const buffer = Buffer.alloc(chunkBytes);
    for (let at = 0; ; ) {
      signal.throwIfAborted();
      const { bytesRead } = await file.read(buffer, 0, chunkBytes, at);
      if (bytesRead === 0) break;
      const bytes = buffer.subarray(0, bytesRead);
      if (at === 0 && bytes.subarray(0, 8192).includes(0)) {
        const size = stat.size.toLocaleString('en');
        return failed(`"${asked}" is no text (${size} bytes of binary data).`, 'binary');
      }
      at += bytesRead;
      if (range.take(decoder.write(bytes))) break;
    }
    range.take(decoder.end());
    return range.result(asked);
  } finally {
    await file.close();
  }
}

async function folder(workspace: Workspace, place: Place, asked: string): Promise<ToolResult> {
  const names = await readdir(place.real, { withFileTypes: true });
  const some = names
    .filter((entry) => !workspace.hides(`${place.path}${place.path && '/'}${entry.name}`))
    .slice(0, 100)
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  return failed(`"${asked}" is a folder. In it: ${some.join(', ') || 'nothing'}.`, 'a folder');
}

/** Collects the lines of a range from pieces of text; `take` is true once it has all. */
function createRange(first: number, wanted: number) {
  const shown: string[] = [];
  let bytes = 0;
  let line = 1;
  let rest = '';
  let restChars = 0;
  let full: 'lines' | 'bytes' | undefined;
  let cut = false;

  function end(): void {
    const inRange = line >= first;
    if (inRange && shown.length >= wanted) full = 'lines';
    else if (inRange) add();
    if (!full) line += 1;
    rest = '';
    restChars = 0;
  }

  function add(): void {
    const text = rest.endsWith('\r') ? rest.slice(0, -1) : rest;
    const long = restChars > maxLineChars;
    const row = `${String(line).padStart(6)}\t${long ? `${text}… (line of ${restChars} characters)` : text}`;
    const size = Buffer.byteLength(row) + 1;
    if (bytes + size > maxBytes && shown.length > 0) {
      full = 'bytes';
      return;
    }
    cut ||= long;
    bytes += size;
    shown.push(row);
  }

  return {
    take(text: string): boolean {
      for (let at = 0; at < text.length && !full; ) {
        const next = text.indexOf('\n', at);
        const upTo = next === -1 ? text.length : next;
        // Only the start of a long line is kept.
        if (rest.length < maxLineChars && line >= first) {
          const room = maxLineChars - rest.length;
          rest += text.slice(at, Math.min(upTo, at + safeOffset(text.slice(at, upTo), room)));
        }
        restChars += upTo - at;
        if (next !== -1) end();
        at = upTo + 1;
      }
      return full !== undefined;
    },
    result(asked: string): ToolResult {
      if (!full && restChars > 0) end();
      const last = first + shown.length - 1;
      if (shown.length === 0) {
        return failed(
          `"${asked}" has ${line - 1} lines; line ${first} is past its end.`,
          'past the end',
        );
      }
      if (full) shown.push('', `(More follows: read on with offset ${last + 1}.)`);
      const lines = last - first + 1;
      const count = `${lines.toLocaleString('en')} line${lines === 1 ? '' : 's'}`;
      const summary = first > 1 ? `${count} from line ${first}` : count;
      const result: ToolResult = {
        ok: true,
        text: shown.join('\n'),
        summary: cutText(summary, 100),
      };
      return full || cut ? { ...result, truncated: true } : result;
    },
  };
}
