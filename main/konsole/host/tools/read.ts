/**
 * The tool `read`: a range of a text file with line numbers, a picture, the text of a PDF. Streams; a huge file is never
 * held. What it read is remembered by its stamp.
 */
import type { BigIntStats } from 'node:fs';
import { type FileHandle, open, readdir } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import { limits } from '../../../../preload/contract/limits';
import { pictureLine } from '../../providers/picture-line';
import { isBinary, readFlags, sizeText } from './file-state';
import { isPdf, pdfBytes, pdfMs, readPdf } from './pdf';
import { type PictureKind, pictureKind, pictureSize } from './picture';
import { createRange, maxLines } from './range';
import { bySystem, createStamper, hashedBytes, stampOf } from './stamp';
import { failed, type Tool, type ToolContext, type ToolResult } from './tool';
import {
  confirm,
  isHidden,
  locate,
  openWorkspace,
  OutsideError,
  type Place,
  reason,
  type Workspace,
} from '../../folder/workspace';

const chunkBytes = 64 * 1024;
/** Pictures that one turn may look at, and their base64 in all: a request holds 32 MB, and attached files need room too. */
const mostPictures = 20;
const picturesChars = 12 * 1024 * 1024;
/** Longer sides are refused by Anthropic's API. */
const pictureSide = 8000;

export const readTool: Tool = {
  name: 'read',
  description:
    'Shows a text file with line numbers, a picture (PNG, JPEG, GIF, WebP), or the text of a PDF. At most 2000 lines ' +
    'or 50 KB at once; read on with `offset`.',
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
  async prepare(input, context) {
    const asked = String(input.path);
    try {
      const workspace = await openWorkspace(context);
      const place = await locate(workspace, asked, { outside: true, outputs: true });
      const { outside, path } = place;
      return {
        summary: `Read ${outside ? path : asked}`,
        ...(outside ? { wanted: { kind: 'read', tool: 'read', path, outside } } : {}),
        run: () => readFile({ workspace, place, asked, input, context }),
      };
    } catch (error) {
      return asResult(error, asked, context.signal);
    }
  },
};

interface Reading {
  workspace: Workspace;
  place: Place;
  asked: string;
  input: Record<string, unknown>;
  context: ToolContext;
}

function asResult(error: unknown, asked: string, signal: AbortSignal): ToolResult {
  signal.throwIfAborted();
  if (error instanceof OutsideError) return failed(error.message, 'refused');
  return failed(`"${asked}" ${reason(error)}.`, 'not readable');
}

async function readFile(reading: Reading): Promise<ToolResult> {
  const { workspace, place, asked, context } = reading;
  try {
    const file = await open(place.real, readFlags);
    try {
      await confirm(workspace, file, place, asked);
      return await readOpen(reading, file);
    } finally {
      await file.close();
    }
  } catch (error) {
    return asResult(error, asked, context.signal);
  }
}

async function readOpen(reading: Reading, file: FileHandle): Promise<ToolResult> {
  const { workspace, place, asked } = reading;
  const stats = await file.stat({ bigint: true });
  if (stats.isDirectory()) return folder(workspace, place, asked);
  if (!stats.isFile()) return failed(`"${asked}" is no regular file.`, 'no file');
  const size = Number(stats.size);
  const start = Buffer.alloc(Math.min(size, 8192));
  await file.read(start, 0, start.length, 0);
  const picture = pictureKind(start);
  if (picture) return readPicture(reading, file, size, picture);
  if (isPdf(start)) return readPages(reading, file, stats);
  if (isBinary(start)) {
    return failed(`"${asked}" is no text (${sizeText(size)} of binary data).`, 'binary');
  }
  return readText(reading, file, stats);
}

