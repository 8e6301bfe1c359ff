/**
 * Tool calls and their results as a model is told them. Pure. Whatever a model or a tool wrote gives something
 * valid. A picture that a tool showed goes along while its turn runs; later turns tell that it was there.
 */
import type { Block } from '../../../preload/contract/shapes';
import { pictureType, type PictureType } from './files';
import { isPictureLine, pictureGone } from './picture-line';
import type { ModelTurn } from './types';

const noResult = 'This tool call was cut off before it had a result.';

/** The longest id that every API takes back. */
const maxIdChars = 64;

/** The id the model gave, made valid and unique: a small server may give every call the same one. */
export function toolId(block: Block, used: Set<string>): string {
  const given = typeof block.opaque?.toolUseId === 'string' ? block.opaque.toolUseId : '';
  const valid = (text: string) => text.replace(/[^a-zA-Z0-9_-]/g, '_');
  const plain = (valid(given) || `toolu_${valid(block.id)}`).slice(0, maxIdChars);
  let id = plain;
  for (let n = 2; used.has(id); n++) id = `${plain.slice(0, maxIdChars - 6)}_${n}`;
  used.add(id);
  return id;
}

export function toolName(block: Block): string {
  const name = (block.name ?? '').replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 64);
  return name || 'unknown';
}

export function toolInput(block: Block): Record<string, unknown> {
  try {
    const input: unknown = JSON.parse(block.text === '' ? '{}' : block.text);
    const plain = typeof input === 'object' && input !== null && !Array.isArray(input);
    return plain ? (plainJson(input, 0) as Record<string, unknown>) : {};
  } catch {
    // The model's words were no JSON; its result says so.
    return {};
  }
}

/** Deeper than any real input, and shallow enough for every parser on the way. */
const maxDepth = 60;

function plainJson(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return wellFormed(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return null;
  if (Array.isArray(value)) return value.map((part) => plainJson(part, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [wellFormed(name), plainJson(part, depth + 1)]),
  );
}

/** Half a character, as a paste may have it, would make the whole request invalid. */
export const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd');

/** What a model is told of a call's end; never empty. */
export interface CallResult {
  text: string;
  ok: boolean;
  pictures: readonly { type: PictureType; data: string }[];
}

export function resultOf(turn: ModelTurn, tool: Block): CallResult {
  const output = outputOf(turn, tool);
  const ok = tool.status === 'ok';
  const text = output === undefined ? (ok ? '(no output)' : noResult) : wellFormed(output);
  if (hadPictures(turn, tool)) return { text: pictureGone(text), ok, pictures: [] };
  const pictures = (turn.pictures?.get(tool.id) ?? []).flatMap(({ type, data }) => {
    const media = pictureType(type);
    return media ? [{ type: media, data }] : [];
  });
  return { text, ok, pictures };
}

/** For a wire that has no mark for a call that failed: it stands in the words. */
export const resultInWords = ({ ok, text }: CallResult): string => (ok ? text : `Error: ${text}`);

/** For a wire whose results have words only: goes before the pictures of one, where a person's words are. */
export const showsInWords = ({ name, id }: { name: string; id: string }): string =>
  `[What the tool ${name} showed (call ${id}):]`;

/** True when the model saw a picture as the result of this call, and the request of now has it no longer. */
export function hadPictures(turn: ModelTurn, tool: Block): boolean {
  if (turn.status === 'running' || tool.status !== 'ok') return false;
  return isPictureLine(outputOf(turn, tool) ?? '');
}

function outputOf(turn: ModelTurn, tool: Block): string | undefined {
  const output = turn.blocks.findLast(
    (block) => block.kind === 'output' && block.parent === tool.id,
  );
  return output && output.text.trim() !== '' ? output.text : undefined;
}
