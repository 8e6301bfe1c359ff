/**
 * Tool calls and their results as content of Anthropic's API. Pure. Whatever a model or a tool wrote gives something
 * valid. A picture that a tool showed goes along while its turn runs; later turns tell that it was there.
 */
import type Anthropic from '@anthropic-ai/sdk';
import type { Block } from '../../../../preload/contract/shapes';
import { isPictureLine, pictureGone } from '../picture-line';
import type { ModelTurn } from '../types';
import { pictureType } from './attached';

const noResult = 'This tool call was cut off before it had a result.';

/** The id the model gave, made valid and unique: a small server may give every call the same one. */
export function toolId(block: Block, used: Set<string>): string {
  const given = typeof block.opaque?.toolUseId === 'string' ? block.opaque.toolUseId : '';
  const plain =
    given.replace(/[^a-zA-Z0-9_-]/g, '_') || `toolu_${block.id.replace(/[^a-zA-Z0-9_-]/g, '_')}`;
  let id = plain;
  for (let n = 2; used.has(id); n++) id = `${plain}_${n}`;
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

export function result(turn: ModelTurn, tool: Block, id: string): Anthropic.ToolResultBlockParam {
  const text = outputOf(turn, tool);
  const ok = tool.status === 'ok';
  const told = text === undefined ? (ok ? '(no output)' : noResult) : wellFormed(text);
  return {
    type: 'tool_result',
    tool_use_id: id,
    content: withPictures(turn, tool, told),
    ...(ok ? {} : { is_error: true }),
  };
}

function withPictures(
  turn: ModelTurn,
  tool: Block,
  text: string,
): NonNullable<Anthropic.ToolResultBlockParam['content']> {
  if (hadPictures(turn, tool)) return pictureGone(text);
  const images = (turn.pictures?.get(tool.id) ?? []).flatMap(
    ({ type, data }): Anthropic.ImageBlockParam[] => {
      const media = pictureType(type);
      return media ? [{ type: 'image', source: { type: 'base64', media_type: media, data } }] : [];
    },
  );
  return images.length > 0 ? [{ type: 'text', text }, ...images] : text;
}

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