async function readText(
  { place, asked, input, context }: Reading,
  file: FileHandle,
  before: BigIntStats,
): Promise<ToolResult> {
  const { first, wanted } = rangeOf(input);
  const stamper = createStamper();
  const range = createRange(first, wanted);
  const decoder = new StringDecoder('utf8');
  const buffer = Buffer.alloc(chunkBytes);
  let full = false;
  let at = 0;
  for (;;) {
    context.signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, chunkBytes, at);
    if (bytesRead === 0) break;
    const bytes = buffer.subarray(0, bytesRead);
    stamper.add(bytes);
    const text = full ? '' : decoder.write(bytes);
    full ||= range.take(at === 0 ? text.replace(/^\ufeff/, '') : text);
    at += bytesRead;
    // What follows is read for its stamp alone, where that is made from all of it.
    if (full && (before.size > BigInt(hashedBytes) || at > hashedBytes)) break;
  }
  context.seen.set(place.real, stamper.stamp(before));
  if (at === 0) return { ok: true, text: '(the file is empty)', summary: 'empty' };
  if (!full) range.take(decoder.end());
  return range.result(asked);
}

async function readPicture(
  { place, asked, context }: Reading,
  file: FileHandle,
  size: number,
  kind: PictureKind,
): Promise<ToolResult> {
  // What is bounded is the text that a picture is sent as: four characters for three bytes.
  const most = Math.floor(limits.pictureBytes / 4) * 3;
  if (size > most) {
    const words = `"${asked}" is a picture of ${sizeText(size)}; at most ${sizeText(most)} can be shown.`;
    return failed(`${words} Make a smaller copy first.`, 'too large');
  }
  const bytes = await file.readFile();
  const measures = pictureSize(bytes, kind);
  if (!measures) {
    return failed(`"${asked}" is a damaged ${kind.name} picture: it cannot be shown.`, 'damaged');
  }
  const { width, height } = measures;
  if (width > pictureSide || height > pictureSide) {
    const words = `"${asked}" is ${width}×${height} pixels; at most ${pictureSide} on each side can be shown.`;
    return failed(`${words} Make a smaller copy first.`, 'too large');
  }
  const data = bytes.toString('base64');
  if (!mayShow(context, data.length)) {
    return failed(
      `"${asked}" would be too much: this turn has shown as many pictures as it can. It can be shown in the next turn.`,
      'too many pictures',
    );
  }
  context.seen.set(place.real, stampOf(bytes));
  const facts = { width, height, name: kind.name, size: sizeText(bytes.length) };
  return {
    ok: true,
    text: pictureLine(facts),
    summary: `${width}×${height} ${kind.name}, ${facts.size}`,
    pictures: [{ type: kind.type, data }],
  };
}

/** Counted when it is taken, not when it is sent: several calls read at once. */
const taken = new WeakMap<ToolContext['pictures'], { pictures: number; chars: number }>();

function mayShow({ pictures }: ToolContext, chars: number): boolean {
  const so = taken.get(pictures) ?? { pictures: 0, chars: 0 };
  if (so.pictures >= mostPictures || so.chars + chars > picturesChars) return false;
  taken.set(pictures, { pictures: so.pictures + 1, chars: so.chars + chars });
  return true;
}

async function readPages(
  { place, asked, input, context }: Reading,
  file: FileHandle,
  before: BigIntStats,
): Promise<ToolResult> {
  const size = Number(before.size);
  if (size > pdfBytes) {
    const words = `"${asked}" is a PDF of ${sizeText(size)}; at most ${sizeText(pdfBytes)} can be read.`;
    return failed(`${words} Split it, or take its text out with another program.`, 'too large');
  }
  const bytes = await file.readFile();
  context.seen.set(place.real, bytes.length > hashedBytes ? bySystem(before) : stampOf(bytes));
  const { signal } = context;
  return readPdf(bytes, { ...rangeOf(input), asked, signal, late: AbortSignal.timeout(pdfMs) });
}

function rangeOf({ offset, limit }: Record<string, unknown>): { first: number; wanted: number } {
  const first = typeof offset === 'number' ? offset : 1;
  return { first, wanted: typeof limit === 'number' ? Math.min(limit, maxLines) : maxLines };
}

async function folder(workspace: Workspace, place: Place, asked: string): Promise<ToolResult> {
  const names = await readdir(place.real, { withFileTypes: true });
  const some = names
    .filter((entry) => !isHidden(workspace, place, entry.name))
    .slice(0, 100)
    .map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name));
  return failed(`"${asked}" is a folder. In it: ${some.join(', ') || 'nothing'}.`, 'a folder');
}
